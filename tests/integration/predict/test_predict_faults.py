"""What goes wrong on the way: nothing is billed twice, nothing is lost in silence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from predict_of import ADA, ALAN, Run, counted, deployment, fault, words
from spanbridge.bridge.azure.errors import (
    JobError,
    NotFoundError,
    RefusedError,
    UnauthorisedError,
    UncertainError,
    UnreachableError,
)

PASSING = [
    {"fault": "answer", "operation": "submit_job", "status": 429, "retryAfter": 0, "times": 2},
    {"fault": "answer", "operation": "submit_job", "status": 429, "times": 1},
    {"fault": "answer", "operation": "get_job", "status": 429, "retryAfter": 0},
    {"fault": "answer", "operation": "get_job", "status": 500, "times": 2},
    {"fault": "answer", "operation": "get_job", "status": 503, "retryAfter": 0},
    {"fault": "cut", "operation": "get_job", "times": 2},
    {"fault": "lost-answer", "operation": "get_job", "times": 2},
    {"fault": "malformed", "operation": "get_job", "times": 2},
    {"fault": "slow", "operation": "get_job", "seconds": 0.3},
]
UNCERTAIN = [
    {"fault": "lost-answer", "operation": "submit_job"},
    {"fault": "cut", "operation": "submit_job"},
    {"fault": "answer", "operation": "submit_job", "status": 500},
    {"fault": "answer", "operation": "submit_job", "status": 503, "retryAfter": 0},
    {"fault": "answer", "operation": "submit_job", "status": 504},
    {"fault": "malformed", "operation": "submit_job"},  # and without the job's address
]
ENDED = [
    {"fault": "job", "kind": "analysis", "status": "failed",
     "errors": [{"code": "InternalServerError", "message": "It broke."}]},
    {"fault": "job", "kind": "analysis", "status": "failed"},
    {"fault": "job", "kind": "analysis", "status": "cancelled"},
]  # fmt: skip


def name(fault_):
    return " ".join(str(value) for key, value in fault_.items() if key != "errors")


@pytest.mark.parametrize("passing", PASSING, ids=name)
def test_what_passes_is_waited_out_and_each_text_billed_once(passing, server, tmp_path):
    fault(server, passing)
    run = Run(server, tmp_path)
    found = run.of(ADA, ALAN)
    assert [len(words(one)) for one in found] == [2, 2]
    assert (run.sent, run.billed) == (1, 2)
    assert run.told == {}


@pytest.mark.parametrize("uncertain", UNCERTAIN, ids=name)
def test_a_call_that_may_have_been_heard_is_not_made_again_by_itself(uncertain, server, tmp_path):
    fault(server, uncertain)
    run = Run(server, tmp_path)
    found = run.of(*(f"{n}: {ADA}" for n in range(50)))
    missing = [one is None for one in found]  # of whichever of the two jobs it hit
    assert missing in ([True] * 25 + [False] * 25, [False] * 25 + [True] * 25)
    assert run.told == {"prediction-uncertain": 25}
    assert run.billed <= 50
    again = Run(server, tmp_path)
    assert all(again.of(*(f"{n}: {ADA}" for n in range(50))))
    assert (again.sent, again.billed) == (1, 25)


@pytest.mark.parametrize("ended", ENDED, ids=name)
def test_a_job_that_comes_to_nothing_is_told_and_not_sent_again(ended, server, tmp_path):
    fault(server, ended)
    run = Run(server, tmp_path)
    found = run.of(*(f"{n}: {ADA}" for n in range(30)))
    assert sum(one is None for one in found) in {5, 25}  # whichever of the two jobs it hit
    assert set(run.told) == {"prediction-failed"}
    assert run.sent == 2
    [problem, *_] = run.report.examples["prediction-failed"]
    assert ended["status"] in problem.cause
    assert all(one["message"].rstrip(".") in problem.cause for one in ended.get("errors", ()))
    again = Run(server, tmp_path)
    assert all(again.of(*(f"{n}: {ADA}" for n in range(30))))
    assert (again.sent, again.asked) == (1, 1)


def test_a_job_that_is_done_in_part_gives_what_it_has(server, tmp_path):
    fault(server, {"fault": "job", "kind": "analysis", "status": "partiallyCompleted"})
    run = Run(server, tmp_path)
    assert [len(words(one)) for one in run.of(ADA, ALAN)] == [2, 2]


def test_a_document_that_errs_is_told_with_the_services_code(server, tmp_path):
    fault(server, {"fault": "document", "id": "1", "code": "InvalidArgument", "message": "No."})
    run = Run(server, tmp_path)
    first, second, third = run.of(ADA, ALAN, ADA + ALAN)
    assert second is None
    assert first
    assert third
    [problem] = run.report.examples["prediction-refused"]
    assert "InvalidArgument" in problem.cause
    again = Run(server, tmp_path)
    assert all(again.of(ADA, ALAN, ADA + ALAN))
    assert again.billed == 1


def test_a_language_that_azure_lacks_is_told_for_its_document_alone(server, tmp_path):
    from spanbridge.converters.document import Document  # noqa: PLC0415 (beside its use)

    run = Run(server, tmp_path)
    first, second = run.of(Document(ADA, language="tlh"), Document(ADA, language="en"))
    assert first is None
    assert second
    assert "UnsupportedLanguageCode" in run.report.examples["prediction-refused"][0].cause


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"key": "wrong"}, UnauthorisedError),
        ({"deployment": "gone"}, NotFoundError),
        ({"project": "gone"}, NotFoundError),
    ],
)
def test_what_is_not_there_ends_the_run_before_anything_is_sent(given, error, server, tmp_path):
    run = Run(server, tmp_path, **given)
    with pytest.raises(error):
        run.of(ADA)
    assert run.billed == 0


def test_a_service_that_refuses_all_ends_the_run(server, tmp_path):
    fault(server, {"fault": "answer", "operation": "submit_job", "status": 400, "times": None})
    run = Run(server, tmp_path)
    with pytest.raises(RefusedError):
        run.of(*(f"{n}: {ADA}" for n in range(200)))
    assert run.told == {"prediction-refused": 50}
    assert run.billed == 0


def test_an_expired_deployment_ends_the_run(server, tmp_path):
    fault(server, {"fault": "expired-deployment", "times": None})
    with pytest.raises(JobError, match="expired"):
        Run(server, tmp_path).of(*(f"{n}: {ADA}" for n in range(200)))


def test_a_service_that_is_gone_ends_the_run_and_nothing_is_doubted(tmp_path):
    with deployment(tmp_path) as server:
        run = Run(server, tmp_path)
        run.of(ADA)
        again = Run(server, tmp_path)
        again.session.info()
    with pytest.raises((UnreachableError, UncertainError)):
        [*again.predictor.outcomes([])]


SCRIPT = """
import sys
from spanbridge.bridge.azure.predicting import predict
from spanbridge.bridge.settings import load
from spanbridge.converters.document import Document
given = dict(zip(("endpoint", "key", "state"), sys.argv[1:]), project="p", deployment="d",
             runtime_calls=60_000)
