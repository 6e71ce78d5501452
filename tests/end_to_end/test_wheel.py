"""The wheel and the source distribution, installed in a bare environment, do the main job."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INCIDENTS = ROOT / "examples" / "incidents"


def run(*command: str | Path) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--retries", "8", "-q"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)
    [wheel] = folder.glob("spanbridge-*.whl")
    venv.create(folder / "environment", with_pip=True)
    python = folder / "environment" / "bin" / "python"
    constraints = ROOT / "constraints.txt"
    run(python, *pip[1:], "install", "-c", constraints, wheel)
    return python.parent


def test_an_installed_wheel_converts_there_and_back(installed, tmp_path):
    spanbridge, azure = installed / "spanbridge", tmp_path / "azure"
    export = INCIDENTS / "export.json"
    run(spanbridge, "convert", "to-azure", export, "--language", "en", "--out", azure)
    back = ["convert", "to-label-studio", azure / "labels.json", "--texts", azure / "documents"]
    run(spanbridge, *back, "--manifest", azure / "manifest.jsonl", "--out", tmp_path / "tasks")
    same = "import json, sys; a, b = (json.load(open(n)) for n in sys.argv[1:]); print(a == b)"
    assert (
        run(installed / "python", "-c", same, export, tmp_path / "tasks" / "tasks.json") == "True\n"
    )


def test_site_packages_holds_only_the_one_package(installed):
    listed = run(installed / "python", "-m", "pip", "show", "-f", "spanbridge")
    files = {line.strip().partition("/")[0] for line in listed.split("Files:")[1].splitlines()}
    assert {name for name in files if name and "dist-info" not in name} == {"..", "spanbridge"}
