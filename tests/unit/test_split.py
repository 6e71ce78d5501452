"""A document's part of the split depends on its own text and on nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.split import Split
from strategies import texts

KEYS = [f"Server prod-web-{number:05} is down" for number in range(20_000)]


@pytest.mark.parametrize("test", [0, 1, 10, 20, 50, 100])
def test_the_share_over_many_documents_is_what_was_asked_for(test: int) -> None:
    split = Split(100 - test, test)
    share = sum(split.part_of(key) == "Test" for key in KEYS) / len(KEYS)
    assert abs(share - test / 100) < (0.01 if 0 < test < 100 else 1e-9)


def test_a_larger_share_of_testing_only_adds_to_a_smaller_one() -> None:
    small, large = (
        {key for key in KEYS[:2000] if Split(100 - test, test).part_of(key) == "Test"}
        for test in (20, 30)
    )
    assert small < large


def test_the_parts_of_known_keys_stay_the_same_from_release_to_release() -> None:
    parts = [Split(80, 20).part_of(key)[1] for key in KEYS[:24]]
    assert "".join(parts) == "rrrrrerrreerrrrrrrrrrrrr"


@given(texts(), st.lists(st.sampled_from(" \t\r\n\f\v"), max_size=5))
def test_changes_of_layout_and_ascii_case_move_nothing(text: str, spaces: list[str]) -> None:
    split = Split(50, 50)
    edited = "".join(spaces).join(text)
    assert split.part_of(edited) == split.part_of(text)
    assert split.part_of(edited.replace("a", "A").replace("\n", "\r\n")) == split.part_of(text)


def test_other_words_are_another_key() -> None:
    assert {Split(50, 50).part_of(key) for key in KEYS[:50]} == {"Train", "Test"}


def test_a_lone_surrogate_is_a_key_like_any_other() -> None:
    assert Split(0, 100).part_of("\ud83d") == "Test"


@pytest.mark.parametrize(
    ("shares", "expected"),
    [("80/20", (80, 20)), (" 70 / 30 ", (70, 30)), ("0/100", (0, 100)), ("100/0", (100, 0))],
)
def test_shares_are_read(shares: str, expected: tuple[int, int]) -> None:
    assert Split.parse(shares) == Split(*expected)


@pytest.mark.parametrize(
    "shares", ["", "80", "80/30", "80/20/0", "-20/120", "0.8/0.2", "80:20", "a/b", "1000/-900"]
)
def test_wrong_shares_are_refused(shares: str) -> None:
    with pytest.raises(ValueError, match="two percentages that add to 100"):
        Split.parse(shares)
