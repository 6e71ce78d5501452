"""A labeling configuration tells which tag shows which field, and which labels there are."""

from __future__ import annotations

import pytest
from spanbridge.converters.label_studio.label_config import Label, LabelConfig, ObjectTag
from spanbridge.converters.problems import ProblemError

TWO_TEXTS = """<?xml version="1.0" encoding="utf-8"?>
<View>
  <Header value="Mark the entities"/>
  <View style="display: flex">
    <Text name="title" value="$headline" granularity="word"/>
    <Text name="body" value="$article.full" valueType="text"/>
    <Labels name="in_title" toName="title"><Label value="Brand"/></Labels>
    <!-- <Labels name="old" toName="body"><Label value="Gone"/></Labels> -->
    <Labels name="in_body" toName="body">
      <Label value="Person" alias="PER" predicted_values="person, human ,,PERSON"/>
      <View><Label value="Brand"/></View>
      <Label value="R&amp;D 😀"/>
    </Labels>
  </View>
  <Choices name="mood" toName="body"><Choice value="good"/></Choices>
</View>"""


def one_text(text: str = "", labels: str = "", rest: str = "") -> str:
    """Write a configuration of one Text tag and one Labels tag with more attributes."""
    return (
        f'<View><Text name="t" value="$text" {text}/>'
        f'<Labels name="l" toName="t" {labels}><Label value="A"/></Labels>{rest}</View>'
    )


def test_each_tag_shows_its_own_field() -> None:
    config = LabelConfig.parse(TWO_TEXTS)
    assert config.field_of("title") == config.field_of("in_title") == "headline"
    assert config.field_of("body") == config.field_of("in_body") == "article.full"
    assert config.field_of("mood") == "article.full"


def test_a_tag_that_is_not_there_shows_nothing() -> None:
    config = LabelConfig.parse(TWO_TEXTS)
    assert [config.field_of(tag) for tag in ("anger", "old", "", None)] == [None] * 4


def test_categories_are_the_labels_as_saved_each_once_in_order() -> None:
    assert LabelConfig.parse(TWO_TEXTS).categories == ("Brand", "PER", "R&D 😀")


def test_a_label_has_its_alias_and_the_values_that_a_model_predicts_for_it() -> None:
    _, in_body = LabelConfig.parse(TWO_TEXTS).controls
    assert in_body.labels[0] == Label("Person", "PER", ("person", "human", "PERSON"))
    assert [label.saved for label in in_body.labels] == ["PER", "Brand", "R&D 😀"]


def test_an_empty_alias_is_none() -> None:
    assert Label("Person", "").saved == "Person"


@pytest.mark.parametrize(("kind", "by_url"), [("text", False), ("url", True)])
def test_a_text_that_is_given_by_its_url_is_known_as_such(kind: str, by_url: object) -> None:
    config = LabelConfig.parse(one_text(text=f'valueType="{kind}"'))
    assert config.objects == (ObjectTag("t", "text", "Text", by_url),)  # type: ignore[arg-type]


def test_other_kinds_of_text_are_known_and_how_they_are_laid_out() -> None:
    more = '<HyperText name="h" value="$html"/><HyperTextLabels name="hl" toName="h"/>'
    config = LabelConfig.parse(one_text(rest=more))
    assert [(tag.name, tag.layout) for tag in config.objects] == [("t", ()), ("h", ("HyperText",))]
    assert config.field_of("hl") == "html"
    assert config.controls[1].type == "hypertextlabels"


def test_paragraphs_say_where_their_texts_are_and_in_which_order() -> None:
    more = '<Paragraphs name="p" value="$talk" textKey="said" contextScroll="true"/>'
    assert LabelConfig.parse(one_text(rest=more)).objects[1].layout == (
        "Paragraphs",
        "said",
        "sorted",
    )


def test_one_control_can_label_several_tags() -> None:
    xml = one_text(rest='<Text name="u" value="$b"/><Labels name="m" toName="t, u"/>')
    config = LabelConfig.parse(xml)
    assert [c.to_name for c in config.controls if c.name == "m"] == ["t", "u"]


def test_the_configuration_is_kept_as_it_was_given() -> None:
    assert LabelConfig.parse(TWO_TEXTS).xml == TWO_TEXTS


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "no XML",
        "<View>",
        "<View></Veiw>",
        "<View>&nbsp;</View>",
        '<View a="1" a="2"/>',
        "<View/><View/>",
        "<View>\ud800</View>",
        "<View>\x01</View>",
    ],
)
def test_what_is_no_xml_is_refused(xml: str) -> None:
    with pytest.raises(ProblemError, match=r"label-config-malformed at config\.xml"):
        LabelConfig.parse(xml, "config.xml")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE v [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE v [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE v SYSTEM "http://127.0.0.1/v.dtd">',
    ],
)
def test_a_document_type_is_refused_before_anything_is_expanded(declaration: str) -> None:
    with pytest.raises(ProblemError, match="declares a document type"):
        LabelConfig.parse(declaration + one_text())


@pytest.mark.parametrize(
    "xml",
    [
        "<View/>",
        '<View><Text name="t" value="$text"/></View>',
        '<View><Labels name="l" toName="t"><Label value="A"/></Labels></View>',
        '<View><Text name="u" value="$text"/><Labels name="l" toName="t"/></View>',
        '<View><Image name="t" value="$i"/><RectangleLabels name="l" toName="t"/></View>',
    ],
)
def test_a_configuration_without_labels_on_a_text_is_refused(xml: str) -> None:
    with pytest.raises(ProblemError, match="label-config-without-text"):
        LabelConfig.parse(xml)
