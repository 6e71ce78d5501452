"""The options of reading reach the reader from the command line and from Python alike."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fixtures_of import case, covered, written
from spanbridge import OptionError, to_azure
from spanbridge.bridge.cli import run
from spanbridge.bridge.reading import read_options

SEVERAL = case("label-studio", "several-annotators/source").source
PREDICTED = case("label-studio", "predictions/source").source
BY_URL = case("label-studio", "by-url/source").source
OLD = case("label-studio", "old-units/source").source
CSV = case("label-studio", "plain/source-csv").source


def documents(out: Path) -> dict[str, list[tuple[str, str]]]:
    return covered(out / "labels.json", out / "documents")


@pytest.mark.parametrize(
    ("source", "arguments", "options"),
    [
        (SEVERAL, ["--annotations", "by:2"], {"annotations": "by:2"}),
        (SEVERAL, ["--annotations", "all"], {"annotations": "all"}),
        (SEVERAL, ["--annotations", "consensus"], {"annotations": "consensus"}),
        (SEVERAL, ["--accept", "reviewed:2"], {"accept": "reviewed:2"}),
        (SEVERAL, ["--include-unlabelled"], {"include_unlabelled": True}),
        (PREDICTED, ["--from-predictions"], {"from_predictions": True}),
        (PREDICTED, ["--from-predictions", "crf-0"], {"from_predictions": "crf-0"}),
        (OLD, ["--offset-unit", "code-points"], {"offset_unit": "code-points"}),
        (BY_URL, ["--texts", str(BY_URL.parent / "texts")], {"texts": BY_URL.parent / "texts"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_command_and_function_do_the_same(
    source: Path, arguments: list[str], options: Any, tmp_path: Path
) -> None:
    there = tmp_path / "command"
    command = ["convert", "to-azure", str(source), "--language", "en", "--out", str(there)]
    run([*command, *arguments])
    to_azure(source, tmp_path / "function", language="en", **options)
    to_azure(source, tmp_path / "plain", language="en")
    assert documents(there) == documents(tmp_path / "function")
    assert documents(there) != documents(tmp_path / "plain")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"annotations": "newest"}, "by:ANNOTATOR"),
        ({"accept": "robots"}, "reviewed:NAME"),
        ({"offset_unit": "bytes"}, "code-points"),
    ],
)
def test_a_value_that_there_is_not_is_refused(options: Any, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        read_options(options)


@pytest.mark.parametrize("option", ["--annotations", "--accept", "--offset-unit"])
def test_the_command_says_which_values_there_are(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["convert", "to-azure", str(SEVERAL), "--language", "en", "--out"]
    assert run([*command, str(tmp_path / "out"), option, "nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("source", [CSV, OLD], ids=["a table", "old offsets"])
def test_standard_input_may_be_of_any_dialect(source: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "spanbridge.bridge.cli", "convert", "to-azure", "-"]
    with source.open("rb") as file:
        subprocess.run(
            [*command, "--language", "en", "--out", tmp_path / "out"], stdin=file, check=True,
            capture_output=True,
        )  # fmt: skip
    to_azure(source, tmp_path / "file", language="en")
    assert documents(tmp_path / "out") == documents(tmp_path / "file")


def test_no_text_outside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    addresses = [
        "s3://b/..%2fsecret.txt",
        "s3://b/../secret.txt",
        "/data/local-files/?d=../secret.txt",
    ]
    tasks = [{"data": {"url": a}, "annotations": [{"result": []}]} for a in addresses]
    source = written(tmp_path / "tasks.json", tasks)
    report = to_azure(source, tmp_path / "out", language="en", texts=tmp_path / "texts")
    assert not report.documents
    assert report.problems == {
        "address-without-name": 1,
        "document-text-missing": 1,
        "address-ambiguous": 1,
    }
