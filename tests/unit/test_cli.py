"""The command line: exit status, messages that say what to type next, no traceback."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from spanbridge.bridge import way
from spanbridge.bridge.cli import COMMANDS, cli, run
from spanbridge.bridge.cli.azure import COMMANDS as AZURE
from spanbridge.bridge.cli.azure import azure
from spanbridge.bridge.cli.loop import COMMANDS as LOOP
from spanbridge.bridge.cli.loop import loop

ROOT = Path(__file__).parents[2]
EXPORT = ROOT / "examples" / "incidents" / "export.json"
TO_AZURE = ["convert", "to-azure", str(EXPORT), "--language", "en"]


def commands(group: click.Group, path: tuple[str, ...] = ()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


ALL = [*commands(cli)]


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) for path, _ in ALL])
def test_every_command_and_option_has_help(path, command, capsys):
    assert run([*path, "--help"]) == 0
    assert command.help
    assert command.help in capsys.readouterr().out or "\n" in command.help
    assert [o.name for o in command.params if isinstance(o, click.Option) and not o.help] == []


@pytest.mark.parametrize(
    ("group", "table"),
    [(cli, COMMANDS), (azure, AZURE), (loop, LOOP)],
    ids=["", "azure", "loop"],
)
def test_the_table_of_commands_says_what_their_own_help_says(group, table):
    for name, (_, text) in table.items():
        command = group.get_command(click.Context(group), name)
        assert command.get_short_help_str(limit=200) == text, name


def test_done_is_status_0_and_prints_the_spans(tmp_path, capsys):
    assert run([*TO_AZURE, "--out", str(tmp_path / "out")]) == 0
    assert "ServiceName" in capsys.readouterr().out


def test_problems_are_status_1_and_told_on_standard_error(tmp_path, capsys):
    source = tmp_path / "tasks.json"
    task = {"data": {"text": "a\0b"}, "annotations": [{"result": []}]}
    source.write_text(json.dumps([task]), encoding="utf-8")
    arguments = ["convert", "to-azure", str(source), "--language", "en", "--out"]
    assert run([*arguments, str(tmp_path / "out")]) == 1
    assert "text-nul" in capsys.readouterr().err
    assert (tmp_path / "out").is_dir()
    assert run([*arguments, str(tmp_path / "strict"), "--strict"]) == 1
    assert not (tmp_path / "strict").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Usage"),
        (["conver"], "No such command"),
        (["convert", "to-azure", "missing.json", "--out", "o"], "does not exist"),
        ([*TO_AZURE, "--out", "o", "--split", "80/30"], "add to 100"),
        ([*TO_AZURE, "--out", "o", "--project-name", "a b"], "no project name"),
        ([*TO_AZURE[:3], "--out", "o"], "--language-field"),
        (["show", str(EXPORT), "-n", "0"], "-n"),
    ],
)
def test_wrong_use_is_status_2_and_says_what_to_type(
    arguments, message, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    assert message in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_an_existing_output_is_kept_unless_forced(tmp_path, capsys):
    arguments = [*TO_AZURE, "--out", str(tmp_path / "out")]
    assert run(arguments) == 0
    assert run(arguments) == 2
    assert "--force" in capsys.readouterr().err
    assert run([*arguments, "--force"]) == 0


def test_json_prints_the_report_and_nothing_else(tmp_path, capsys):
    assert run([*TO_AZURE, "--out", str(tmp_path / "out"), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report == json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert sum(report["documents"].values()) == 200


def test_an_interrupt_is_status_130_and_leaves_nothing(tmp_path, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(way.OutputFolder, "write", interrupted)
    assert run([*TO_AZURE, "--out", str(tmp_path / "out")]) == 130
    assert "nothing was written" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_a_fault_of_ours_is_owned_up_to_without_a_traceback(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(way, "Report", lambda: 1 / 0)
    assert run([*TO_AZURE, "--out", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    assert "SPANBRIDGE_DEBUG" in told
    assert "Traceback" not in told


def test_standard_input_is_read(tmp_path):
    spanbridge = shutil.which("spanbridge", path=str(Path(sys.executable).parent))
    assert spanbridge
    command = [spanbridge, *TO_AZURE[:2], "-", *TO_AZURE[3:], "--out", str(tmp_path / "out")]
    with EXPORT.open("rb") as file:
        done = subprocess.run(command, stdin=file, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "stdin $[200]" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_fault():
    show = [sys.executable, "-m", "spanbridge.bridge.cli", "show", str(EXPORT), "-n", "200"]
    with subprocess.Popen(show, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_show_marks_spans_and_hides_what_could_steer_a_terminal(tmp_path, capsys):
    source = tmp_path / "tasks.json"
    value = {"start": 6, "end": 9, "text": "Bob", "labels": ["Person"]}
    region = {"type": "labels", "from_name": "l", "to_name": "t", "value": value}
    task = {"id": 1, "data": {"t": "\x1b[2J😀 Bob"}, "annotations": [{"result": [region]}]}
    source.write_text(json.dumps([task]), encoding="utf-8")
    assert run(["show", str(source)]) == 0
    assert "␛[2J😀 [Bob|Person]" in capsys.readouterr().out
