"""The conversions that spanbridge offers, with all their options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ..converters import manifest
from ..converters.azure.names import container_of, is_project_name, project_name_of
from ..converters.azure.prepare import WriteOptions
from ..converters.azure.reader import AzureReadOptions
from ..converters.document import Record
from ..converters.formats import FORMATS
from ..converters.label_studio.writer import As, TaskOptions
from ..converters.report import Report
from ..converters.spans import Overlaps
from ..converters.split import Split
from .files import Progress, Source, opened, texts_in
from .reading import OptionError, Reading, is_labels_file, read_options
from .reading import label_config as config_in
from .way import Way, records_of

if TYPE_CHECKING:
    from typing_extensions import Unpack  # Python 3.10 has none of its own


def to_azure(  # noqa: D417, PLR0913 (each is an option of the command too)
    sources: Source | Iterable[Source],
    out: Source,
    *,
    project_name: str | None = None,
    container: str | None = None,
    description: str = "",
    multilingual: bool = False,
    overlaps: Overlaps = "longest",
    split: str | None = None,
    project_file_version: str = "2022-05-01",
    write_texts: bool = True,
    strict: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    **reading: Unpack[Reading],
) -> Report:
    """Convert Label Studio exports to a labels file, texts and a manifest for Azure custom NER.

    Args:
        sources: exports (JSON, JSON_MIN, CSV, TSV), task lists, JSON Lines, folders and zips of
            them or of target storage; `-` is standard input.
        out: the folder to write; it appears whole or not at all.
        project_name, container, description, multilingual, project_file_version: the project's
            metadata; named like the folder by default.
        overlaps: which of overlapping spans to keep: `longest`, `first`, `keep`, or `error`.
        split: shares such as `80/20`, drawn by the hash of each text or group.
        write_texts, strict, force: whether to write the texts; to write nothing if anything has to
            be left out; to replace an earlier output (documents keep their part of the split).
        progress: told how many bytes of how many are read.
        reading: whose annotations count, languages, and more: see `bridge.reading.Reading`.

    Returns:
        What was done, and every problem by its code.

    Raises:
        ProblemError: an input can't be used, or the output can't be written.
        OptionError: an option, or the project's name, has a value that it can't have.

    Example:
        >>> report = to_azure("export.json", "azure", language="en-us", split="80/20")
    """
    name = _project_name(project_name, out)
    options = replace(read_options(reading), join_pieces=True)
    earlier = _earlier_splits(Path(out)) if force and split else {}
    shares = _split(split) if split else None
    write_options = WriteOptions(
        name, container or container_of(name), options.language, multilingual, description,
        project_file_version, overlaps, shares, earlier, write_texts, options.kind,
    )  # fmt: skip
    way = Way("label-studio", options, "azure", write_options)
    return way.run(sources, out, strict=strict, force=force, progress=progress)


def to_label_studio(  # noqa: PLR0913 (each is an option of the command too)
    labels: Source,
    out: Source,
    *,
    texts: Source,
    manifest_file: Source | None = None,
    label_config: Source | None = None,
    written_as: As = "annotations",
    model_version: str = "azure",
    strict: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Convert an Azure labels file and its texts to tasks that Label Studio imports.

    Args:
        labels: the labels file; `-` is standard input.
        out: the folder to write; it appears whole or not at all.
        texts: the folder that holds the documents.
        manifest_file: the manifest written with the labels; tasks, ids and regions come back by it.
        label_config: the labeling configuration to fit the labels to, else one is made of them.
        written_as: `annotations`, or `predictions`, which annotators see as suggestions.
        model_version: the model version of predictions.
        strict: write nothing if anything has to be left out.
        force: replace what an earlier run wrote.
        progress: told how many bytes of how many are read.

    Returns:
        What was done, and every problem by its code.

    Raises:
        ProblemError: an input can't be used, or the output can't be written.

    Example:
        >>> report = to_label_studio("azure/labels.json", "tasks", texts="azure/documents")
    """
    entries = _entries(manifest_file) if manifest_file else None
    read_options = AzureReadOptions(texts_in(texts), entries)
    task_options = TaskOptions(written_as, config_in(label_config), model_version)
    way = Way("azure", read_options, "label-studio", task_options)
    return way.run(labels, out, strict=strict, force=force, progress=progress)


def documents_of(
    source: Source,
    *,
    report: Report | None = None,
    join_pieces: bool = False,
    **reading: Unpack[Reading],
) -> Iterator[Record]:
    """Yield the records of a file, of whichever format it is, to look at them.

    Args:
        source: an export or a task list, or a labels file.
        report: told of every problem; it has the categories that the source declares.
        join_pieces: whether pieces of a text that was ingested in several tasks are one document.
        reading: how to read it: see `bridge.reading.Reading`.

    Raises:
        ProblemError: the file can't be used.
        OptionError: it is a labels file, and `texts`, the folder of its documents, is not given.
    """
    options: Any
    texts = reading.get("texts")
    if not is_labels_file(source):
        name, options = "label-studio", read_options({"language": "und", **reading})
        options = replace(options, join_pieces=join_pieces)
    elif texts is None:
        raise OptionError("this is a labels file: name the folder of its documents with --texts")
    else:
        name, options = "azure", AzureReadOptions(texts_in(texts))
    yield from records_of(FORMATS[name].reader(options, report or Report()), source)


def _project_name(given: str | None, out: Source) -> str:
    name = given or project_name_of(Path(out).resolve().name)
    if not is_project_name(name):
        raise OptionError(f"{name!r} is no project name: up to 50 letters, digits, '.', '_', '-'")
    return name


def _split(shares: str) -> Split:
    try:
        return Split.parse(shares)
    except ValueError as error:
        raise OptionError(f"split: {error}") from error


def _entries(source: Source) -> Iterator[manifest.Entry]:
    with opened(source) as file:
        yield from manifest.read(file, Path(source).name)


def _earlier_splits(out: Path) -> dict[str, Any]:
    """Read which part the documents of an earlier run are in."""
    earlier = out / "manifest.jsonl"
    return manifest.splits(_entries(earlier)) if earlier.is_file() else {}
