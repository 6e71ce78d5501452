"""The whole life of a project: texts in a folder or in Azurite, by key or by token over TLS."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from azure_of import Credential, client, counted
from emulator_of import JOBS, NER, Rest, utf16
from end_to_end.azurite import azurite, connection_to
from end_to_end.texts import TEXTS
from fixtures_of import loaded, written
from incidents import incidents
from spanbridge import Document, diff, to_azure
from spanbridge.bridge.emulator import AzureLanguageEmulator

WAYS = [(storage, who) for storage in ("folder", "azurite") for who in ("key", "token")]
PAGE = 20
"""Documents of a job on one page of its results."""
LANGUAGES = {"en", "zh-hans", "ja"}
LONG = ("😀 Alice Miller went home.\r\n" + "Nobody knows why that is so. " * 30 + "\r\n") * 340


@pytest.fixture(scope="module")
def account(tmp_path_factory) -> Iterator[str]:
    with azurite(tmp_path_factory.mktemp("azurite")) as address:
        yield address


def task(number: int, text: str, language: str, spans: list[tuple[int, int, str]]) -> Any:
    result = [
        {"id": f"{number}-{start}", "type": "labels", "from_name": "label", "to_name": "text",
         "value": {"start": start, "end": end, "text": text[start:end], "labels": [label]}}
        for start, end, label in spans
    ]  # fmt: skip
    data = {"text": text, "lang": language}
    return {"id": number, "data": data, "annotations": [{"id": number, "result": result}]}


def tasks() -> list[Any]:
    """Make tasks: incidents in several languages, the odd texts, and one of 300,000 characters."""
    some = [one for n, one in enumerate(incidents(200)) if n < 40 or one.language != "en"]
    made = [(one.text, one.language, [*one.entities]) for one in some]
    for text, words in TEXTS.values():
        spans = [(text.index(word), text.index(word) + len(word), label) for label, word in words]
        made.append((text, "en", spans))
    names = [(found.start(), found.end(), "Person") for found in re.finditer("Alice Miller", LONG)]
    made.append((LONG, "en", names))
    return [task(number, *one) for number, one in enumerate(made, start=1)]


class Life:
    """One way of living: where the texts are, and who asks."""

    def __init__(self, storage: str, who: str, folder: Path, account: str) -> None:
        self.folder, self.who = folder, who
        (folder / "storage").mkdir()
        where = connection_to(account) if storage == "azurite" else folder / "storage"
        self.server = AzureLanguageEmulator(storage=where, tls=who == "token")
        self.given: dict[str, Any] = {"storage": str(where), "timeout": 60}
        self.container = f"life-{who}"

    def opened(self) -> Any:
        """Open the project."""
        given = dict(self.given)
        if self.who == "token":
            given |= {"key": None, "credential": Credential("Owner"),
                      "ca_bundle": str(self.server.certificate)}  # fmt: skip
        return client(self.server, self.folder, **given)

    def converted(self, name: str, source: Any) -> Path:
        """Convert tasks to a folder to push."""
        file = written(self.folder / f"{name}.json", source)
        report = to_azure(
            file, self.folder / name, project_name="people", container=self.container,
            language="en", language_field="data.lang", multilingual=True, split="80/20",
            include_unlabelled=True,
        )  # fmt: skip
        assert not report.has_errors, report.problems
        return self.folder / name


@pytest.fixture(params=WAYS, ids="-".join)
def life(request, tmp_path, account):
    found = Life(*request.param, tmp_path, account)
    with found.server:
        yield found


def test_a_project_lives_from_push_to_delete_and_each_entity_covers_its_text(life):
    all_labels = tasks()
    first = life.converted("first", all_labels)
    for one in all_labels:  # the second model learns nothing of organisations
        for answer in one["annotations"]:
            answer["result"] = [r for r in answer["result"] if r["value"]["labels"] != ["Org"]]
    second = life.converted("second", all_labels)
    with life.opened() as people:
        assert people.push(first, allow_few=True).imported
        people.train("v1")
        assert people.evaluate("v1").evaluation.f1 > 0.3
        people.deploy("v1", "production")
        people.push(second, replace=True, allow_few=True)
        people.train("v2")
        people.deploy("v2", "staging")
        before = predicted(people, "production", life.folder / "before.jsonl")
        assert_entities_are_those_of_a_plain_call(life, before)
        assert_long_text_is_found_in_whole(before)
        people.swap("production", "staging")
        after = predicted(people, "production", life.folder / "after.jsonl")
        assert {span.label for one in before for span in one.spans} >= {"Person", "Org"}
        assert "Org" not in {span.label for one in after for span in one.spans}
        found = diff(life.folder / "before.jsonl", life.folder / "after.jsonl")
        assert found.labels.removed["Org"] + found.labels.changed.get("Person", 0) > 0
        assert_labels_come_back(people, second, life.folder / "pulled")
        people.restore()
        assert_labels_come_back(people, first, life.folder / "restored")
        for name in ("production", "staging"):
            people.delete_deployment(name)
        people.delete_model("v1")
        people.delete_project()
        assert people.projects() == []
    told = counted(life.server)
    assert (told["trainings"], told["swaps"]) == (2, 1)


def predicted(people, deployment: str, file: Path) -> list[Document]:
    """Predict all texts; write what is found as `azure predict` does."""
    texts = [(f"{one['id']}", one["data"]["text"], one["data"]["lang"]) for one in tasks()]
    found = [
        *people.predict(
            (Document(text, name=name, language=language) for name, text, language in texts),
            deployment=deployment,
        )
    ]
    assert [one.text for one in found] == [text for _, text, _ in texts]
    assert {one.language for one in found} >= LANGUAGES
    spans = [[{"start": s.start, "end": s.end, "label": s.label} for s in one.spans]
             for one in found]  # fmt: skip
    lines = [json.dumps({"id": one.name, "text": one.text, "spans": s})
             for one, s in zip(found, spans, strict=True)]  # fmt: skip
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return found


def assert_entities_are_those_of_a_plain_call(life, found: list[Document]) -> None:
    """Ask again in UTF-16 units, without a line of ours, and compare units and words."""
    if life.who == "token":  # the plain client trusts no authority of its own
        return
    rest = Rest(life.server.endpoint, life.server.key)
    for start in range(0, len(found) - 1, PAGE):
        some = found[start : min(start + PAGE, len(found) - 1)]
        documents = [{"id": one.name, "text": one.text, "language": one.language} for one in some]
        parameters = {"projectName": "people", "deploymentName": "production",
                      "stringIndexType": "Utf16CodeUnit"}  # fmt: skip
        asked = {"kind": NER, "taskName": "t", "parameters": parameters}
        body = {"analysisInput": {"documents": documents}, "tasks": [asked]}
        [item] = rest.job("POST", JOBS, body)["tasks"]["items"]
        said = {one["id"]: one["entities"] for one in item["results"]["documents"]}
        for one in some:
            units = one.text.encode("utf-16-le")
            wanted = [(e["offset"], e["category"], e["text"]) for e in said[one.name]]
            assert [
                (utf16(one.text[: s.start]), s.label, one.covered(s)) for s in one.spans
            ] == wanted
            assert all(
                units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
                == e["text"]
                for e in said[one.name]
            )


def assert_long_text_is_found_in_whole(found: list[Document]) -> None:
    """Each name in 300,000 characters is found where it is, also where pieces meet."""
    long = found[-1]
    assert len(long.text) > 300_000
    words = [long.covered(span) for span in long.spans if span.label == "Person"]
    assert words == ["Alice Miller"] * LONG.count("Alice Miller")


def assert_labels_come_back(people, pushed: Path, out: Path) -> None:
    people.pull(out)
    assert diff(pushed, out).is_empty
    sent = {file.name: file.read_bytes() for file in (pushed / "documents").iterdir()}
    assert {file.name: file.read_bytes() for file in (out / "documents").iterdir()} == sent
    assert {d["location"] for d in loaded(out / "labels.json")["assets"]["documents"]} == {*sent}