texts = (Document(f"{n}: 😀 Ada Lovelace lives in Paris.") for n in range(200))
for document in predict(texts, load(given, environment={})):
    print(len(document.spans), flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_goes_on_where_it_stopped_and_each_text_is_billed_once(how, tmp_path):
    with deployment(tmp_path, jobs="seconds:1.0") as server:
        arguments = [server.endpoint, server.key, str(tmp_path / "state")]
        before = counted(server)
        command = [sys.executable, "-c", SCRIPT, *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, **quiet) as process:
            journals = tmp_path / "state" / "predictions"
            while _begun(journals) < 4:
                time.sleep(0.01)
            os.kill(process.pid, how)
        assert process.returncode != 0
        second = Run(server, tmp_path)
        found = second.of(*(f"{n}: {ADA}" for n in range(200)))
        missing = sum(one is None for one in found)
        assert second.told == ({"prediction-uncertain": missing} if missing else {})
        assert counted(server)[2] - before[2] <= 200
        third = Run(server, tmp_path)
        found = third.of(*(f"{n}: {ADA}" for n in range(200)))
        assert [len(words(one)) for one in found] == [2] * 200
        assert third.billed == missing
        spent = (tmp_path / "state" / "ledger.jsonl").read_bytes().splitlines()
        written = sum(json.loads(line)["records"] for line in spent)
        billed = counted(server)[2] - before[2]
        assert written <= billed <= written + missing


def _begun(journals) -> int:
    """Count the jobs that are written down."""
    return sum(path.read_bytes().count(b'{"job"') for path in journals.glob("*.jsonl"))


def test_a_job_that_can_not_be_asked_for_is_not_sent_again(server, tmp_path):
    fault(server, {"fault": "answer", "operation": "get_job", "status": 500, "times": None})
    first = Run(server, tmp_path)
    assert first.of(ADA) == [None]
    assert first.told == {"prediction-uncertain": 1}
    second = Run(server, tmp_path)
    with pytest.raises(UncertainError):
        second.of(ADA)
    server.resource.faults.clear()
    third = Run(server, tmp_path)
    assert words(third.of(ADA)[0]) == [("Ada Lovelace", "Person"), ("Paris", "City")]
    assert (second.sent, third.sent) == (0, 0)


def test_a_job_that_never_ends_is_told_and_asked_for_again_and_not_sent_again(server, tmp_path):
    fault(server, {"fault": "job", "kind": "analysis", "seconds": 2.0})
    first = Run(server, tmp_path, max_wait=0.2)
    assert first.of(ADA) == [None]
    [problem] = first.report.examples["prediction-uncertain"]
    assert "still runs" in problem.cause
    second = Run(server, tmp_path)
    assert words(second.of(ADA)[0]) == [("Ada Lovelace", "Person"), ("Paris", "City")]
    assert (first.sent, second.sent) == (1, 0)
