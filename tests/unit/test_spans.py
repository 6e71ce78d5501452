"""Spans are tidied for Azure, and every one that is dropped is told and handed back."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from spanbridge.converters.document import Span
from spanbridge.converters.report import Report
from spanbridge.converters.spans import BY_PLACE, MAX_ENTITY, SpansOverlapError, tidy, trim
from strategies import labelled_texts

TEXT = "The prod-web-01 server 😀 is down again "
POLICIES = pytest.mark.parametrize("overlaps", ["longest", "first", "keep"])


def spans_of(*words: str) -> list[Span]:
    """Make a span on each word of the text, labelled with its number."""
    return [
        Span(TEXT.index(w), TEXT.index(w) + len(w), str(i)) for i, w in enumerate(words, start=1)
    ]


def words(spans: list[Span], text: str = TEXT) -> list[str]:
    """Return what the spans cover."""
    return [text[span.start : span.end] for span in spans]


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end


@pytest.mark.parametrize(
    ("overlaps", "kept", "dropped"),
    [
        ("longest", ["prod-web-01 server", "😀 is", "again"], ["web", "server 😀"]),
        ("first", ["web", "server 😀", "again"], ["prod-web-01 server", "😀 is"]),
        ("keep", ["prod-web-01 server", "web", "server 😀", "😀 is", "again"], []),
    ],
)
def test_each_policy_keeps_what_it_says(overlaps: str, kept: list[str], dropped: list[str]) -> None:
    report = Report()
    spans = spans_of("web", "prod-web-01 server", "server 😀", "😀 is", "again")
    found = tidy(TEXT, spans, overlaps, "$", report)  # type: ignore[arg-type]
    assert words(found[0]) == kept
    assert sorted(words(found[1])) == sorted(dropped)
    assert report.problems["span-overlap"] == len(dropped)


def test_of_two_equally_long_spans_the_earlier_stays() -> None:
    kept, _ = tidy(TEXT, spans_of("server 😀", "web-01 s"), "longest", "$", Report())
    assert words(kept) == ["web-01 s"]


def test_overlaps_can_be_refused() -> None:
    with pytest.raises(SpansOverlapError, match="1 at 4 and 2 at 9 overlap"):
        tidy(TEXT, spans_of("prod-web", "web-01"), "error", "$", Report())


def test_touching_spans_do_not_overlap() -> None:
    kept, _ = tidy(TEXT, spans_of("prod-", "web", "-01"), "error", "$", Report())
    assert words(kept) == ["prod-", "web", "-01"]


@pytest.mark.parametrize("covered", [" server", "server ", " again ", " 😀 "])
def test_edges_move_off_white_space_and_it_is_told(covered: str) -> None:
    report = Report()
    [kept], dropped = tidy(TEXT, spans_of(covered), "error", "$[1]", report)
    assert (words([kept]), dropped, kept.label) == ([covered.strip()], [], "1")
    assert report.examples["span-trimmed"][0].where == "$[1]"


def test_any_unicode_white_space_is_an_edge_and_a_score_survives_it() -> None:
    text = "\u00a0\u3000\u2028\r\nx\x85"
    trimmed = trim(text, Span(0, len(text), "A", 0.5))
    assert trimmed == Span(5, 6, "A", 0.5)


def test_a_span_of_nothing_but_white_space_is_dropped() -> None:
    report = Report()
    assert tidy("a \t\nb", [Span(1, 4, "A")], "keep", "$", report) == ([], [Span(1, 4, "A")])
    assert report.problems == {"span-blank": 1}


@pytest.mark.parametrize("start", [0, 1, 2])
def test_byte_order_marks_at_the_beginning_of_a_text_are_no_part_of_a_span(start: int) -> None:
    text = "\ufeff\ufeffAlice\ufeff"
    spans = [Span(start, 7, "A"), Span(0, 1, "B"), Span(1, 2, "C"), Span(7, 8, "D")]
    assert words(tidy(text, spans, "keep", "$", Report())[0], text) == ["Alice", "\ufeff"]


@POLICIES
def test_the_same_label_on_the_same_place_is_kept_once(overlaps: str) -> None:
    report = Report()
    spans = [*spans_of("web"), *spans_of("web"), *spans_of("prod-")]
    kept, dropped = tidy(TEXT, spans, overlaps, "$", report)  # type: ignore[arg-type]
    assert (words(kept), words(dropped)) == (["prod-", "web"], ["web"])
    assert report.problems == {"span-duplicate": 1}


def test_a_span_longer_than_azure_takes_is_dropped_once_it_is_trimmed() -> None:
    report = Report()
    text = f"  {'a' * MAX_ENTITY} {'b' * (MAX_ENTITY + 1)}"
    fits, too_long = Span(0, MAX_ENTITY + 3, "A"), Span(MAX_ENTITY + 2, len(text), "B")
    kept, dropped = tidy(text, [fits, too_long], "keep", "$", report)
    assert words(kept, text) == ["a" * 500]
    assert words(dropped, text) == ["b" * 501]
    assert report.problems == {"span-trimmed": 1, "entity-too-long": 1}
    assert tidy(text, dropped, "keep", "$", Report()) == ([], dropped)


@POLICIES
@given(labelled=labelled_texts())
def test_kept_and_dropped_account_for_every_span(
    overlaps: str, labelled: tuple[str, list[Span]]
) -> None:
    text, spans = labelled
    kept, dropped = tidy(text, spans, overlaps, "$", Report())  # type: ignore[arg-type]
    assert Counter([*kept, *dropped]) == Counter(trim(text, span) or span for span in spans)
    assert all(word == word.strip() != "" for word in words(kept, text))
    assert kept == sorted(kept, key=BY_PLACE)
    if overlaps != "keep":
        assert not [pair for pair in combinations(kept, 2) if overlap(*pair)]


@given(labelled_texts())
def test_the_longest_policy_drops_no_span_that_overlaps_nothing(
    labelled: tuple[str, list[Span]],
) -> None:
    text, spans = labelled
    kept, _ = tidy(text, spans, "longest", "$", Report())
    trimmed = {found for span in spans if (found := trim(text, span))}
    lonely = {s for s in trimmed if not any(overlap(s, o) for o in trimmed - {s})}
    assert lonely <= {*kept}


@POLICIES
@given(labelled=labelled_texts())
def test_tidying_twice_changes_nothing_more(
    overlaps: str, labelled: tuple[str, list[Span]]
) -> None:
    text, spans = labelled
    kept, _ = tidy(text, spans, overlaps, "$", Report())  # type: ignore[arg-type]
    report = Report()
    assert tidy(text, kept, overlaps, "$", report) == (kept, [])  # type: ignore[arg-type]
    assert not report.problems
