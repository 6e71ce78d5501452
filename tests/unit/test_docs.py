"""The documentation can't lie: its commands run, its generated parts are current."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from spanbridge.bridge.cli import run

ROOT = Path(__file__).parents[2]
INCIDENTS = ROOT / "examples" / "incidents"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
BLOCK = re.compile(r"```(console|python)\n(.*?)```", re.DOTALL)


def blocks(page: Path, kind: str) -> list[str]:
    return [text for k, text in BLOCK.findall(page.read_text(encoding="utf-8")) if k == kind]


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    for name in ("export.json", "label_config.xml"):
        shutil.copy(INCIDENTS / name, tmp_path)
    shutil.copytree(ROOT / "examples" / "broken", tmp_path / "broken")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_of_a_page_run_as_they_stand(page, workplace, capsys):
    lines = [line for block in blocks(page, "console") for line in block.splitlines()]
    commands = dict.fromkeys(line[2:] for line in lines if line.startswith("$ "))
    for command in commands:
        name, *arguments = shlex.split(command)
        assert name == "spanbridge", command
        repeated = "--out" in arguments and (workplace / arguments[-1]).exists()
        assert run([*arguments, *["--force"] * repeated]) == 0, (command, capsys.readouterr())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_of_a_page_runs_as_it_stands(page, workplace):
    for number, code in enumerate(blocks(page, "python")):
        script = workplace / f"example{number}.py"
        script.write_text(code, encoding="utf-8")
        done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_a_page_lead_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "part", ["problems", "commands", "emulator", "ml_backend", "active_learning"]
)
def test_generated_parts_are_what_the_code_says(part):
    made = runpy.run_path(str(ROOT / "docs" / "generate.py"))[part]()
    file = ROOT / "docs" / f"{part.replace('_', '-')}.md"
    assert file.read_text(encoding="utf-8") == made


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_the_learning_curve_are_what_was_measured(theme):
    made = runpy.run_path(str(ROOT / "docs" / "generate.py"))["curve"](theme)
    file = ROOT / "docs" / f"learning-curve-{theme}.svg"
    assert file.read_text(encoding="utf-8") == made


def test_every_target_of_the_makefile_that_the_readme_names_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {*re.findall(r"`?make ([a-z0-9]+)", (ROOT / "README.md").read_text(encoding="utf-8"))}
    assert named
    assert all(f"\n{target}:" in makefile for target in named)
