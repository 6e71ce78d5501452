"""Which texts a training takes, and which it holds out."""

from __future__ import annotations

import pytest
from spanbridge.bridge.emulator.learning.crf import Sample
from spanbridge.bridge.emulator.learning.samples import held_out, sampled


def texts(count, tokens=2):
    return [[Sample([[b"f"]] * tokens, ["O"] * tokens)] for _ in range(count)]


def test_without_jitter_all_are_taken():
    assert sampled([1, 2, 3], None) == [1, 2, 3]


def test_jitter_leaves_a_tenth_out_and_keeps_the_order():
    items = [*range(100)]
    kept = sampled(items, 1)
    assert kept == sorted(kept)
    assert len({*kept}) == 90
    assert kept == sampled(items, 1) != sampled(items, 2)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_jitter_leaves_nothing_out_where_there_is_nothing_to_spare(count):
    assert sampled([*range(count)], 5) == [*range(count)]


def test_each_text_is_held_out_once_and_never_learnt_from_then():
    everything = texts(10)
    times = 0
    for rest, held in held_out(everything):
        assert {map(id, rest)} & {map(id, held)} == set()
        assert len(rest) + len(held) == 10
        times += len(held)
    assert times == 10


def test_one_text_can_not_be_parted():
    assert [*held_out(texts(1))] == []
    assert [*held_out([])] == []


def test_no_more_than_some_thousand_tokens_are_looked_at():
    rest, held = next(held_out(texts(1_000, tokens=100)))
    assert len(rest) + len(held) == 60


def test_however_long_texts_are_there_is_one_to_hold_out():
    rest, held = next(held_out(texts(9, tokens=50_000)))
    assert (len(rest), len(held)) == (3, 1)
