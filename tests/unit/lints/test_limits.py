"""Limits, contradictions and counts are told from the documents alone, whatever their format."""

from __future__ import annotations

import pytest
from spanbridge.converters.document import Document, Source, Span
from spanbridge.converters.lints import Lints, Mark, Subject
from spanbridge.converters.lints.edges import is_inside_word
from spanbridge.converters.report import Report


def seen(*subjects: Subject, declared: tuple[str, ...] = ()) -> dict[str, int]:
    """Look at documents; return how often each problem was told."""
    report = Report("check")
    lints = Lints(report)
    for subject in subjects:
        lints.see(subject)
    lints.finish("$", [*declared])
    return dict(report.problems)


def subject(text: str | None, *marks: tuple[int, int, str], name: str = "1.txt") -> Subject:
    """Make a document to look at."""
    return Subject("$", name, text, [Mark(*mark, "$.label") for mark in marks])


@pytest.mark.parametrize(("length", "told"), [(500, False), (501, True)])
def test_a_label_of_more_than_five_hundred_characters_is_told(length: int, told: bool) -> None:
    assert ("label-too-long" in seen(subject("a" * 501, (0, length, "A")))) == told
    assert ("label-too-long" in seen(subject(None, (0, length, "A")))) == told


@pytest.mark.parametrize(("text", "told"), [("😀" * 64_000, False), ("😀" * 64_000 + "a", True)])
def test_the_length_of_a_text_counts_utf16_units(text: str, told: bool) -> None:
    assert ("document-too-long" in seen(subject(text))) == told


def test_labels_that_touch_do_not_overlap() -> None:
    assert (
        not {"labels-overlap", "label-twice"} & seen(subject("ab", (0, 1, "A"), (1, 2, "A"))).keys()
    )


def test_one_stretch_with_two_labels_overlaps_and_is_not_there_twice() -> None:
    found = seen(subject("ab", (0, 1, "A"), (0, 1, "B")))
    assert found["labels-overlap"] == 1
    assert "label-twice" not in found


def test_more_than_two_hundred_categories_are_told() -> None:
    names = tuple(f"c{n}" for n in range(201))
    assert "categories-many" in seen(declared=names)
    assert "categories-many" not in seen(declared=names[:200])


def test_more_than_a_hundred_thousand_documents_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spanbridge.converters.lints.collection.MOST_DOCUMENTS", 2)
    documents = [subject(f"text {n}", name=f"{n}.txt") for n in range(3)]
    assert "documents-many" in seen(*documents)
    assert "documents-many" not in seen(*documents[:2])


def test_the_parts_of_a_split_are_compared_only_if_there_are_some() -> None:
    train, test = (
        Document("a b", (Span(0, 1, label),), f"{split}.txt", split=split)
        for split, label in (("Train", "A"), ("Test", "B"))
    )
    assert seen(Subject.of(train), Subject.of(test))["part-lacks-category"] == 2
    assert "part-lacks-category" not in seen(Subject.of(train))


def test_the_same_words_with_one_label_are_no_contradiction() -> None:
    one, two = (subject(f"Bob {n}", (0, 3, "A"), name=f"{n}.txt") for n in range(2))
    assert "phrase-two-ways" not in seen(one, two)
    other = subject("Bob 3", (0, 3, "B"), (0, 3, "C"), name="3.txt")
    assert seen(one, two, other)["phrase-two-ways"] == 1


@pytest.mark.parametrize(
    ("text", "place", "inside"),
    [
        ("Alice", 0, False),
        ("Alice", 5, False),
        ("Alice", 2, True),
        ("A lice", 1, False),
        ("O'Neil", 1, False),
        ("x86", 1, True),
        ("東京都", 1, False),
        ("ภาษาไทย", 2, False),
        ("Grüße", 3, True),
        ("😀Bob", 1, False),
        ("مرحبا", 2, True),
    ],
)
def test_words_are_told_by_letters_and_digits_where_scripts_have_spaces(
    text: str, place: int, inside: bool
) -> None:
    assert is_inside_word(text, place) == inside


def test_an_edge_inside_a_word_is_shown_with_the_rest_of_the_word() -> None:
    report = Report("check")
    Lints(report).see(subject("met Alicey now", (4, 9, "A")))
    assert "'[Alice]y'" in report.examples["edge-inside-word"][0].cause


def test_a_documents_own_categories_count_as_examples() -> None:
    found = Subject.of(
        Document("a", name="1.txt", categories=("Fire",), source=Source(annotation=0))
    )
    assert seen(found)["examples-few"] == 1
