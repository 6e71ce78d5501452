"""The adapter serves under `label-studio-ml` 1.0.9, in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from backend_run import CONFIG, PROJECT
from end_to_end.environments import environment
from predict_of import ADA, ALAN, deployment

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
_SERVES = """
import json, sys
from label_studio_ml.api import init_app
from label_studio_ml.model import LabelStudioMLBase
from spanbridge.ml_backend.adapter import adapted, backend

class Model(adapted(LabelStudioMLBase)):
    pass

client = init_app(Model, model_dir=sys.argv[1]).test_client()
for path, body in json.loads(sys.argv[2]):
    answer = client.post(path, json=body)
    print(json.dumps([answer.status_code, answer.get_json()]))
backend().close()
"""


def test_the_framework_serves_predictions_of_the_adapter(tmp_path):
    python = environment("label-studio-ml", HERE / "label_studio_ml.txt") / "python"
    packages = tmp_path / "packages"
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "install"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--target", packages, ROOT], check=True
    )
    tasks = [{"id": n, "data": {"text": text}} for n, text in enumerate((ADA, "Nothing.", ALAN))]
    asked = [
        ("/setup", {"project": PROJECT, "schema": CONFIG, "hostname": "", "access_token": "x"}),
        ("/predict", {"tasks": tasks, "project": PROJECT, "label_config": CONFIG,
                      "params": {"login": None, "password": None, "context": None}}),
    ]  # fmt: skip
    with deployment(tmp_path) as azure:
        surroundings = {
            "PYTHONPATH": str(packages),
            "SPANBRIDGE_AZURE_ENDPOINT": azure.endpoint,
            "SPANBRIDGE_AZURE_KEY": azure.key,
            "SPANBRIDGE_PROJECT": "p",
            "SPANBRIDGE_DEPLOYMENT": "d",
            "SPANBRIDGE_STATE": str(tmp_path / "state"),
        }
        done = subprocess.run(
            [python, "-c", _SERVES, tmp_path, json.dumps(asked)],
            env=os.environ | surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    [setup, predicted] = [json.loads(line) for line in done.stdout.splitlines()]
    assert setup[0] == predicted[0] == 200
    words = [[one["value"]["text"] for one in r["result"]] for r in predicted[1]["results"]]
    assert words[::2] == [["Ada Lovelace", "Paris"], ["Alan Turing", "New York"]]
    assert {one["model_version"] for one in predicted[1]["results"]} == {"d@m"}
