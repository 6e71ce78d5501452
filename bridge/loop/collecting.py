"""The actions start, convert and push: what was annotated, as a snapshot in Azure."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from ...converters.json_stream import elements
from ...converters.label_studio.label_config import LabelConfig
from ..azure import pushing
from ..convert import to_azure
from ..errors import StoppedError
from ..files import opened
from ..label_studio.exporting import export
from .mapping import mapped
from .place import Place
from .record import RoundRow
from .seen import Annotated, annotated, changes, digest
from .starting import baseline

_MOST_REMOVED: Final = 0.5
_DECODER: Final = msgspec.json.Decoder()


def look(place: Place) -> list[Annotated]:
    """Export the project, and return the annotations that count; the file stays for the round."""
    export(place.server, place.ls_project, place.export, force=True)  # type: ignore[arg-type]
    return _annotated(place)


def config_of(place: Place) -> LabelConfig:
    """Read the project's labelling configuration.

    Raises:
        ProblemError: it shows no text.
    """
    project = place.server.project(place.ls_project)
    return LabelConfig.parse(project.label_config, f"Label Studio project {project.id}")


def start(place: Place, why: str) -> int:
    """Open a round with what the last look has seen; return its number."""
    rounds = place.record.rounds()
    seen = _annotated(place)
    found = changes(place.record.annotations(baseline(rounds)), seen)
    config = config_of(place)
    return place.record.begin(why, seen, {
        "config": sha256(config.xml.encode()).hexdigest(),
        "categories": [*config.categories_of(place.options.kind)],
        "changes": msgspec.to_builtins(found),
        "annotations": len(seen),
    })  # fmt: skip


def convert(place: Place, now: RoundRow) -> None:
    """Convert what is annotated, and name the round's model after its snapshot.

    Raises:
        CheckError: the labels have errors.
        StoppedError: much more would be removed from the project than anybody means to.
    """
    plan = _prepared(place, now, again=True)
    _refuse_ruin(plan)
    _name(place, now, plan)


def push(place: Place, now: RoundRow) -> None:
    """Bring texts and labels up; what is there already stays untouched.

    The texts may be gone, if another machine or an earlier run has made them; then they are made
    again, and the snapshot may have got newer, which is written down before it is pushed.
    """
    plan = _prepared(place, now)
    if now.fact("label").get("snapshot") != plan.snapshot.digest:
        _name(place, now, plan)
    done = pushing.carry_out(plan)
    place.record.put(now.number, "pushed", {
        "snapshot": done.snapshot, "uploaded": done.uploaded, "unchanged": done.unchanged,
        "imported": done.imported, "warnings": done.warnings,
    })  # fmt: skip


def converted(place: Place, now: RoundRow, *, again: bool = False) -> Path:
    """Return the folder of the round's labels and texts, made again where it is missing.

    Args:
        place: the loop.
        now: the round.
        again: whether it is to be made anew of what is exported.
    """
    folder = place.folder / f"round-{now.number:04}"
    if again:
        shutil.rmtree(folder, ignore_errors=True)
    if not (folder / "label_config.xml").is_file():
        _convert(place, now, folder)
    return folder


def _prepared(place: Place, now: RoundRow, *, again: bool = False) -> pushing.Push:
    folder = converted(place, now, again=again)
    return pushing.prepare(place.session, folder, allow_few=True)


def _name(place: Place, now: RoundRow, plan: pushing.Push) -> None:
    name = plan.snapshot.digest
    place.record.put(now.number, "label", {
        "label": f"r{now.number:04}-{name}", "snapshot": name,
        "documents": len(plan.snapshot.texts),
    })  # fmt: skip


def _refuse_ruin(plan: pushing.Push) -> None:
    before = plan.replacement.before
    removed = len(plan.replacement.difference.documents_removed)
    kept = len(plan.snapshot.texts) - len(plan.replacement.difference.documents_added)
    if before is not None and removed > _MOST_REMOVED * (removed + kept):
        project = plan.replacement.project
        message = f"{removed:,} of {removed + kept:,} documents of {project} would be removed."
        remedy = "If that is meant, export, convert, and `spanbridge azure push --replace`."
        raise StoppedError(message, remedy)


def _convert(place: Place, now: RoundRow, folder: Path) -> None:
    """Convert the export; the configuration is written last, and says that the folder is whole."""
    held = place.record.annotations(now.number)
    if not place.export.is_file() or digest(held) != digest(_annotated(place)):
        place.record.keep(now.number, look(place))
    config = place.folder / "label_config.xml"
    config.write_text(config_of(place).xml, encoding="utf-8")
    options = place.options
    given: dict[str, Any] = {"container": options.container or None}
    report = to_azure(
        _mapped(place), folder, project_name=options.azure_project, split=options.split,
        multilingual=options.multilingual, force=True, annotations=options.annotations,
        accept=options.accept, language=options.language, language_field=options.language_field,
        group_by=options.group_by, kind=options.kind, label_config=config, **given,
    )  # fmt: skip
    place.record.put(now.number, "converted", {
        "documents": dict(report.documents), "spans": report.spans,
        "problems": dict(report.problems),
    })  # fmt: skip
    shutil.copyfile(config, folder / "label_config.xml")


def _mapped(place: Place) -> Path:
    """Return the export with the labels that were renamed or are left out."""
    mapping = place.options.categories
    if not mapping:
        return place.export
    out = place.folder / "mapped.json"
    with out.open("wb") as file:
        separator = b"["
        for task in _tasks(place):
            file.write(separator + msgspec.json.encode(mapped(_DECODER.decode(task), mapping)))
            separator = b",\n"
        file.write(b"]" if separator == b",\n" else b"[]")
    return out


def _tasks(place: Place) -> Iterator[bytes]:
    with opened(place.export) as file:
        for batch in elements(file, place.export.name):
            yield from batch


def _annotated(place: Place) -> list[Annotated]:
    with opened(place.export) as file:
        batches = elements(file, place.export.name, kind=dict[str, msgspec.Raw])
        tasks = (task for batch in batches for task in batch if isinstance(task, dict))
        return annotated(tasks, place.options.accept)
