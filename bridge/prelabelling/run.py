"""Predicts the tasks of a project and writes it back: what was paid for is paid for once.

What Azure said is in the journal (`azure/journal.py`), what was written is in Label Studio: a run
that broke off is simply run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any, Final

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from ...converters.azure.labels_file import KIND_OF
from ...converters.document import Document
from ...converters.label_studio.label_config import LabelConfig
from ...converters.report import Report
from ..azure.cost import Estimate
from ..azure.predicting import Predictor
from ..azure.predicting_files import predict_entries
from ..azure.prices import Prices
from ..azure.serving import Serving, serving
from ..azure.session import Session
from ..errors import StoppedError
from ..label_studio import connections, versions
from ..label_studio.client import Server
from ..progress import Progress
from ..settings import Settings
from ..suggesting import Suggester
from ..suggesting.configured import options_of
from .choosing import Choice, Chosen, Fields, choose
from .showing import show
from .writing import Body, Writer

Announce = Callable[[int, Estimate, Prices], None]
_SWAPS: Final = 3
_BLANK: Final = "text-empty"
_ENCODER: Final = msgspec.json.Encoder()
_BROUGHT: Final = ("project", "deployment")


class Prelabelled(Struct, frozen=True):
    """What a run did."""

    project: int
    version: str
    added: int
    there: int
    """Tasks that had their prediction of this version."""
    withheld: int
    """Tasks of the test part: they have an empty prediction, so that nobody is helped there."""
    failed: int
    """Tasks without a prediction, since Azure or we refuse one of their texts."""
    records: int
    """Text records that were sent."""
    reused: int
    """Texts that had been answered before."""
    report: Report

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        found = {name: getattr(self, name) for name in self.__struct_fields__ if name != "report"}
        return found | {"problems": self.report.as_dict()["problems"]}


class _Item(Struct, frozen=True):
    """A task, and the documents that are to be asked about."""

    task: Fields
    documents: tuple[Document, ...]
    withheld: tuple[Document, ...] = ()
    is_blank: bool = False


class _SwappedError(Exception):
    """The deployment serves another model by now."""


def prelabel(  # noqa: PLR0913 (each is an option of the command)
    server: Server,
    project: int,
    settings: Settings,
    *,
    only_unlabelled: bool = False,
    limit: int | None = None,
    refresh: bool = False,
    tasks: Sequence[int] | None = None,
    progress: Progress | None = None,
    report: Report | None = None,
    announce: Announce | None = None,
) -> Prelabelled:
    """Predict tasks and write the predictions to them, each task once a model version.

    The project shows that version afterwards, unless it shows somebody's own or another
    deployment's; that is told.
    Should the deployment be swapped meanwhile, all is done again with what it serves then.

    Args:
        server: where the project is.
        project: its number in Label Studio.
        settings: of Azure; project and deployment may also be those of the ML connection.
        only_unlabelled: leave out tasks that somebody has annotated.
        limit: of so many tasks at most.
        refresh: make anew what tasks have of this version, such as after a change of thresholds.
        tasks: of these tasks only, by their ids.
        progress: told how many texts are predicted.
        report: told of every problem.
        announce: told what it will cost before anything is sent.

    Raises:
        ProblemError: a setting is missing, or a budget doesn't allow it.
        ServiceError: a service can't be reached, refuses all, or lets all come to nothing.
        StoppedError: the deployment is swapped again and again.
    """
    choice = Choice(only_unlabelled, limit, refresh, tasks)
    session = Session(_brought(server, project, settings), progress=progress)
    try:
        for _ in range(_SWAPS):
            run = _Run(server, project, session, choice, report or Report("convert"))
            try:
                return run.go(announce)
            except _SwappedError:
                continue
    finally:
        session.close()
    raise StoppedError(
        f"The deployment {session.settings.deployment} was swapped {_SWAPS} times meanwhile.",
        "Run it again when it stays: no text is paid for twice.",
    )


class _Run:
    """One run with one model."""

    def __init__(
        self, server: Server, project: int, session: Session, choice: Choice, report: Report
    ) -> None:
        self._server, self._project, self._session = server, project, session
        self._choice, self._report = choice, report
        self._withheld = self._failed = 0
        self._serving: Serving = serving(session, session.settings.need("deployment"))
        kind = KIND_OF[session.info().project_kind.lower()]
        config = LabelConfig.parse(server.project(project).label_config, f"project {project}")
        self._suggester = Suggester(config, options_of(session.settings.backend, kind))

    @property
    def _version(self) -> str:
        return self._serving.version

    def go(self, announce: Announce | None) -> Prelabelled:
        """Do it; see `prelabel`.

        Raises:
            _SwappedError: the deployment was swapped meanwhile.
        """
        predictor = Predictor(self._session, self._report)
        writer = Writer(self._server, self._project, self._version, replace=self._choice.refresh)
        with closing(choose(self._server, self._project, self._version, self._choice)) as chosen:
            estimate = predictor.estimate(self._documents(chosen))
            predictor.purse.allow(estimate)
            if announce:
                announce(chosen.count, estimate, predictor.purse.prices)
            if self._choice.refresh and self._choice.is_all:
                versions.forget(self._server, self._project, self._version)
            if chosen.count:
                writer.write(self._bodies(predictor, chosen), self._stays)
                self._stays()
        if writer.added or chosen.there:
            self._show()
        return Prelabelled(
            self._project, self._version, writer.added, chosen.there + writer.there,
            self._withheld, self._failed, predictor.records, predictor.reused, self._report,
        )  # fmt: skip

    def _show(self) -> None:
        """Let the project show the version; tell where it goes on showing another."""
        shown = show(self._server, self._project, self._version, self._session.settings).version
        if shown != self._version:
            where = f"project {self._project}"
            self._report.tell("other-version-shown", where, shown=shown, version=self._version)

    def _documents(self, chosen: Chosen) -> Iterator[Document]:
        """Yield what is to be asked about, for the estimate; problems are told later."""
        unheard = Report()
        for task in chosen:
            yield from self._item(task, unheard).documents

    def _item(self, task: Fields, report: Report) -> _Item:
        before = report.problems.copy()
        documents = tuple(self._suggester.documents(task, report))
        if not documents:  # where there is no text, there is nothing to find, now or later
            return _Item(task, (), is_blank={*(report.problems - before)} == {_BLANK})
        if self._suggester.is_withheld(documents):
            return _Item(task, (), documents)
        return _Item(task, documents)

    def _bodies(self, predictor: Predictor, chosen: Chosen) -> Iterator[tuple[Body, int]]:
        """Yield predictions with their sizes in bytes."""
        items = (self._item(task, self._report) for task in chosen)
        for item, found in predict_entries(predictor, items):
            pairs = [(one.document, one.scores) for one in found if one]
            if len(pairs) < len(item.documents) or not (pairs or item.withheld or item.is_blank):
                self._failed += 1
                continue
            pairs += [(document, ()) for document in item.withheld]
            self._withheld += bool(item.withheld)
            made = self._suggester.prediction(item.task, pairs, self._version, report=self._report)
            body: Body = {"task": _id_of(item.task), **made}
            yield body, len(_ENCODER.encode(body))

    def _stays(self) -> None:
        """Stop where what was predicted is of another model by now.

        Raises:
            _SwappedError: the deployment serves another.
        """
        authoring, name = self._session.authoring, self._serving.deployment
        served = authoring.deployment(self._session.project, name).model_id
        if served != self._serving.model_id:
            raise _SwappedError


def _brought(server: Server, project: int, settings: Settings) -> Settings:
    """Take from the ML connection what no setting tells: Azure project, deployment, language."""
    given = next((one.extra_params for one in connections.of(server, project)), None)
    known = given if isinstance(given, dict) else {}
    missing = {name: known.get(name) for name in _BROUGHT if not getattr(settings, name)}
    language = {"language": known["language"]} if known.get("language") else {}
    return replace(settings, **missing, backend=settings.backend | language)


def _id_of(task: Fields) -> int:
    return msgspec.json.decode(task.get("id", Raw(b"0")), type=int)
