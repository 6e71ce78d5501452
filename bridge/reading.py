"""The options of reading Label Studio's files, the same wherever such files are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypedDict, get_args

from ..converters.azure.dialects import begins_labels_file
from ..converters.document import Kind
from ..converters.label_studio.acceptance import acceptance
from ..converters.label_studio.annotations import policy
from ..converters.label_studio.label_config import LabelConfig
from ..converters.label_studio.options import ReadOptions, Unit
from ..converters.problems import ProblemError
from .archives import holds_files
from .files import STDIN, Source, opened, read, texts_in

_HEAD = 1 << 16


class OptionError(ValueError):
    """An option has a value that it can't have."""


class Reading(TypedDict, total=False):
    """Keyword arguments of all that reads exports of Label Studio; none has to be given.

    Attributes:
        annotations: whose annotation counts: `ground-truth-or-latest` (the default), `latest`,
            `first`, `by:` and an annotator's id, email or name, `all` (a document for each), or
            `consensus` (spans that more than half of the annotators have).
        accept: which annotations count at all: `human` (the default: but for those made of
            predictions in bulk and never opened), `reviewed` (ground truth), `reviewed:` and a
            reviewer's id, email or name (theirs too), `all`.
        include_unlabelled: whether tasks without an annotation that counts are read too.
        language: the language of texts that name none (`en-us`).
        language_field: where a task names it (`data.lang`).
        group_by: the field that names what a task belongs to (`data.policy_id`).
        label_config: the project's labeling configuration, an XML file.
        offset_unit: what offsets on Text tags count: `auto` (the default), `code-points` (Label
            Studio 1.4 and newer) or `utf-16`.
        from_predictions: the model version of the predictions to read instead of annotations;
            True for the latest of any.
        kind: what the project labels: `entities`, or texts as a whole with one category
            (`single-label`) or several (`multi-label`).
        texts: the folder of the files to whose addresses tasks refer (`valueType="url"`).
    """

    annotations: str
    accept: str
    include_unlabelled: bool
    language: str | None
    language_field: str | None
    group_by: str | None
    label_config: Source | None
    offset_unit: Unit
    from_predictions: str | Literal[True] | None
    texts: Source | None
    kind: Kind


def read_options(reading: Reading) -> ReadOptions:
    """Turn the arguments into a reader's options.

    Raises:
        OptionError: an argument has a value that it can't have.
        ProblemError: the labeling configuration can't be used.
    """
    plain: dict[str, Any] = {**reading}
    config, texts = plain.pop("label_config", None), plain.pop("texts", None)
    version = plain.pop("from_predictions", None)
    options = ReadOptions(
        label_config=label_config(config),
        from_predictions="" if version is True else version,
        fetch=texts_in(texts) if texts is not None else None,
        **plain,
    )
    if options.label_config and not options.label_config.categories_of(options.kind):
        raise ProblemError.of("label-config-of-other-kind", str(config), kind=options.kind)
    if options.kind not in get_args(Kind):
        raise OptionError(f"kind: {options.kind!r} is none of {get_args(Kind)}")
    _check("annotations", policy, options.annotations)
    _check("accept", acceptance, options.accept)
    if options.offset_unit not in get_args(Unit):
        raise OptionError(f"offset unit: {options.offset_unit!r} is none of {get_args(Unit)}")
    return options


def label_config(source: Source | None) -> LabelConfig | None:
    """Read a labeling configuration.

    Raises:
        ProblemError: it can't be used.
    """
    if source is None:
        return None
    return LabelConfig.parse(read(source).decode("utf-8-sig", "replace"), str(source))


def is_labels_file(source: Source) -> bool:
    """Whether a file has the keys of a labels file, in whichever dialect.

    Standard input can't be looked at first, so it is none.
    """
    if str(source) == STDIN or holds_files(source):
        return False
    with opened(source) as file:
        return begins_labels_file(file.read(_HEAD))


def _check(name: str, rule: Callable[[str], object], value: str) -> None:
    try:
        rule(value)
    except ValueError as error:
        raise OptionError(f"{name}: {error}") from error
