"""Texts, JSON Lines and tasks are told apart by their beginnings, and read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.azure.predicting_inputs import InputOptions, entries
from spanbridge.converters.label_studio.label_config import LabelConfig
from spanbridge.converters.problems import ProblemError
from spanbridge.converters.report import Report
from strategies import texts
from tasks_of import ALICE, region, task


def read(folder, content, name="input", **options):
    """Read a file; return the texts with their names and languages, and what was told."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    report = Report()
    found = [*entries([path], InputOptions(**options), report)]
    documents = [one for entry in found for one in entry.documents]
    return [(d.text, d.name, d.language) for d in documents], dict(report.problems), found


def test_a_text_is_a_document_byte_for_byte(tmp_path):
    found, told, _ = read(tmp_path, "One\r\ntwo 😀\n", "a.txt")
    assert found == [("One\r\ntwo 😀\n", "a.txt", None)]
    assert told == {}


@pytest.mark.parametrize("content", ['{"data": 1}', "[1]", "just words"])
def test_a_text_by_its_name_is_one_whatever_it_begins_with(tmp_path, content):
    assert read(tmp_path, content, "a.TXT")[0] == [(content, "a.TXT", None)]


def test_a_byte_order_mark_of_a_file_is_not_its_text(tmp_path):
    assert read(tmp_path, b"\xef\xbb\xbfHi", "a.txt")[0] == [("Hi", "a.txt", None)]


@pytest.mark.parametrize(
    ("content", "code"), [(b"\xff\xfe", "input-not-utf8"), (b"a\0b", "text-nul")]
)
def test_a_text_that_is_none_is_told(tmp_path, content, code):
    with pytest.raises(ProblemError, match=code):
        read(tmp_path, content, "a.txt")


@given(st.lists(texts(1, 5), min_size=1, max_size=4))
def test_lines_are_documents_with_their_ids_and_languages(tmp_path, made):
    lines = [{"id": n, "text": text, "language": "de"} for n, text in enumerate(made)]
    content = "\n".join(json.dumps(line) for line in lines)
    found, told, _ = read(tmp_path, content, "a.jsonl", language="fr")
    assert found == [(text, str(n), "de") for n, text in enumerate(made)]
    assert told == {}


def test_a_line_that_is_no_document_is_told_with_its_place(tmp_path):
    content = '{"text": "a"}\n{"text": 5}\n{"words": "b"}\n{"text": "a\\u0000b"}\n[]\n{"text": "c"}'
    found, told, _ = read(tmp_path, content, language="fr")
    assert found == [("a", "", "fr"), ("c", "", "fr")]
    assert told == {"document-malformed": 4}


def test_tasks_are_read_without_their_labels(tmp_path):
    found, told, [entry] = read(tmp_path, json.dumps([ALICE | {"id": 7}]))
    assert found == [("Alice left", "task-7-text.txt", None)]
    assert told == {}
    assert entry.documents[0].spans == ()
    assert json.loads(entry.kept)["annotations"] == ALICE["annotations"]


def test_tasks_on_lines_and_alone_are_tasks(tmp_path):
    lines = f"{json.dumps(ALICE)}\n{json.dumps(ALICE)}"
    assert len(read(tmp_path, lines)[0]) == 2
    assert len(read(tmp_path, json.dumps(ALICE, indent=1))[0]) == 1


def test_labels_that_are_wrong_do_not_matter_here(tmp_path):
    wrong = task("Alice left", region("Alice left", "Alice", start=90, end=95))
    assert read(tmp_path, json.dumps([wrong]))[1] == {}


def test_tasks_without_a_text_are_told_and_kept(tmp_path):
    found, told, [first, second] = read(tmp_path, json.dumps([task(" "), task("Bob left")]))
    assert [text for text, _, _ in found] == ["Bob left"]
    assert told == {"text-empty": 1}
    assert first.documents == ()
    assert first.kept
    assert second.documents


def test_languages_of_tasks_are_theirs_else_the_one_given_else_none(tmp_path):
    tasks = [task("a", lang={"code": "de"}), task("b")]
    content = json.dumps(tasks)
    field = {"language_field": "data.lang.code"}
    assert [one[2] for one in read(tmp_path, content, **field)[0]] == ["de", None]
    assert [one[2] for one in read(tmp_path, content, language="fr", **field)[0]] == ["de", "fr"]
    brought = json.dumps([task("a", azure={"language": "es"})])
    assert [one[2] for one in read(tmp_path, brought, language="fr")[0]] == ["es"]


def test_a_configuration_says_which_fields_are_texts(tmp_path):
    config = LabelConfig.parse(
        '<View><Text name="t" value="$body"/><Labels name="l" toName="t"><Label value="A"/>'
        "</Labels></View>"
    )
    content = json.dumps([{"data": {"body": "Bob", "title": "x"}}])
    assert read(tmp_path, content, label_config=config)[0] == [("Bob", "", None)]
    with pytest.raises(ProblemError, match="text-field-ambiguous"):
        read(tmp_path, content)


def test_several_files_come_in_their_order(tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    found = entries([tmp_path / "b.txt", tmp_path / "a.txt"], InputOptions(), Report())
    assert [entry.documents[0].text for entry in found] == ["b.txt", "a.txt"]


def test_a_line_longer_than_what_is_looked_at_first_is_read(tmp_path):
    text = "a" * 100_000
    assert read(tmp_path, json.dumps({"id": 1, "text": text}))[0] == [(text, "1", None)]
