"""Texts behind addresses come from a folder, by the last part of the address."""

from __future__ import annotations

from typing import Any

import pytest
from spanbridge.converters.label_studio.addresses import file_name
from spanbridge.converters.label_studio.label_config import LabelConfig
from tasks_of import covered, documents, places, region

TEXT = "😀 Alice\r\nmet Bob"
FILES = {"a.txt": TEXT.encode(), "mark.txt": b"\xef\xbb\xbf" + TEXT.encode(), "bad.txt": b"caf\xe9"}
CONFIG = LabelConfig.parse(
    '<View><Text name="t" value="$file" valueType="url"/><Labels name="label" toName="t">'
    '<Label value="Person"/></Labels></View>'
)


def fetch(name: str) -> bytes:
    if name not in FILES:
        raise FileNotFoundError(name)
    return FILES[name]


def task(address: str, *words: str, **data: Any) -> dict[str, Any]:
    result = [region(TEXT, word) | {"to_name": "t"} for word in words]
    for item in result:
        del item["value"]["text"]
    return {"data": {"file": address, **data}, "annotations": [{"result": result}]}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/data/local-files/?d=files/doc.txt", "doc.txt"),
        ("/data/local-files/?d=files%2Fdoc%201.txt", "doc 1.txt"),
        ("/data/upload/3/1a2b-doc.txt", "1a2b-doc.txt"),
        ("s3://bucket/a/b/doc.txt", "doc.txt"),
        ("gs://bucket/doc.txt", "doc.txt"),
        ("azure-blob://container/a/doc.txt", "doc.txt"),
        ("https://example.org/a/gr%C3%B6%C3%9Fe.txt?sas=a/b&d=x/y.txt#z", "größe.txt"),
        ("http://example.org:8080/doc", "doc"),
        ("doc.txt", "doc.txt"),
        ("a/b/doc.txt", "doc.txt"),
        ("https://example.org/a/%2e%2e", ""),
        ("https://example.org/..%2f..%2fsecret.txt", ""),
        ("https://example.org/..%5csecret.txt", ""),
        ("/data/local-files/?d=../..", ""),
        ("/data/local-files/?d=a%00.txt", ""),
        ("https://example.org/a/", ""),
        ("https://example.org", ""),
        ("https://[x/doc.txt", ""),
        ("", ""),
    ],
)
def test_the_last_part_of_an_address_is_a_plain_name_or_none(address: str, name: str) -> None:
    assert file_name(address) == name


@pytest.mark.parametrize("config", [None, CONFIG])
@pytest.mark.parametrize("file", ["a.txt", "mark.txt"])
def test_offsets_count_the_characters_of_the_file_without_its_mark(file: str, config: Any) -> None:
    tasks = [task(f"s3://bucket/{file}", "Alice\r\nmet", "Bob")]
    [found], report = documents(tasks, fetch=fetch, label_config=config)
    assert found.text == TEXT
    assert covered(found) == [("Person", "Alice\r\nmet"), ("Person", "Bob")]
    assert not report.problems


def test_a_configuration_says_what_is_an_address_where_it_does_not_look_like_one() -> None:
    tasks = [task("in/a.txt", "Bob")]
    [found], _ = documents(tasks, fetch=fetch, label_config=CONFIG)
    assert found.text == TEXT
    _, report = documents(tasks, label_config=CONFIG)
    assert report.problems == {"text-by-url": 1}


def test_without_a_folder_the_problem_names_the_option() -> None:
    _, report = documents([task("s3://bucket/a.txt", "Alice")])
    assert report.problems == {"text-by-url": 1}
    assert "--texts" in report.examples["text-by-url"][0].remedy


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("s3://bucket/missing.txt", "document-text-missing"),
        ("s3://bucket/bad.txt", "document-not-utf8"),
        ("s3://bucket/", "address-without-name"),
        ("https://example.org/..%2fa.txt", "address-without-name"),
        ("s3://other/a.txt", "address-ambiguous"),
    ],
)
def test_what_cannot_be_fetched_is_told_once_and_the_others_are_read(
    address: str, code: str
) -> None:
    tasks = [task("s3://bucket/a.txt", "Bob"), task(address, "Bob"), task("s3://bucket/a.txt")]
    found, report = documents(tasks, fetch=fetch, label_config=CONFIG)
    assert [covered(document) for document in found] == [[("Person", "Bob")], []]
    assert report.problems == {code: 1}
    assert places(report) == ["export.json $[1].data.file"]


def test_texts_in_the_data_are_no_addresses_even_if_there_is_a_folder() -> None:
    text = "See https://example.org/a.txt, Bob"
    inline = {"data": {"file": text}, "annotations": [{"result": [region(text, "Bob")]}]}
    [found], report = documents([inline], fetch=fetch)
    assert (found.text, covered(found)) == (text, [("Person", "Bob")])
    assert not report.problems


def test_other_addresses_of_the_data_are_left_alone() -> None:
    tasks = [task("s3://bucket/a.txt", "Bob", picture="https://example.org/p.png")]
    [found], _ = documents(tasks, fetch=fetch, label_config=CONFIG)
    assert found.source.field == "file"


@pytest.mark.parametrize("wanted", [False, True])
def test_texts_of_unlabelled_tasks_are_fetched_only_if_those_are_wanted(
    wanted: bool,
) -> None:
    unlabelled = {"data": {"file": "s3://bucket/missing.txt", "title": "A"}}
    tasks = [task("s3://bucket/a.txt", "Bob"), unlabelled]
    _, report = documents(tasks, fetch=fetch, label_config=CONFIG, include_unlabelled=wanted)
    assert [*report.problems] == ["document-text-missing" if wanted else "task-unlabelled"]
