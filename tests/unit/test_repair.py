"""Labels are moved to what they quote only where there is no doubt, and the cause is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.repair import NEAR, Claim, Doubt, Move, examine
from strategies import labelled_texts

TEXT = "😀 Hi\r\nAlice met\r\nBob 👩\u200d💻 in Köln.\r\nCarol stayed."
WORDS = ("Alice", "Bob", "Köln", "Carol")


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def claims(count: Callable[[str], int], *words: str, text: str = TEXT) -> list[Claim]:
    """Quote words at the offsets that somebody has who counts like this."""
    return [Claim(count(text[: text.index(one)]), utf16(one), one) for one in words or WORDS]


def covered(text: str, move: object) -> str:
    """Return what a moved label covers, in UTF-16."""
    assert isinstance(move, Move), move
    units = text.encode("utf-16-le")
    return units[2 * move.offset : 2 * (move.offset + move.length)].decode("utf-16-le")


COUNTINGS: dict[str, Callable[[str], int]] = {
    "code points": len,
    "CR LF is counted as one": lambda text: utf16(text.replace("\r\n", "\n")),
    "one character, and code points": lambda text: len(text.replace("\r\n", "\n")),
    "bytes of UTF-8": lambda text: len(text.encode()),
    "all offsets of the document are 300 too large": lambda text: utf16(text) + 300,
    "a byte-order mark is counted": lambda text: utf16(text) + 1,
    "all offsets of the document are 7 too small": lambda text: utf16(text) - 7,
}


def test_labels_that_cover_what_they_quote_are_left_alone() -> None:
    assert examine(TEXT, claims(utf16)) == [None] * len(WORDS)


def test_labels_that_quote_nothing_are_left_alone() -> None:
    bare = [Claim(3, 4), Claim(900, 4), Claim(1, 1, ""), Claim(1, 1, "  ")]
    assert examine(TEXT, bare) == [None] * 4


@pytest.mark.parametrize("cause", COUNTINGS)
def test_a_document_counted_in_one_wrong_way_is_put_right(cause: str) -> None:
    found = examine(TEXT, claims(COUNTINGS[cause]))
    moves = [one for one in found if one is not None]
    assert [covered(TEXT, one) for one in moves] == [*WORDS][-len(moves) :]
    assert all(isinstance(one, Move) and cause in one.cause for one in moves), moves


def test_line_feeds_counted_as_two_are_put_right() -> None:
    text = "Hi\nAlice\nmet\nBob"
    found = examine(text, claims(lambda t: len(t.replace("\n", "\r\n")), "Alice", "Bob", text=text))
    assert [covered(text, one) for one in found] == ["Alice", "Bob"]
    assert "each line feed" in str(found[0])


def test_offsets_that_count_from_their_region_are_put_right() -> None:
    found = examine(TEXT, [Claim(one.offset - 7, one.length, one.quote, 7)
                           for one in claims(utf16)])  # fmt: skip
    assert [covered(TEXT, one) for one in found] == [*WORDS]
    assert "from the region" in str(found[1])


def test_offsets_that_leave_out_a_byte_order_mark_are_put_right() -> None:
    text = "\ufeff" + TEXT
    found = examine(text, [Claim(one.offset - 1, one.length, one.quote)
                           for one in claims(utf16, text=text)])  # fmt: skip
    assert [covered(text, one) for one in found] == [*WORDS]
    assert "mark is not counted" in str(found[0])


def test_a_repeated_word_is_moved_where_the_whole_document_tells_which() -> None:
    text = "Bob met Bob. Then Bob met Alice."
    found = examine(text, [Claim(3 + 8, 3, "Bob"), Claim(3 + 26, 5, "Alice")])
    assert [one.offset for one in found if isinstance(one, Move)] == [8, 26]


def test_a_repeated_word_by_itself_is_left_in_doubt() -> None:
    [found] = examine("Bob met Bob.", [Claim(3, 3, "Bob")])
    assert found == Doubt("its text stands in 2 places near its offset")


@pytest.mark.parametrize("off", [1, -3, NEAR, -NEAR])
def test_a_single_label_is_moved_to_the_only_place_near_it(off: int) -> None:
    text = " " * 20 + "Alice" + " " * 20
    [found] = examine(text, [Claim(20 + off, 5, "Alice")])
    assert covered(text, found) == "Alice"


@pytest.mark.parametrize("off", [NEAR + 1, -NEAR - 1])
def test_a_single_label_is_not_moved_far(off: int) -> None:
    text = " " * 20 + "Alice" + " " * 20
    [found] = examine(text, [Claim(20 + off, 5, "Alice")])
    assert found == Doubt("its text stands only far from its offset")


def test_near_is_counted_in_the_units_of_the_file() -> None:
    text = "😀" * 9 + "Alice"
    assert isinstance(examine(text, [Claim(1, 5, "Alice")])[0], Doubt)
    assert isinstance(examine(text, [Claim(1, 5, "Alice")], counts_utf16=False)[0], Move)


def test_what_is_nowhere_is_left_in_doubt() -> None:
    [found] = examine(TEXT, [Claim(3, 5, "Zebra")])
    assert found == Doubt("its text is nowhere in the document")


def test_a_wrong_length_alone_is_put_right() -> None:
    [found] = examine("Hi Alice", [Claim(3, 4, "Alice")])
    assert found == Move(3, 5, "the length is 4, not 5")


def test_labels_that_disagree_are_moved_each_for_itself() -> None:
    text = "Alice met Bob and then much later on Carol"
    found = examine(text, [Claim(2, 5, "Alice"), Claim(10, 3, "Bob"), Claim(36, 5, "Carol")])
    assert [one and covered(text, one) for one in found] == ["Alice", None, "Carol"]
    assert [one.cause for one in found if isinstance(one, Move)] == [
        "the offset is 2 too large",
        "the offset is 1 too small",
    ]


def test_a_quotation_with_its_white_space_collapsed_is_found() -> None:
    text = "It was\r\n  Alice\tSmith there"
    [found] = examine(text, [Claim(8, 11, "Alice Smith")])
    assert covered(text, found) == "Alice\tSmith"
    [shown] = examine(text, [Claim(10, 11, r"Alice\nSmith")])
    assert shown is None


def test_code_points_are_the_right_count_where_the_file_says_so() -> None:
    points = [Claim(one.offset, len(one.quote or ""), one.quote) for one in claims(len)]
    assert examine(TEXT, points, counts_utf16=False) == [None] * len(WORDS)
    found = examine(TEXT, claims(utf16), counts_utf16=False)
    assert all(isinstance(one, Move) and "UTF-16" in one.cause for one in found)
    assert [
        TEXT[one.offset : one.offset + one.length] for one in found if isinstance(one, Move)
    ] == [*WORDS]


@given(labelled_texts(), st.integers(-40, 40))
def test_whatever_is_moved_covers_what_it_quotes(
    labelled: tuple[str, list[object]], off: int
) -> None:
    text, spans = labelled
    said = [
        Claim(utf16(text[: s.start]) + off, utf16(text[s.start : s.end]), text[s.start : s.end])
        for s in spans  # type: ignore[attr-defined]
    ]
    for claim, found in zip(said, examine(text, said), strict=True):
        if isinstance(found, Move):
            assert covered(text, found).split() == (claim.quote or "").split()
