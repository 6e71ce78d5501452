"""`azure predict`, `azure evaluate` and `cost` from the command line, over real HTTP."""

from __future__ import annotations

import io
import json
import sys

import pytest
from emulator_of import texts
from predict_of import ADA, ALAN, deployment, fault
from spanbridge.bridge.cli import run


@pytest.fixture(autouse=True)
def place(server, tmp_path, monkeypatch):
    """Work in an empty folder whose settings lead to the service."""
    for name in ("AZURE_LANGUAGE_ENDPOINT", "AZURE_LANGUAGE_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SPANBRIDGE_AZURE_ENDPOINT", server.endpoint)
    monkeypatch.setenv("SPANBRIDGE_AZURE_KEY", server.key)
    monkeypatch.setenv("SPANBRIDGE_AUTHORING_POSTS", "60000")
    monkeypatch.setenv("SPANBRIDGE_STORAGE", str(server.options.storage))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spanbridge.toml").write_text('project = "p"\ndeployment = "d"\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text(ADA, encoding="utf-8")
    return tmp_path


def test_a_table_shows_what_was_found(capsys):
    assert run(["azure", "predict", "a.txt"]) == 0
    shown = capsys.readouterr()
    assert "Ada Lovelace" in shown.out
    assert "1 text records to be billed: no price is given" in shown.err


def test_tasks_are_written_with_predictions(place):
    (place / "t.json").write_text(json.dumps([{"id": 3, "data": {"text": ALAN}}]), encoding="utf-8")
    assert run(["azure", "predict", "t.json", "a.txt", "--out", "o.json"]) == 0
    first, second = json.loads((place / "o.json").read_bytes())
    assert first["id"] == 3
    assert second["data"]["text"] == ADA
    for task in (first, second):
        for one in task["predictions"][0]["result"]:
            value = one["value"]
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
            assert 0 < one["score"] <= 1


def test_standard_input_gives_lines_on_standard_output(capsysbinary, monkeypatch):
    lines = f"{json.dumps({'id': 1, 'text': ADA})}\n{json.dumps({'id': 2, 'text': ALAN})}\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    assert run(["azure", "predict", "-", "--as", "lines"]) == 0
    found = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [one["id"] for one in found] == ["1", "2"]
    assert [one["text"] for one in found[1]["spans"]] == ["Alan Turing", "New York"]


def test_what_could_not_be_predicted_is_told_and_makes_the_status_1(server, place, capsys):
    fault(server, {"fault": "document", "code": "InvalidArgument", "message": "No."})
    (place / "b.txt").write_text(ALAN, encoding="utf-8")
    assert run(["azure", "predict", "a.txt", "b.txt", "--out", "o.jsonl", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["documents"], told["predicted"]) == (2, 1)
    assert [one["code"] for one in told["problems"]] == ["prediction-refused"]
    [line] = (place / "o.jsonl").read_bytes().splitlines()
    assert json.loads(line)["id"] == "b.txt"


def test_an_output_that_is_there_is_kept_unless_forced(place):
    (place / "o.jsonl").write_text("mine", encoding="utf-8")
    arguments = ["azure", "predict", "a.txt", "--out", "o.jsonl"]
    assert run(arguments) == 2
    assert (place / "o.jsonl").read_text("utf-8") == "mine"
    assert run([*arguments, "--force"]) == 0
    assert "Ada" in (place / "o.jsonl").read_text("utf-8")


def test_a_run_that_fails_leaves_no_output_and_says_so(server, place):
    fault(server, {"fault": "answer", "operation": "submit_job", "status": 403, "times": None})
    assert run(["azure", "predict", "a.txt", "--out", "o.json"]) == 3
    assert not (place / "o.json").exists()
    assert [path.name for path in place.glob(".spanbridge-*")] == []


def test_past_the_budget_it_stops_before_anything_is_sent(server, place, capsys):
    with (place / "spanbridge.toml").open("a", encoding="utf-8") as file:
        file.write('[prices]\ncurrency = "EUR"\ntext_records = 2000\n[budget]\nrun = 1\n')
    before = server.resource.counters.shape()["textRecords"]
    assert run(["azure", "predict", "a.txt"]) == 1
    assert "the budget run leaves 1.00 EUR" in " ".join(capsys.readouterr().err.split())
    assert server.resource.counters.shape()["textRecords"] == before


def test_cost_counts_and_prices_a_source(place, capsys):
    with (place / "spanbridge.toml").open("a", encoding="utf-8") as file:
        file.write('[prices]\ncurrency = "EUR"\ndate = 2026-11-01\ntext_records = 5\n')
    (place / "b.txt").write_text("a" * 1_500, encoding="utf-8")
    assert run(["cost", "predict", "a.txt", "b.txt", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["records"], found["amount"], found["currency"]) == (3, 0.015, "EUR")
    assert run(["cost", "train", "."]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "cost: no price is given" in shown


def test_cost_of_a_folder_counts_its_texts_byte_for_byte(place, capsys):
    (place / "azure" / "documents").mkdir(parents=True)
    (place / "azure" / "documents" / "1.txt").write_bytes("a\r\n😀".encode())
    assert run(["cost", "train", "azure", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["characters"] == 5


def test_cost_of_nothing_is_told(place, capsys):
    (place / "empty").mkdir()
    assert run(["cost", "train", "empty"]) == 1
    assert "folder-without-texts" in capsys.readouterr().err


def test_an_evaluation_is_held_against_the_bar(capsys):
    assert run(["azure", "evaluate", "--model", "m", "--min-f1", "0.5"]) == 0
    shown = capsys.readouterr().out
    assert "Person" in shown
    assert "at or above the bar of 0.50" in shown
    assert run(["azure", "evaluate", "--model", "gone"]) == 3


def test_an_evaluation_below_the_bar_is_status_1_and_shows_its_mistakes(
    tmp_path, monkeypatch, capsys
):
    from emulator_of import project_file  # noqa: PLC0415 (beside its use)

    labelled = {name: (text, spans if n % 7 % 2 else spans[:1])
                for n, (name, (text, spans)) in enumerate(texts().items())}  # fmt: skip
    with deployment(tmp_path, project_file(labelled)) as server:
        monkeypatch.setenv("SPANBRIDGE_AZURE_ENDPOINT", server.endpoint)
        monkeypatch.setenv("SPANBRIDGE_AZURE_KEY", server.key)
        monkeypatch.setenv("SPANBRIDGE_STORAGE", str(tmp_path))
        monkeypatch.chdir(tmp_path)
        arguments = ["azure", "evaluate", "-p", "p", "--model", "m"]
        assert run([*arguments, "--min-f1", "1", "--html", "r.html"]) == 1
        shown = capsys.readouterr().out
        assert "below the bar of 1.00" in shown
        assert "City" in (tmp_path / "r.html").read_text("utf-8")
        assert run([*arguments, "--no-text", "--html", "s.html", "--json"]) == 0
        assert ".txt" not in capsys.readouterr().out
        assert ".txt" not in (tmp_path / "s.html").read_text("utf-8")
        monkeypatch.delenv("SPANBRIDGE_STORAGE")
        assert run(arguments) == 0
        assert "without their texts" in capsys.readouterr().err
