"""Labels files are read exactly: UTF-16 offsets become code points, faults have codes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from labels_of import TEXT, document, label, labels_file, read
from spanbridge.converters.problems import ProblemError
from tasks_of import covered, places

ALICE, BOB = label("Alice"), label("Bob")


def test_labels_cover_their_words_behind_characters_of_two_units() -> None:
    [found], report = read(labels_file(document(ALICE, label("👩\u200d💻 Bob"), label("😀"))))
    assert [text for _, text in covered(found)] == ["Alice", "👩\u200d💻 Bob", "😀"]
    assert found.text == TEXT
    assert not report.problems


def test_what_a_document_says_of_itself_is_read() -> None:
    [found, bare], report = read(
        labels_file(document(ALICE, dataset="Test", language="nb"), {"location": "2.txt"})
    )
    assert (found.name, found.language, found.split) == ("1.txt", "nb", "Test")
    assert (bare.language, bare.split, bare.source.annotation) == (None, None, None)
    assert report.categories == ["Person"]
    assert not report.problems


def test_what_is_unknown_in_the_file_is_passed_over() -> None:
    file = labels_file(document(ALICE | {"new": 1}, other=[]), future={"a": 1})
    [found], report = read(file)
    assert covered(found) == [("Person", "Alice")]
    assert not report.problems


def test_several_regions_of_a_document_are_read_together() -> None:
    first, second = (document(one)["entities"][0] for one in (ALICE, BOB))
    [found], report = read(labels_file(document(entities=[first, second])))
    assert [text for _, text in covered(found)] == ["Alice", "Bob"]
    assert report.problems == {"regions-several": 1}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_of_the_json_is_passed_over(mark: bytes) -> None:
    [found], _ = read(mark + json.dumps(labels_file(document(ALICE))).encode())
    assert covered(found) == [("Person", "Alice")]


@pytest.mark.parametrize("kind", ["CustomEntityRecognition", "customEntityRecognition"])
def test_the_case_of_the_kind_does_not_matter(kind: str) -> None:
    file = labels_file(document(ALICE))
    file["metadata"]["projectKind"] = kind
    assert covered(read(file)[0][0]) == [("Person", "Alice")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"offset": 1},
        {"offset": 0, "length": 1},
        {"offset": 2, "length": 500},
        {"offset": -1},
        {"offset": 500},
        {"length": 0},
        {"length": -3},
        {"offset": 2**40},
    ],
    ids=str,
)
def test_a_label_that_names_no_characters_is_left_out_alone(wrong: dict[str, int]) -> None:
    [found], report = read(labels_file(document(BOB, ALICE | wrong, ALICE)))
    assert [text for _, text in covered(found)] == ["Bob", "Alice"]
    assert report.problems == {"offset-refused": 1}
    assert places(report) == ["$.assets.documents[0].entities[0].labels[1]"]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (5, "document-malformed"),
        (document(location="missing.txt"), "document-text-missing"),
        (document(location="latin.txt"), "document-not-utf8"),
        (document(location="zero.txt"), "text-nul"),
        (document(location="1.txt"), "location-twice"),
        (document(location="../1.txt"), "location-unsafe"),
        (document(location="/etc/passwd"), "location-unsafe"),
        (document(location="a\\b.txt"), "location-unsafe"),
        (document(location="C:x.txt"), "location-unsafe"),
        (document(location=".txt"), "location-unsafe"),
        (document(location="nul.txt\0.txt"), "location-unsafe"),
        (document(location="page.html"), "location-unsafe"),
        (document(location="nul.txt"), "location-unsafe"),
        (document(location=""), "location-unsafe"),
    ],
)
def test_a_document_of_no_use_is_told_and_the_others_are_read(other: Any, code: str) -> None:
    texts = {"1.txt": TEXT, "2.txt": "Bob", "latin.txt": b"caf\xe9", "zero.txt": "a\0b"}
    [found], report = read(labels_file(document(ALICE), other), texts)
    assert covered(found) == [("Person", "Alice")]
    assert report.problems == {code: 1}
    assert places(report)[0].startswith("$.assets.documents[1]")


def test_an_undeclared_category_is_told_once_and_kept() -> None:
    [found], report = read(labels_file(document(label("Bob", "Hero"), label("Alice", "Hero"))))
    assert covered(found) == [("Hero", "Bob"), ("Hero", "Alice")]
    assert report.problems == {"category-undeclared": 1}


def test_an_unknown_dataset_is_told_and_none() -> None:
    [found], report = read(labels_file(document(ALICE, dataset="train ")))
    assert found.split is None
    assert report.problems == {"dataset-unknown": 1}


@pytest.mark.parametrize(
    ("length", "words", "problems"), [(8, "Alice", {}), (7, "lice!", {"mark-not-counted": 1})]
)
def test_a_regions_length_tells_whether_offsets_count_a_byte_order_mark(
    length: int, words: str, problems: dict[str, int]
) -> None:
    labelled = document({"category": "Person", "offset": 1, "length": 5})
    labelled["entities"][0]["regionLength"] = length
    [found], report = read(labels_file(labelled), {"1.txt": "\ufeffAlice!!"})
    assert covered(found) == [("Person", words)]
    assert report.problems == problems


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"stringIndexType": "TextElements_v8"}, "unit-unsupported"),
        ({"metadata": {"projectKind": "CustomHealthcare"}}, "kind-unsupported"),
    ],
)
def test_a_file_of_no_use_is_a_problem_with_the_file(change: Any, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read(labels_file(document(ALICE)) | change)
    assert caught.value.problem.code == code
    assert caught.value.problem.where == "labels.json"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "input-not-json"),
        (b"{", "input-not-json"),
        (b"[]", "labels-malformed"),
        (b"{}", "labels-malformed"),
        (b'{"metadata": {}}', "labels-malformed"),
        (b'{"a": "caf\xe9"}', "input-not-utf8"),
        (json.dumps(labels_file()).encode("utf-16"), "input-not-utf8"),
        (b"[" * 100_000, "input-not-json"),
    ],
)
def test_bytes_that_are_no_labels_file_are_a_problem(data: bytes, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read(data)
    assert caught.value.problem.code == code
