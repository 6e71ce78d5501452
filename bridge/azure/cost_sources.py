"""Counts what a source would be billed: files to predict, or a folder of labels to train on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ...converters.problems import ProblemError
from ...converters.report import Report
from ..files import Source, unreadable
from .cost import Estimate, cost_of_predicting, cost_of_training
from .predicting_inputs import InputOptions, entries

DOCUMENTS = "documents"


def cost_of(what: str, sources: Iterable[Source], report: Report) -> Estimate:
    """Estimate what predicting or training on sources is billed.

    Args:
        what: `predict` or `train`.
        sources: texts, JSON Lines, tasks or exports; or folders of texts, such as `convert
            to-azure` writes.
        report: told of texts that can't be read.

    Raises:
        ProblemError: a source can't be read at all.
    """
    texts = (text for source in sources for text in _texts(Path(source), report))
    return cost_of_predicting(texts) if what == "predict" else cost_of_training(texts)


def _texts(source: Path, report: Report) -> Iterator[str]:
    if not source.is_dir():
        found = entries([source], InputOptions(), report)
        yield from (document.text for entry in found for document in entry.documents)
        return
    inner = source / DOCUMENTS
    paths = sorted((inner if inner.is_dir() else source).glob("*.txt"))
    if not paths:
        raise ProblemError.of("folder-without-texts", str(source))
    yield from map(_text, paths)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise ProblemError.of("input-not-utf8", str(path), found=error) from error
