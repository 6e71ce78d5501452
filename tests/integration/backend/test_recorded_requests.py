"""What Label Studio 1.23.2 was recorded to send is answered as it expects."""

from __future__ import annotations

from pathlib import Path

import pytest
from backend_run import words
from fixtures_of import loaded

RECORDED = sorted((Path(__file__).parent / "recorded").glob("*.json"))
INTERACTIVE = next(file for file in RECORDED if file.stem == "predict-interactive")


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_a_recorded_request_is_answered(file, client):
    sent = loaded(file)
    client.headers = sent["headers"]
    answer = client.call(sent["method"], sent["path"], sent["body"])
    assert answer.status_code == 200, answer.text
    if sent["path"] == "/setup":
        assert answer.json()["model_version"] == "d@m"
    if sent["path"] == "/predict":
        results = answer.json()["results"]
        assert len(results) == len(sent["body"]["tasks"])
        assert all(isinstance(one["result"], list) for one in results)


def test_interactive_suggestions_leave_alone_what_is_drawn(client):
    sent = loaded(INTERACTIVE)["body"]
    [task] = sent["tasks"]
    task["data"]["text"] = "😀 Ada Lovelace lives in Paris."
    [alone] = client.results(task)
    [beside] = client.results(task, context=sent["params"]["context"])
    assert words(alone) == [("Ada Lovelace", "Person"), ("Paris", "City")]
    assert words(beside) == [("Paris", "City")]
