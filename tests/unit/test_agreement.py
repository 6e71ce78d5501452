"""Agreement between annotators: pairwise F1, exact and overlapping, and where they differ."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from changes import region
from fixtures_of import case, written
from hypothesis import given
from hypothesis import strategies as st
from spanbridge import ProblemError, agreement_of
from spanbridge.bridge.cli import agreement_table
from spanbridge.bridge.reading import OptionError
from spanbridge.converters.agreement import Agreement, Compared, Score
from spanbridge.converters.document import Span
from strategies import spans_on

TEXT = "Alice Smith met Bob in Oslo"
ALICE, SMITH, BOB = Span(0, 5, "Person"), Span(0, 11, "Person"), Span(16, 19, "Person")
OSLO = Span(23, 27, "Place")


def agreement(*texts: dict[str, list[Span]], most: int = 100) -> Agreement:
    made = Agreement(most)
    for number, answers in enumerate(texts):
        made.add(Compared(f"$[{number}]", TEXT, answers))
    return made


def test_the_same_spans_agree_fully_and_differ_nowhere() -> None:
    made = agreement({"1": [ALICE, OSLO], "2": [OSLO, ALICE]})
    assert made.overall == Score(4, 1.0, 1.0)
    assert made.categories == {"Person": Score(2, 1.0, 1.0), "Place": Score(2, 1.0, 1.0)}
    assert made.differences == []


def test_f1_is_twice_what_both_have_by_all_that_either_has() -> None:
    made = agreement({"1": [ALICE, BOB, OSLO], "2": [BOB, OSLO]})
    assert made.overall == Score(5, 4 / 5, 4 / 5)
    assert made.categories["Person"] == Score(3, 2 / 3, 2 / 3)


def test_overlapping_spans_agree_in_part() -> None:
    assert agreement({"1": [ALICE], "2": [SMITH]}).overall == Score(2, 0.0, 1.0)


def test_touching_spans_and_other_labels_do_not_agree() -> None:
    assert agreement({"1": [ALICE], "2": [Span(5, 11, "Person")]}).overall.overlapping == 0
    assert agreement({"1": [ALICE], "2": [Span(0, 5, "Place")]}).overall.overlapping == 0


def test_three_annotators_are_three_pairs() -> None:
    made = agreement({"1": [ALICE], "2": [ALICE], "3": []})
    assert made.pairs == {
        ("1", "2"): Score(2, 1.0, 1.0),
        ("1", "3"): Score(1, 0.0, 0.0),
        ("2", "3"): Score(1, 0.0, 0.0),
    }
    assert made.overall == Score(4, 0.5, 0.5)


def test_two_who_find_nothing_are_a_pair_without_a_score() -> None:
    made = agreement({"1": [], "2": []})
    assert (made.texts, made.overall) == (1, Score(0, None, None))
    assert made.pairs == {("1", "2"): Score(0, None, None)}


def test_one_answer_compares_nothing() -> None:
    assert agreement({"1": [ALICE]}, {}).texts == 0


def test_a_span_given_twice_counts_once() -> None:
    assert agreement({"1": [ALICE, ALICE], "2": [ALICE]}).overall == Score(2, 1.0, 1.0)


def test_a_difference_says_who_has_it_and_what_the_others_have_there() -> None:
    made = agreement({"ann": [SMITH], "bea": [ALICE, OSLO], "cem": [SMITH, OSLO]})
    found = {(d.text, d.label): (d.by, d.others) for d in made.differences}
    assert found == {
        ("Alice", "Person"): (
            ["bea"],
            {"ann": [("Person", "Alice Smith")], "cem": [("Person", "Alice Smith")]},
        ),
        ("Alice Smith", "Person"): (["ann", "cem"], {"bea": [("Person", "Alice")]}),
        ("Oslo", "Place"): (["bea", "cem"], {"ann": []}),
    }


def test_differences_are_all_counted_and_the_first_listed() -> None:
    made = agreement(*[{"1": [ALICE, BOB], "2": []}] * 3, most=4)
    assert (made.differing, len(made.differences)) == (6, 4)
    assert [d.place for d in made.differences] == ["$[0]", "$[0]", "$[1]", "$[1]"]


@given(st.lists(spans_on("Hello 😀 World"), min_size=2, max_size=4))
def test_scores_are_what_counting_by_hand_gives(answers: list[list[Span]]) -> None:
    made = Agreement()
    made.add(Compared("$", "Hello 😀 World", {str(n): a for n, a in enumerate(answers)}))
    exact = overlapping = total = 0
    for one, other in combinations([{(s.start, s.end, s.label) for s in a} for a in answers], 2):
        total += len(one) + len(other)
        exact += 2 * len(one & other)
        for mine, theirs in ((one, other), (other, one)):
            overlapping += sum(
                any({*range(*m[:2])} & {*range(*t[:2])} and m[2] == t[2] for t in theirs)
                for m in mine
            )
    if total:
        assert made.overall == Score(total, exact / total, overlapping / total)
    assert all(0 <= (s.exact or 0) <= (s.overlapping or 0) <= 1 for s in made.categories.values())


def export(folder: Path, *answers: tuple[Any, list[dict[str, Any]]]) -> Path:
    annotations = [
        {"completed_by": who, "updated_at": f"2026-01-0{n + 1}", "result": result}
        for n, (who, result) in enumerate(answers)
    ]
    task = {"id": 1, "data": {"text": TEXT}, "annotations": annotations}
    return written(folder / "export.json", [task])


BY_NAME = {"Alice": region("a", TEXT, "Alice", "Person"), "Bob": region("b", TEXT, "Bob", "Person")}


def test_annotators_of_an_export_are_compared_by_id_or_email(tmp_path: Path) -> None:
    ann = {"id": 7, "email": "ann@example.com"}
    source = export(tmp_path, (ann, [BY_NAME["Alice"]]), (8, [BY_NAME["Alice"]]))
    assert agreement_of(source).pairs == {("8", "ann@example.com"): Score(2, 1.0, 1.0)}


def test_the_latest_answer_of_each_annotator_is_compared(tmp_path: Path) -> None:
    answers = (7, [BY_NAME["Bob"]]), (7, [BY_NAME["Alice"]]), (8, [BY_NAME["Alice"]])
    assert agreement_of(export(tmp_path, *answers)).overall == Score(2, 1.0, 1.0)


def test_annotations_of_nobody_are_compared_as_they_stand(tmp_path: Path) -> None:
    made = agreement_of(export(tmp_path, (None, [BY_NAME["Bob"]]), (None, [])))
    assert [*made.pairs] == [("annotation 0", "annotation 1")]


@pytest.mark.parametrize("stem", ["source", "source-min", "source-blobs"])
def test_all_dialects_of_an_export_can_be_compared(stem: str) -> None:
    made = agreement_of(case("label-studio", f"several-annotators/{stem}").source)
    assert made.texts >= 4
    assert json.loads(json.dumps(made.as_dict()))["texts"] == made.texts


def test_problems_of_reading_are_counted_and_options_reach_the_reader(tmp_path: Path) -> None:
    wrong = {**BY_NAME["Bob"], "value": {**BY_NAME["Bob"]["value"], "text": "Zoë"}}
    source = export(tmp_path, (7, [BY_NAME["Alice"], wrong]), (8, [BY_NAME["Alice"]]))
    made = agreement_of([source, source])
    assert (made.texts, made.problems) == (2, {"text-mismatch": 2})
    assert agreement_of(source, accept="reviewed").texts == 0
    with pytest.raises(OptionError):
        agreement_of(source, accept="robots")
    with pytest.raises(ProblemError):
        agreement_of(tmp_path / "missing.json")


def test_the_table_shows_scores_pairs_and_differences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = (7, [BY_NAME["Alice"]]), (8, [BY_NAME["Alice"], BY_NAME["Bob"]]), (9, [])
    agreement_table.show_agreement(agreement_of(export(tmp_path, *answers)), shown=1)
    shown = capsys.readouterr().out
    assert "texts compared: 1" in shown
    assert "0.333" in shown
    assert "7 and 8" in shown
    assert "Alice is Person for 7, 8; 9: nothing" in shown
    assert "more differences: 1" in shown


def test_the_table_says_so_where_there_is_nothing_to_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agreement_table.show_agreement(agreement_of(export(tmp_path, (7, []))))
    assert "nothing to compare" in capsys.readouterr().out
