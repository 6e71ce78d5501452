"""Names that Azure and any file system take are made of any words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.azure.names import (
    Locations,
    category_of,
    container_of,
    is_project_name,
    is_safe_location,
    project_name_of,
)
from strategies import texts

WORDS = texts() | st.sampled_from(["task 1", "Task-1", "TASK 1", "con", "..", "a" * 300, "é", "E"])


@given(st.lists(st.tuples(WORDS, st.sampled_from(["0123abcd", "89abcdef"])), max_size=12))
def test_claimed_locations_never_collide_and_are_all_safe(claims: list[tuple[str, str]]) -> None:
    locations = Locations()
    claimed = [found for claim in claims if (found := locations.claim(*claim))]
    assert len({location.casefold() for location in claimed}) == len(claimed)
    assert all(is_safe_location(location) for location in claimed)


def test_a_location_is_taken_whatever_the_case_of_its_letters() -> None:
    locations = Locations()
    assert locations.take("Straße.txt") == "Straße.txt"
    assert [locations.take(name) for name in ("straße.TXT", "STRASSE.txt")] == [None, None]


def test_the_same_name_for_the_same_text_is_not_given_twice() -> None:
    locations = Locations()
    claims = [locations.claim("a b", digest) for digest in ("11111111", "22222222", "22222222")]
    assert claims == ["a-b.txt", "a-b-22222222.txt", None]


@pytest.mark.parametrize(
    "location",
    ["01.txt", "Test 1.TXT", "日本語.txt", "😀.txt", "a..b.txt", "it's.txt", "a" * 200 + ".txt"],
)
def test_plain_names_are_safe(location: str, tmp_path: Path) -> None:
    assert is_safe_location(location)
    (tmp_path / location).write_text("so the file system takes it", "utf-8")


@pytest.mark.parametrize(
    "location",
    [
        "", ".txt", "..txt", "a", "a.json", "a.txt.exe", "../a.txt", "..\\a.txt", "/a.txt",
        "C:a.txt", "a/b.txt", "a\\b.txt", "a\n.txt", "a\0.txt", "a.txt\n", "\u202etxt.txt",
        "\ud800.txt", "con.txt", "NUL.txt", "aux.b.txt", "LPT1.txt", 'a".txt', "a?.txt", "a|.txt",
        "a" * 300 + ".txt", "語" * 100 + ".txt",
    ],
)  # fmt: skip
def test_a_name_that_could_lead_elsewhere_or_that_no_file_can_have_is_not(location: str) -> None:
    assert not is_safe_location(location)


@given(texts())
def test_no_safe_location_leads_out_of_a_folder(text: str) -> None:
    for location in (text, f"{text}.txt"):
        if is_safe_location(location):
            assert (Path("/texts") / location).resolve().parent == Path("/texts").resolve()


@given(texts())
def test_a_category_is_one_that_azure_takes_and_stays_itself(label: str) -> None:
    category = category_of(label)
    assert re.fullmatch(r"[^:$&%*()+~#/?]{1,50}", category)
    assert category == category.strip()
    assert category_of(category) == category


@pytest.mark.parametrize(
    ("label", "category"),
    [
        ("Person", "Person"),
        ("Cost (EUR)", "Cost _EUR_"),
        ("a/b?c", "a_b_c"),
        ("Größe 😀", "Größe 😀"),
        (" ", "_"),
        ("x" * 49 + " y", "x" * 49),
    ],
)
def test_a_label_is_changed_no_more_than_needed(label: str, category: str) -> None:
    assert category_of(label) == category


@given(texts())
def test_any_words_make_a_project_and_a_container(words: str) -> None:
    assert is_project_name(project_name_of(words))
    container = container_of(words)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", container)
    assert 3 <= len(container) <= 63


@pytest.mark.parametrize("name", ["", "a b", "a" * 51, "é", "a/b", "a\n"])
def test_what_azure_takes_for_no_project_name_is_none(name: str) -> None:
    assert not is_project_name(name)
