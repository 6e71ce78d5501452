"""Requests hold what the runtime takes, in order, and as much of it as they may."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.azure.batches import LIMITS, Limits, Piece, as_sent, batches, body_of
from strategies import texts

SMALL = st.builds(Limits, st.integers(1, 5), st.integers(30, 60), st.integers(2_400, 3_000))
PIECES = st.lists(st.builds(Piece, st.integers(0, 9), st.just(0), texts(1, 8), st.just("en-us")))


def units(batch: list[Piece]) -> int:
    return sum(len(piece.text.encode("utf-16-le")) // 2 for piece in batch)


def body(batch: list[Piece]) -> int:
    """Write a request as azure-core does, with the longest names that Azure takes."""
    parameters = {
        "projectName": "p" * 50, "deploymentName": "d" * 50, "loggingOptOut": True,
        "stringIndexType": "UnicodeCodePoint",
    }  # fmt: skip
    documents = [as_sent(number, piece) for number, piece in enumerate(batch)]
    task = {"taskName": "0", "kind": "CustomEntityRecognition", "parameters": parameters}
    return len(json.dumps({"analysisInput": {"documents": documents}, "tasks": [task]}).encode())


@given(PIECES)
def test_batches_join_to_the_pieces_in_their_order(pieces):
    assert [piece for batch in batches(pieces) for piece in batch] == pieces
    assert all(batches(pieces))


@given(PIECES, SMALL)
def test_no_batch_is_over_a_limit_unless_a_piece_is_by_itself(pieces, limits):
    for batch in batches(pieces, limits):
        assert len(batch) <= limits.documents
        assert len(batch) == 1 or units(batch) <= limits.units
        assert len(batch) == 1 or body(batch) <= limits.body


@given(PIECES, SMALL)
def test_a_batch_ends_only_where_the_next_piece_does_not_fit(pieces, limits):
    made = [*batches(pieces, limits)]
    for batch, following in pairwise(made):
        more = [*batch, following[0]]
        counted = 2_000 + sum(map(body_of, more))
        assert len(more) > limits.documents or units(more) > limits.units or counted > limits.body


@given(texts(0, 30))
def test_a_piece_is_counted_as_the_sdk_writes_it(text):
    piece = Piece(0, 0, text, "en-us")
    assert len(json.dumps(as_sent(25, piece)).encode()) + 2 == body_of(piece)


def test_the_largest_batches_stay_within_900_kilobytes_as_sent():
    for character in ("a", "é", "日", "😀", "\x01", '"'):
        width = len(character.encode("utf-16-le")) // 2
        pieces = [Piece(n, 0, character * (5_000 // width), "zh-hans") for n in range(100)]
        made = [*batches(pieces)]
        assert [len(batch) for batch in made] == [25] * 4
        assert max(map(body, made)) <= LIMITS.body


def test_characters_beyond_the_plane_count_twice():
    pieces = [Piece(n, 0, "😀" * 25_000, "en") for n in range(5)]
    assert [len(batch) for batch in batches(pieces)] == [2, 2, 1]


def test_batches_come_as_their_pieces_do():
    taken = []

    def stream():
        for number in range(60):
            taken.append(number)
            yield Piece(number, 0, "a", "en")

    next(batches(stream()))
    assert len(taken) == 26
