"""Whatever bytes come in, a result or a coded problem comes out, and half an output never."""

from __future__ import annotations

import copy
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures_of import case, cases, texts_of
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
ODD_BYTES = [
    b"\xff",
    b"\xfe\xff",
    b"\0",
    b'"',
    b"\\",
    b"{",
    b"]",
    b",",
    b"\n",
    b"\\ud800",
    b"-1e999",
]
ODD_VALUES: list[Any] = [
    None, True, -1, 0, 1.5, 10**30, 1e308, float("nan"), "", "7", "\ud83d", "\0", "../x.txt",
    "\ufeff", "a" * 300, [], {}, [[]], [None], {"": None}, [{"start": 0}], {"a": {"b": []}},
]  # fmt: skip


def flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def delete(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randint(1, 40) :]


def insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(ODD_BYTES) + data[at:]


def duplicate(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    piece = data[at : at + chance.randint(1, 400)]
    return data[:at] + piece + data[at:]


def truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def restructure(data: bytes, chance: random.Random) -> bytes:
    """Replace a value of the JSON, or remove it, or put it somewhere else too."""
    is_manifest = data.startswith(b'{"documents"')
    lines = data.removesuffix(b"\n").split(b"\n") if is_manifest else [data]
    number = chance.randrange(len(lines))
    value = json.loads(lines[number].decode("utf-8-sig"))
    for _ in range(chance.randint(1, 3)):
        places = [*_places(value)]
        holder, key = chance.choice(places)
        other, from_key = chance.choice(places)
        action = chance.choice(["replace", "replace", "remove", "copy"])
        if action == "replace":
            holder[key] = copy.deepcopy(chance.choice(ODD_VALUES))
        elif action == "remove":
            del holder[key]
        else:
            holder[key] = json.loads(json.dumps(other[from_key]))
        if not [*_places(value)]:
            break
    lines[number] = json.dumps(value).encode()
    return b"\n".join(lines)


def _places(value: Any) -> Any:
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield value, key
        yield from _places(item)


READINGS: dict[str, list[Any]] = {
    "language": ["en-us"],
    "annotations": [*POLICIES, "by:1"],
    "accept": ["human", "all", "reviewed", "reviewed:1"],
    "offset_unit": ["auto", "auto", "utf-16"],
    "from_predictions": [None, None, None, True],
    "include_unlabelled": [False, True],
}
MUTATIONS = (flip, delete, insert, duplicate, truncate, restructure, restructure, restructure)


@pytest.mark.parametrize("seed", SEEDS)
def test_mutated_exports(seed: int, tmp_path: Path) -> None:
    def run(folder: Path, chance: random.Random) -> Report:
        source = chance.choice(JSON_EXPORTS).source
        (folder / "export.json").write_bytes(_mutated(source.read_bytes(), chance))
        reading = {key: chance.choice(values) for key, values in READINGS.items()}
        return to_azure(
            folder / "export.json", folder / "out", split="50/50", texts=texts_of(source), **reading
        )

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
def test_mutated_target_storage(seed: int, zipped: bool, tmp_path: Path) -> None:  # noqa: FBT001
    def run(folder: Path, chance: random.Random) -> Report:
        source = folder / "blobs"
        shutil.copytree(chance.choice(FOLDERS).source, source)
        for file in chance.sample(sorted(source.iterdir()), 2):
            file.write_bytes(_mutated(file.read_bytes(), chance))
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
        (folder / "labels.json").write_bytes(_mutated(source.read_bytes(), chance))
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
            mutated = _mutated(data, chance) if chance.random() < share else data
            (folder / name).write_bytes(mutated)
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


def _mutated(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(MUTATIONS)(data, chance)


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
