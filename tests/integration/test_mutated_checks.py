"""Whatever a labels file has become, a check ends with findings, and a fix with a file or none."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from fixtures_of import cases
from mutations import mutated
from spanbridge.bridge.check import check, fix
from spanbridge.converters.problems import ProblemError

ROUNDS = 20


@pytest.mark.parametrize("seed", range(12))
def test_mutated_labels_files_are_checked_and_mended(seed: int, tmp_path: Path) -> None:
    for number in range(ROUNDS):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 (seeded)
        case = chance.choice(cases("azure"))
        labels, out = tmp_path / "labels.json", tmp_path / f"{number}.json"
        labels.write_bytes(mutated(case.source.read_bytes(), chance))
        texts = chance.choice([None, case.source.parent / "texts"])
        try:
            fixed = fix(labels, out, texts=texts)
        except ProblemError:
            assert not out.exists()
        except Exception as error:
            raise AssertionError(f"seed {seed}, round {number}: {error!r}") from error
        else:
            again = check(out, texts=texts).report
            assert fixed.report.problems.keys() >= again.problems.keys() - {"key-unknown"}
            assert json.loads(out.read_bytes())["assets"]["projectKind"]
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("case", cases("azure"), ids=lambda case: case.name)
def test_every_dialect_is_mended_to_what_nothing_is_wrong_with(case, tmp_path: Path) -> None:
    texts = case.source.parent / "texts"
    fixed = fix(case.source, tmp_path / "mended.json", texts=texts)
    assert not fixed.report.has_errors, fixed.report.problems
    assert not check(tmp_path / "mended.json", texts=texts).report.has_errors
