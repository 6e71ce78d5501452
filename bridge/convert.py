"""Runs a conversion: files in, a folder out, and a report of what was done."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ..converters import manifest
from ..converters.azure.names import container_of, is_project_name, project_name_of
from ..converters.azure.prepare import WriteOptions
from ..converters.azure.reader import AzureReadOptions
from ..converters.document import Record
from ..converters.formats import FORMATS
from ..converters.label_studio.label_config import LabelConfig
from ..converters.label_studio.reader import ReadOptions
from ..converters.label_studio.writer import As, TaskOptions
from ..converters.report import Report
from ..converters.spans import Overlaps
from ..converters.split import Split
from .ahead import ahead
from .files import STDIN, OutputFolder, Progress, opened, read, size_of, texts_in

Source = str | Path


class OptionError(ValueError):
    """An option has a value that it can't have."""


def to_azure(  # noqa: PLR0913 (each is an option of the command too)
    sources: Source | Iterable[Source],
    out: Source,
    *,
    project_name: str | None = None,
    container: str | None = None,
    description: str = "",
    language: str | None = None,
    language_field: str | None = None,
    multilingual: bool = False,
    annotations: str = "ground-truth-or-latest",
    include_unlabelled: bool = False,
    overlaps: Overlaps = "longest",
    split: str | None = None,
    group_by: str | None = None,
    label_config: Source | None = None,
    project_file_version: str = "2022-05-01",
    texts: bool = True,
    strict: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Convert Label Studio exports to a labels file, texts and a manifest for Azure custom NER.

    Args:
        sources: JSON or JSON_MIN exports, task lists or JSON Lines; `-` is standard input.
        out: the folder to write; it appears whole or not at all.
        project_name: the Azure project, the folder's name by default.
        container: the container that will hold the texts, by default named like the project.
        description: the project's description.
        language: the language of texts that name none themselves, such as `en-us`.
        language_field: where a task names its language, such as `data.lang`.
        multilingual: whether the project takes several languages.
        annotations: whose annotation counts: `ground-truth-or-latest` or `latest`.
        include_unlabelled: write tasks without annotation too, without labels.
        overlaps: which of overlapping spans to keep: `longest`, `first`, `keep`, or `error`.
        split: shares of training and testing, such as `80/20`, drawn by the hash of each text.
        group_by: where a task names the group whose texts stay in one part, `data.policy_id`.
        label_config: the project's labeling configuration, an XML file.
        project_file_version: what to write as `projectFileVersion`.
        texts: whether to write the texts.
        strict: write nothing if anything has to be left out.
        force: replace what an earlier run wrote; documents keep their part of the split.
        progress: told how many bytes of how many are read.

    Returns:
        What was done, and every problem by its code.

    Raises:
        ProblemError: an input can't be used, or the output can't be written.
        OptionError: the split, or the project's name, is none.

    Example:
        >>> report = to_azure("export.json", "azure", language="en-us", split="80/20")
    """
    name = project_name or project_name_of(Path(out).resolve().name)
    if not is_project_name(name):
        raise OptionError(f"{name!r} is no project name: up to 50 letters, digits, '.', '_', '-'")
    read_options = ReadOptions(
        label_config=_label_config(label_config),
        annotations=annotations,
        include_unlabelled=include_unlabelled,
        language=language,
        language_field=language_field,
        group_by=group_by,
    )
    write_options = WriteOptions(
        project_name=name,
        container=container or container_of(name),
        language=language,
        multilingual=multilingual,
        description=description,
        file_version=project_file_version,
        overlaps=overlaps,
        split=_split(split) if split else None,
        earlier_splits=_earlier_splits(Path(out)) if force and split else {},
        texts=texts,
    )
    return _run(
        "label-studio",
        read_options,
        "azure",
        write_options,
        sources,
        out,
        strict=strict,
        force=force,
        progress=progress,
    )


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
    read_options = AzureReadOptions(
        texts=texts_in(texts),
        manifest=_entries(manifest_file) if manifest_file else None,
    )
    task_options = TaskOptions(
        written_as=written_as, label_config=_label_config(label_config), model_version=model_version
    )
    return _run(
        "azure",
        read_options,
        "label-studio",
        task_options,
        labels,
        out,
        strict=strict,
        force=force,
        progress=progress,
    )


def documents_of(
    source: Source, *, texts: Source | None = None, label_config: Source | None = None
) -> Iterator[Record]:
    """Yield the records of a file, of whichever format it is, to look at them.

    Raises:
        ProblemError: the file can't be used.
        OptionError: it is a labels file, and `texts` is not given.
    """
    report = Report()
    options: Any
    if _is_labels_file(source):
        if texts is None:
            raise OptionError(
                "this is a labels file: name the folder of its documents with --texts"
            )
        options = AzureReadOptions(texts_in(texts))
        reader = FORMATS["azure"].reader(options, report)
    else:
        options = ReadOptions(_label_config(label_config), language="und")
        reader = FORMATS["label-studio"].reader(options, report)
    with opened(source) as file:
        yield from reader.read(file, Path(source).name)


def _is_labels_file(source: Source) -> bool:
    with opened(source) as file:
        return b'"projectFileVersion"' in file.read(1 << 16)


def _run(  # noqa: PLR0913, PLR0917 (one conversion)
    source_format: str,
    read_options: Any,
    target_format: str,
    write_options: Any,
    sources: Source | Iterable[Source],
    out: Source,
    *,
    strict: bool,
    force: bool,
    progress: Progress | None,
) -> Report:
    report = Report()
    with OutputFolder(out, force=force) as folder:
        writer = FORMATS[target_format].writer(folder, write_options, report)
        for source in [sources] if isinstance(sources, str | Path) else sources:
            reader = functools.partial(_records, source_format, read_options, source)
            for record in ahead(reader, report, progress or _ignore, size_of(source)):
                writer.write(record)
        writer.close()
        if strict and report.has_errors:
            folder.discard()
        folder.write("report.json", msgspec.json.format(msgspec.json.encode(report.as_dict())))
    return report


def _records(
    format_name: str, options: Any, source: Source, report: Report, progress: Progress
) -> Iterator[Record]:
    name = "stdin" if str(source) == STDIN else Path(source).name
    with opened(source, progress) as file:
        yield from FORMATS[format_name].reader(options, report).read(file, name)


def _ignore(_done: int, _size: int | None) -> None:
    """Show no progress."""


def _split(shares: str) -> Split:
    try:
        return Split.parse(shares)
    except ValueError as error:
        raise OptionError(f"split: {error}") from error


def _label_config(source: Source | None) -> LabelConfig | None:
    if source is None:
        return None
    return LabelConfig.parse(read(source).decode("utf-8-sig", "replace"), str(source))


def _entries(source: Source) -> Iterator[manifest.Entry]:
    with opened(source) as file:
        yield from manifest.read(file, Path(source).name)


def _earlier_splits(out: Path) -> dict[str, Any]:
    """Read which part the documents of an earlier run are in."""
    earlier = out / "manifest.jsonl"
    return manifest.splits(_entries(earlier)) if earlier.is_file() else {}
