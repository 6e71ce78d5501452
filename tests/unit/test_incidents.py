"""The incident reports of the examples: right, repeatable, and as difficult as they claim."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from grammar import LABELS
from incidents import Incident, incidents
from tasks import task

MANY = list(incidents(600, seed=7))
TRAITS = {
    "emoji": "[\U0001f300-\U0001faff]",
    "ZWJ sequence": "\u200d",
    "combining mark": "[\u0300-\u036f]",
    "CR LF": "\r\n",
    "bare line feed": "(?<!\r)\n",
    "no-break space": "\u00a0",
    "tab": "\t",
    "Japanese": "[\u3040-\u30ff]",
    "Chinese": "[\u4e00-\u9fff]",
    "Arabic": "[\u0600-\u06ff]",
    "Hebrew": "[\u0590-\u05ff]",
}


def entities(reports: list[Incident]) -> list[tuple[str, int, int, str]]:
    """Return all entities with the report that they are in."""
    return [(one.identifier, *entity) for one in reports for entity in one.entities]


def test_entities_are_in_order_apart_and_cover_words_without_white_space_around() -> None:
    for one in MANY:
        assert all(before[1] <= after[0] for before, after in pairwise(one.entities))
        for start, end, label in one.entities:
            covered = one.text[start:end]
            assert covered == covered.strip() != "", one.identifier
            assert label in LABELS.values()


def test_offsets_point_at_what_the_labels_mean() -> None:
    code = re.compile(r"[0-9]|exception|error|timeout|[A-Z]{3}", re.IGNORECASE)
    covered = [
        one.text[start:end]
        for one in MANY
        for start, end, label in one.entities
        if label == "ErrorCode"
    ]
    assert sum(bool(code.search(text)) for text in covered) > 0.9 * len(covered) > 100


def test_the_same_seed_gives_the_same_reports_and_another_seed_others() -> None:
    assert list(incidents(50, seed=7)) == MANY[:50]
    assert list(incidents(50, seed=8)) != MANY[:50]


def test_a_short_run_is_the_beginning_of_a_longer_one_with_noise_too() -> None:
    assert list(incidents(20, 3, 0.2)) == list(incidents(60, 3, 0.2))[:20]


@pytest.mark.parametrize("trait", TRAITS)
def test_difficult_traits_are_there(trait: str) -> None:
    assert sum(bool(re.search(TRAITS[trait], one.text)) for one in MANY) >= 3


def test_every_label_and_language_is_there_and_some_reports_have_no_entity() -> None:
    assert {label for *_, label in entities(MANY)} == {*LABELS.values()}
    languages = Counter(one.language for one in MANY)
    assert languages.keys() == {"en", "ja", "zh-hans", "ar", "he"}
    assert languages["en"] > 400
    assert any(not one.entities for one in MANY)


def test_astral_characters_stand_before_entities_often_enough_to_shift_offsets() -> None:
    shifted = [
        one
        for one in MANY
        if one.entities and re.search("[\U00010000-\U0010ffff]", one.text[: one.entities[-1][0]])
    ]
    assert len(shifted) > 0.1 * len(MANY)


@pytest.mark.parametrize("noise", [0.1, 0.3])
def test_noise_spoils_about_its_share_of_entities_and_no_text(noise: float) -> None:
    noisy = list(incidents(300, 7, noise))
    assert [one.text for one in noisy] == [one.text for one in MANY[:300]]
    right, found = set(entities(MANY[:300])), set(entities(noisy))
    assert 0.7 * noise < len(right - found) / len(right) < 1.2 * noise
    assert found - right


def test_a_task_has_the_entities_as_regions_with_their_words() -> None:
    one = next(report for report in MANY if len(report.entities) > 1)
    made = task(one)
    regions = made["annotations"][0]["result"]
    values = [region["value"] for region in regions]
    assert [(v["start"], v["end"], *v["labels"]) for v in values] == [*one.entities]
    assert all(v["text"] == made["data"]["text"][v["start"] : v["end"]] for v in values)
    assert len({region["id"] for region in regions}) == len(regions)
