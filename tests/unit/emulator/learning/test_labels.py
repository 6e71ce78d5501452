"""Labels become tags of tokens and come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.emulator.learning.labels import LabelledSpan, Run, runs, tagged
from spanbridge.bridge.emulator.learning.tokens import sequences

NUMBERS = {"A": "0", "B": "1"}


def covered(text, *labels):
    """Return the words and categories that are left of labels, once they are tags."""
    return [
        (text[tokens[run.first][0] : tokens[run.last][1]], "AB"[int(run.number)])
        for tokens in sequences(text)
        for run in runs(tagged(tokens, [LabelledSpan(*label) for label in labels], NUMBERS))
    ]


def test_a_label_of_whole_tokens_comes_back():
    assert covered("web-01 is down", (0, 6, "A"), (10, 14, "B")) == [("web-01", "A"), ("down", "B")]


def test_labels_side_by_side_stay_apart_even_of_one_category():
    assert covered("服务器", (0, 2, "A"), (2, 3, "A")) == [("服务", "A"), ("器", "A")]


def test_a_label_that_ends_inside_a_word_is_widened_to_it():
    assert covered("restart ledger", (10, 13, "A")) == [("ledger", "A")]


def test_white_space_around_a_label_is_not_learnt():
    assert covered("restart ledger now", (7, 15, "A")) == [("ledger", "A")]


@pytest.mark.parametrize("label", [(1, 3, "A"), (2, 2, "A"), (50, 60, "A")])
def test_a_label_without_a_token_is_lost(label):
    assert covered("a   b", label) == []


def test_of_overlapping_labels_the_longest_stays_and_of_equal_ones_the_first():
    assert covered("one two three", (0, 7, "A"), (4, 13, "B")) == [("two three", "B")]
    assert covered("one two six", (4, 11, "B"), (0, 7, "A")) == [("one two", "A")]
    assert covered("one", (0, 3, "B"), (0, 3, "A")) == [("one", "A")]


def test_a_label_across_a_blank_line_is_learnt_in_parts():
    assert covered("one\n\ntwo", (0, 8, "A")) == [("one", "A"), ("two", "A")]


def test_a_tag_that_goes_on_with_nothing_begins_an_entity():
    assert [*runs(["I0", "I0", "O", "I1", "I0"])] == [
        Run(0, 1, "0"),
        Run(3, 3, "1"),
        Run(4, 4, "0"),
    ]
    assert [*runs([])] == []


@given(st.lists(st.sampled_from(["O", "B0", "I0", "B1", "I1"])))
def test_runs_cover_all_tags_but_those_outside(tags):
    places = {at for run in runs(tags) for at in range(run.first, run.last + 1)}
    assert places == {at for at, tag in enumerate(tags) if tag != "O"}
