"""No key, no token and no text is where it does not belong; tokens go over TLS alone."""

from __future__ import annotations

import json
import logging

import pytest
from azure_of import QUICK, Credential
from emulator_of import project_file, texts, write_texts
from predict_of import ADA, Run, fault, settings_for
from spanbridge.bridge.azure.authoring import TrainOptions
from spanbridge.bridge.azure.predicting import Predictor
from spanbridge.bridge.azure.session import Session
from spanbridge.bridge.cli import run
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.bridge.settings import SCOPE
from spanbridge.converters.document import Document
from spanbridge.converters.report import Report

CANARY = "Canary Zwitschervogel lives in Paris."


@pytest.mark.parametrize(
    "passing",
    [None, {"fault": "answer", "operation": "submit_job", "status": 500},
     {"fault": "job", "kind": "analysis", "status": "failed"},
     {"fault": "document"}],
)  # fmt: skip
def test_neither_the_key_nor_a_text_is_logged_told_or_kept(passing, server, tmp_path, caplog):
    for name in ("", "azure", "urllib3"):  # whatever level another test has left them at
        caplog.set_level(logging.DEBUG, name)
    if passing:
        fault(server, passing)
    one = Run(server, tmp_path)
    one.of(CANARY)
    told = [str(problem) for problems in one.report.examples.values() for problem in problems]
    logged = [record.getMessage() for record in caplog.records if record.name != "waitress"]
    kept = [path.read_text("utf-8") for path in (tmp_path / "state").rglob("*.jsonl")]
    assert logged
    assert len(kept) == 3
    for words in (*told, *logged, *kept):
        assert "Zwitschervogel" not in words
        assert server.key not in words


def test_a_key_that_is_refused_is_not_shown(server, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPANBRIDGE_AZURE_ENDPOINT", server.endpoint)
    monkeypatch.setenv("SPANBRIDGE_AZURE_KEY", "canary-key")
    (tmp_path / "a.txt").write_text(CANARY, encoding="utf-8")
    arguments = ["azure", "predict", "a.txt", "-p", "p", "--deployment", "d"]
    assert run(arguments) == 3
    shown = capsys.readouterr()
    assert "canary-key" not in shown.out + shown.err
    assert "Zwitschervogel" not in shown.out + shown.err


def test_by_token_over_tls(tmp_path):
    write_texts(tmp_path / "texts", texts())
    with AzureLanguageEmulator(storage=tmp_path, tls=True) as server:
        credential = Credential("Owner")
        settings = settings_for(server, tmp_path, key=None, ca_bundle=str(server.certificate))
        session = Session(settings, credential=credential, patience=QUICK)
        labels = json.dumps(project_file(texts())).encode()
        session.wait(session.authoring.import_labels("p", labels))
        session.wait(session.authoring.train("p", TrainOptions("m", "2022-05-01")))
        session.wait(session.authoring.deploy("p", "d", "m"))
        [found] = Predictor(session, Report()).outcomes([Document(ADA)])
        session.close()
    assert [found.document.covered(span) for span in found.document.spans] == [
        "Ada Lovelace", "Paris",
    ]  # fmt: skip
    assert credential.scopes == {SCOPE}
