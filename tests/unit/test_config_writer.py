"""Written labeling configurations read back, and their colours can be told apart and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.label_studio.config_writer import (
    Control,
    Tag,
    colour,
    config_of,
    label_config,
)
from spanbridge.converters.label_studio.label_config import LabelConfig
from strategies import texts

PRINTABLE = texts(min_size=1, max_size=4).filter(str.isprintable)
COLOURS = [colour(index) for index in range(200)]


def contrast_with_white(colour: str) -> float:
    """Compute WCAG's contrast ratio of white letters on a colour."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_the_formula_of_contrast_gives_the_known_extremes() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#FFFFFF") == pytest.approx(1)


def test_white_letters_can_be_read_on_every_colour() -> None:
    assert [c for c in COLOURS if contrast_with_white(c) < 4.5] == []


def test_the_colours_of_many_categories_all_differ() -> None:
    assert len(set(COLOURS)) == len(COLOURS)


LABELS = [
    "Person",
    'a "quoted" one',
    "it's",
    "'\"",
    "<Label/>",
    "R&D",
    "&amp;",
    "😀",
    "日本 語",
    "$x",
]


def test_labels_with_the_signs_of_xml_read_back_as_they_were() -> None:
    assert LabelConfig.parse(label_config(LABELS)).categories == tuple(LABELS)


@given(st.lists(PRINTABLE, min_size=1, max_size=8, unique=True))
def test_any_printable_labels_read_back_as_they_were(labels: list[str]) -> None:
    assert LabelConfig.parse(label_config(labels)).categories == tuple(labels)


def test_names_of_tags_and_field_are_those_asked_for() -> None:
    config = LabelConfig.parse(label_config(["A"], control="ner", tag="body", field="full text"))
    assert [(c.name, c.to_name) for c in config.controls] == [("ner", "body")]
    assert config.field_of("ner") == config.field_of("body") == "full text"


def test_several_controls_and_tags_keep_to_themselves_but_share_colours_and_hotkeys() -> None:
    controls = {Control("a", "title"): ["X", "Y"], Control("b", "body"): ["Z"]}
    xml = config_of(controls, {"title": Tag("t"), "body": Tag("b")})
    config = LabelConfig.parse(xml)
    assert [config.field_of(control.name) for control in config.controls] == ["t", "b"]
    assert [xml.count(f'hotkey="{key}"') for key in "1234"] == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("type_", "layout"),
    [
        ("hypertextlabels", ("HyperText",)),
        ("labels", ("HyperText", "inline")),
        ("paragraphlabels", ("Paragraphs", "text")),
        ("paragraphlabels", ("Paragraphs", "said", "sorted")),
    ],
)
def test_tags_that_show_more_than_a_text_read_back(type_: str, layout: tuple[str, ...]) -> None:
    xml = config_of({Control("l", "t", type_): ["X"]}, {"t": Tag("field", layout)})
    config = LabelConfig.parse(xml)
    assert (config.objects[0].layout, config.objects[0].field) == (layout, "field")
    assert config.controls[0].type == type_


def test_no_hotkey_is_given_twice_and_there_are_labels_beyond_the_last() -> None:
    xml = label_config(f"label {number}" for number in range(60))
    keys = [part.partition('"')[0] for part in xml.split('hotkey="')[1:]]
    assert len(keys) == len(set(keys)) == 35
    assert len(LabelConfig.parse(xml).categories) == 60
