"""Whatever bytes come in, a result or a coded problem comes out, and half an output never."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures_of import case, cases, texts_of
from mutations import MUTATIONS, mutated
from spanbridge.bridge.convert import to_azure, to_label_studio
from spanbridge.converters.label_studio.annotations import POLICIES
from spanbridge.converters.problems import ProblemError
from spanbridge.converters.report import Report

EXPORTS = cases("label-studio")
JSON_EXPORTS = [c for c in EXPORTS if c.source.suffix == ".json"]
TABLES = [c for c in EXPORTS if c.source.suffix in (".csv", ".tsv")]
FOLDERS = [c for c in EXPORTS if c.source.is_dir()]
SEEDS = range(12)
ROUNDS = 20
READINGS: dict[str, list[Any]] = {
    "language": ["en-us"],
    "annotations": [*POLICIES, "by:1"],
    "accept": ["human", "all", "reviewed", "reviewed:1"],
    "offset_unit": ["auto", "auto", "utf-16"],
    "from_predictions": [None, None, None, True],
    "include_unlabelled": [False, True],
}


@pytest.mark.parametrize("seed", SEEDS)
def test_mutated_exports(seed: int, tmp_path: Path) -> None:
    def run(folder: Path, chance: random.Random) -> Report:
        source = chance.choice(JSON_EXPORTS).source
        (folder / "export.json").write_bytes(mutated(source.read_bytes(), chance))
        return to_azure(folder / "export.json", folder / "out", language="en-us", split="50/50")

    _attempt(run, seed, tmp_path)


@pytest.mark.parametrize("seed", SEEDS)
def test_mutated_tables(seed: int, tmp_path: Path) -> None:
    def run(folder: Path, chance: random.Random) -> Report:
        source = chance.choice(TABLES).source
        mutation = chance.choice(MUTATIONS[:5])
        (folder / "export").write_bytes(mutation(source.read_bytes(), chance))
        return to_azure(folder / "export", folder / "out", language="en-us")

    _attempt(run, seed, tmp_path)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
def test_mutated_target_storage(seed: int, zipped: bool, tmp_path: Path) -> None:
    def run(folder: Path, chance: random.Random) -> Report:
        source = folder / "blobs"
        shutil.copytree(chance.choice(FOLDERS).source, source)
        for file in chance.sample(sorted(source.iterdir()), 2):
            file.write_bytes(mutated(file.read_bytes(), chance))
        if zipped:
            source = Path(shutil.make_archive(str(source), "zip", source))
            mutation = chance.choice([*MUTATIONS[:5], lambda data, _: data])
            source.write_bytes(mutation(source.read_bytes(), chance))
        return to_azure(source, folder / "out", language="en-us", include_unlabelled=True)

    _attempt(run, seed, tmp_path)


@pytest.mark.parametrize("seed", SEEDS)
def test_mutated_labels_files(seed: int, tmp_path: Path) -> None:
    def run(folder: Path, chance: random.Random) -> Report:
        source = chance.choice(cases("azure")).source
        (folder / "labels.json").write_bytes(mutated(source.read_bytes(), chance))
        return to_label_studio(
            folder / "labels.json", folder / "out", texts=source.parent / "texts"
        )

    _attempt(run, seed, tmp_path)


@pytest.mark.parametrize("seed", SEEDS)
def test_mutated_manifests_and_labels(seed: int, tmp_path: Path) -> None:
    exports = [c for c in JSON_EXPORTS if c.name != "bare/source"]
    source = exports[seed % len(exports)]
    policy = random.Random(seed).choice([*POLICIES])  # noqa: S311 (seeded)
    to_azure(
        source.source, tmp_path / "azure", language="en-us", annotations=policy,
        texts=texts_of(source.source),
    )  # fmt: skip

    def run(folder: Path, chance: random.Random) -> Report:
        for name, share in (("labels.json", 0.4), ("manifest.jsonl", 0.9)):
            data = (tmp_path / "azure" / name).read_bytes()
            changed = mutated(data, chance) if chance.random() < share else data
            (folder / name).write_bytes(changed)
        return to_label_studio(
            folder / "labels.json",
            folder / "out",
            texts=tmp_path / "azure" / "documents",
            manifest_file=folder / "manifest.jsonl",
            written_as=chance.choice(["annotations", "predictions"]),
            label_config=chance.choice([None, source.label_config]),
        )

    _attempt(run, seed, tmp_path)


@pytest.mark.parametrize("seed", SEEDS)
def test_mutated_labeling_configurations(seed: int, tmp_path: Path) -> None:
    source = case("label-studio", "two-labels-tags/source")

    def run(folder: Path, chance: random.Random) -> Report:
        mutation = chance.choice(MUTATIONS[:5])
        config = folder / "config.xml"
        config.write_bytes(mutation(source.label_config.read_bytes(), chance))
        return to_azure(source.source, folder / "out", language="en-us", label_config=config)

    _attempt(run, seed, tmp_path)


def _attempt(run: Callable[[Path, random.Random], Report], seed: int, folder: Path) -> None:
    for number in range(ROUNDS):
        work = folder / str(number)
        work.mkdir()
        try:
            report = run(work, random.Random(f"{seed}/{number}"))  # noqa: S311 (seeded)
        except ProblemError:
            assert not (work / "out").exists(), f"seed {seed}/{number} left an output"
        except Exception as error:
            raise AssertionError(f"seed {seed}, round {number}: {error!r}") from error
        else:
            assert json.loads((work / "out" / "report.json").read_bytes()) is not None
            assert isinstance(report, Report), f"seed {seed}/{number}"
        hidden = [path.name for path in work.iterdir() if path.name.startswith(".")]
        assert not hidden, f"seed {seed}/{number} left {hidden}"
        shutil.rmtree(work)
