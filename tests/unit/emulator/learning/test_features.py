"""What the learner sees of a token."""

from __future__ import annotations

import pytest
from spanbridge.bridge.emulator.learning.features import features, shape
from spanbridge.bridge.emulator.learning.tokens import sequences


def seen(text):
    [tokens] = sequences(text)
    return [{*one} for one in features(text, tokens)]


@pytest.mark.parametrize(
    ("word", "form"), [("Ledger42", "Xxxdd"), ("a", "x"), ("ÉCOLE", "XX"), ("::", "::"), ("", "")]
)
def test_a_shape_tells_letters_by_case_and_digits_and_cuts_runs(word, form):
    assert shape(word) == form


def test_a_token_sees_five_words_on_each_side_and_no_more():
    tokens = seen("a b c d e f g h i j k l m")
    assert {b"-5wb", b"0wg", b"5wl"} <= tokens[6]
    assert not {b"-6wa", b"6wm", b"5wm", b"-5wa"} & tokens[6]


def test_signs_far_away_are_not_seen_but_near_ones_are():
    tokens = seen("( a ( b")
    assert b"-1w(" in tokens[3]
    assert b"-3w(" not in tokens[3]


def test_the_ends_of_a_sequence_are_seen():
    first, last = seen("one two")
    assert b"-1w" in first
    assert b"-1w" not in last
    assert b"1w" in last


def test_case_is_seen_of_the_token_itself():
    assert b"WAtlas" in seen("Atlas fell")[0]
    assert not any(one.startswith(b"W") for one in seen("atlas fell")[0])


def test_spaces_and_line_breaks_beside_a_token_are_seen():
    joints = [next(one for one in token if one[:1] == b"g") for token in seen("a-b c\nd")]
    assert joints == [b"gn-", b"g--", b"g-s", b"gsn", b"gnn"]


def test_each_part_of_a_chunk_sees_the_shape_of_the_whole():
    forms = [one for token in seen("at web-01.") for one in token if one[:1] == b"c"]
    assert forms == [b"cxx", *[b"cxx-dd."] * 4]


def test_each_token_of_a_line_sees_the_last_word_of_the_line():
    borrower, *_ = seen('Ann Lee, of York (the "Borrower")\nKim Day (the "Lender")')
    assert b"lborrower" in borrower
    *_, kim, _, _, _, _, _, _, _ = seen('Ann (the "Borrower")\nKim Day (the "Lender")')
    assert b"llender" in kim


def test_lone_surrogates_and_endless_words_make_features_of_bounded_size():
    for text in ("\ud800 a", "x" * 10_000, "a1" * 5_000, "e" + "\u0301" * 10_000):
        tokens = next(sequences(text))
        assert all(len(one) < 300 for token in features(text, tokens) for one in token)
