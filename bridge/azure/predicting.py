"""Predicts documents with a deployed model: in their order, many jobs at a time, each paid once.

What was said of a text is in the journal of the model (`journal.py`), so that a run which was cut
off goes on where it stopped. Of what comes to nothing, only what the service refuses to take is
certain not to be billed; so nothing that it took is sent again by itself.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ...converters.azure.labels_file import KIND_OF
from ...converters.document import Document, Kind
from ...converters.problems import ProblemError
from ...converters.report import Report
from ..settings import Settings
from .audit import Entry
from .batches import Packer, Piece
from .cost import Estimate, cost_of_predicting, records_of
from .cost_ledger import Purse
from .credentials import Credential
from .errors import (
    Failure,
    JobError,
    NotFoundError,
    RefusedError,
    ServiceError,
    ThrottledError,
    UnauthorisedError,
    UncertainError,
    UnreachableError,
)
from .journal import Journal, Key, Served, hash_of
from .predicting_open import Open, Prediction
from .progress import Progress, Step
from .runtime import Ended, Ending, Runtime
from .runtime_answers import Result
from .runtime_clients import WORKERS
from .runtime_policies import Halt, Watch
from .session import Session

JOURNALS: Final = "predictions"
_AHEAD: Final = 2 * WORKERS
_UNLUCKY: Final = 3
"""After so many batches in a row that came to nothing, the run ends."""
_CUT_OFF: Final = Failure("the last run was cut off while it was being sent", code="cut-off")
_BY_STATUS: Final[dict[int, type[RefusedError]]] = {
    401: UnauthorisedError,
    403: UnauthorisedError,
    404: NotFoundError,
    429: ThrottledError,
}


class _Flight:
    """A batch on its way; what becomes of it is written down at once, so that a kill loses nothing.

    `sent` is the journal's name of it once it is sent, `job` the service's once it is taken.
    """

    ended: Future[Ended]

    def __init__(self, batch: list[Piece], keys: list[Key], book: Journal, purse: Purse) -> None:
        self.batch, self._keys, self._book, self._purse = batch, keys, book, purse
        self.estimate = Estimate("predict", records=sum(records_of(piece.text) for piece in batch))
        self.sent = self.job = ""

    def sending(self) -> None:
        """Write down that it is about to be sent."""
        self.sent = self.sent or self._book.send(self._keys)

    def taken(self, job: str) -> None:
        """Write down that it is to be paid, and the job."""
        self.job = job
        self._purse.write(self.estimate)
        self._book.begin(job, self._keys, self.sent)

    def end(self, ending: Ending) -> None:
        """Write down what need not be asked for again."""
        if ending == "uncertain" and not self.job:
            self._purse.write(self.estimate)
        if ending == "failed" or not self.job:
            self._book.end(self.job or self.sent)


def predict(  # noqa: PLR0913 (each says something else of the run)
    documents: Iterable[Document],
    settings: Settings,
    *,
    report: Report | None = None,
    progress: Progress | None = None,
    fresh: bool = False,
    credential: Credential | None = None,
) -> Iterator[Document]:
    """Yield documents with what a deployment finds in them: spans with scores, or categories.

    Documents come in their order; one that Azure can't analyse is left out and told.

    Args:
        documents: the texts; labels that they have don't matter. One without a language is of the
            project's.
        settings: endpoint, key, project, deployment (`spanbridge.bridge.settings.load`).
        report: told of every problem.
        progress: told how many documents are done.
        fresh: whether to ask again for what an earlier run has had answered.
        credential: in place of the settings' key.

    Raises:
        ProblemError: a setting is missing, or a budget doesn't allow it.
        ServiceError: the service can't be reached, refuses all, or lets all come to nothing.

    Example:
        >>> settings = load({"deployment": "production"})  # doctest: +SKIP
        >>> for document in predict([Document("Alice left.")], settings):  # doctest: +SKIP
        ...     print([document.covered(span) for span in document.spans])
        ['Alice']
    """
    session = Session(settings, credential=credential, progress=progress)
    try:
        run = Predictor(session, report or Report(), fresh=fresh)
        for one in run.outcomes(documents):
            if one:
                yield one.document
    finally:
        session.close()


class Predictor:
    """One run of predictions; see `predict`.

    After it, `records` tells the text records that were sent, `reused` the documents that the
    journal had, `done` all of them, `model` the id of the model that was asked; `total` is what
    the progress is told to be all.
    """

    def __init__(self, session: Session, report: Report, *, fresh: bool = False) -> None:
        self.records = self.reused = self.done = 0
        self.model = ""
        self.total: int | None = None
        self._session, self._settings = session, session.settings
        self._report, self._fresh = report, fresh
        self._purse = Purse.of(session.settings)
        self._open: dict[int, Open] = {}
        self._by_text: dict[str, Open] = {}
        self._known: dict[Key, Result] = {}
        self._unlucky = 0

    def outcomes(self, documents: Iterable[Document]) -> Iterator[Prediction | None]:
        """Yield what is predicted of each document, None where nothing is; see `predict`."""
        with self._journal(fresh=self._fresh) as self._book, self._audited(), self._running():
            self._doubtful = self._book.doubtful()
            self._pick_up()
            yield from self._all(documents)

    def estimate(self, documents: Iterable[Document]) -> Estimate:
        """Count what predicting documents would be billed, without those that the journal has.

        Raises:
            ProblemError: a setting is missing.
            ServiceError: the project or the deployment can't be looked at.
        """
        self.total = 0
        with self._journal(fresh=False) as book:
            return cost_of_predicting(self._unanswered(documents, book))

    def _unanswered(self, documents: Iterable[Document], book: Journal) -> Iterator[str]:
        """Yield the texts that are to be sent, and count all."""
        seen: set[str] = set()
        for self.total, one in enumerate(documents, 1):
            key = hash_of(one.text, one.language or self._language)
            if key not in seen and (self._fresh or not book.found(key)):
                yield one.text
            seen.add(key)

    @property
    def purse(self) -> Purse:
        """What the run may spend."""
        return self._purse

    @functools.cached_property
    def _served(self) -> Served:
        """What is asked: the deployment, and the model that it serves now."""
        name, project = self._settings.need("deployment"), self._session.project
        model = self._session.authoring.deployment(project, name).model_id
        return Served(str(self._settings.endpoint).rstrip("/").lower(), project, name, model)

    @contextmanager
    def _journal(self, *, fresh: bool) -> Iterator[Journal]:
        info = self._session.info()
        self._kind: Kind = KIND_OF[info.project_kind.lower()]
        self._language = info.language
        self.model = self._served.model or self._served.deployment
        folder = Path(self._settings.state) / JOURNALS
        with Journal(folder, self._served, fresh=fresh) as journal:
            yield journal

    @contextmanager
    def _audited(self) -> Iterator[Entry]:
        """Write down what was sent, however the run ends."""
        log = self._session.state.audit
        with log.entry("predict", self._session.project) as entry:
            entry.deployment = self._settings.deployment
            try:
                yield entry
            except GeneratorExit:
                entry.result = "stopped"
            finally:
                entry.records = self.records

    @contextmanager
    def _running(self) -> Iterator[None]:
        """Hold the threads and connections of the run."""
        halt = Halt()
        self._runtime = Runtime(self._session, self._kind, halt)
        self._pool = ThreadPoolExecutor(WORKERS, "spanbridge-predict")
        try:
            yield
        finally:
            halt.now()
            self._pool.shutdown(cancel_futures=True)
            self._runtime.close()

    def _all(self, documents: Iterable[Document]) -> Iterator[Prediction | None]:
        waiting, flying = deque[Open](), deque[_Flight]()
        stopped: ProblemError | None = None
        for batch in self._batches(documents, waiting):
            try:
                if batch:
                    flying.append(self._send(batch))
            except ProblemError as error:  # past the budget: what is on its way is still paid for
                stopped = error
                break
            while flying and (flying[0].ended.done() or len(flying) >= _AHEAD):
                self._settle(flying.popleft())
            yield from self._complete(waiting)
        while flying:
            self._settle(flying.popleft())
            yield from self._complete(waiting)
        if stopped:
            raise stopped

    def _batches(
        self, documents: Iterable[Document], waiting: deque[Open]
    ) -> Iterator[list[Piece]]:
        """Yield what is full, or nothing, after each document."""
        packer = Packer()
        for number, document in enumerate(documents):
            one = Open(number, document, document.language or self._language)
            waiting.append(one)
            for piece in self._pieces(one):
                yield packer.add(piece)
            yield []
        yield packer.rest()

    def _pieces(self, one: Open) -> Iterator[Piece]:
        """Yield what of a document is to be sent: nothing, where the journal has the answer."""
        if not one.document.text.strip():
            one.fail("text-empty", self._report)
            return
        one.finished = self._book.found(one.key)
        if one.finished:
            self.reused += 1
            return
        twin = self._by_text.setdefault(one.key, one)
        if twin is not one:
            one.follow(twin)
            return
        self._open[one.number] = one
        for piece in one.pieces(self._report):
            key = (one.key, piece.start)
            if key in self._known:
                one.hear(piece, self._known.pop(key), self._report)
                self._finish(one)
            elif key in self._doubtful:
                self._book.end(self._doubtful[key])
                one.miss("uncertain", _CUT_OFF, self._report)
            else:
                yield piece

    def _send(self, batch: list[Piece]) -> _Flight:
        keys = [(self._open[piece.document].key, piece.start) for piece in batch]
        flight = _Flight(batch, keys, self._book, self._purse)
        self._purse.allow(flight.estimate)
        self._purse.spend(flight.estimate)
        watch = Watch(flight.sending, flight.taken)
        flight.ended = self._pool.submit(self._runtime.analyse, batch, watch)
        return flight

    def _settle(self, flight: _Flight) -> None:
        """Wait for a batch, and take in what became of it."""
        ended = flight.ended.result()
        flight.end(ended.ending)
        if ended.ending != "refused":
            self.records += flight.estimate.records
        self._check(ended)
        answers = ended.answers or (None,) * len(flight.batch)
        for piece, answer in zip(flight.batch, answers, strict=True):
            one = self._open.get(piece.document)
            if one is None:  # given up for another of its pieces
                continue
            if answer is None:
                one.miss(ended.ending, ended.failure, self._report)
            else:
                one.hear(piece, answer, self._report)
            self._finish(one)

    def _check(self, ended: Ended) -> None:
        """End the run where going on would be in vain.

        Raises:
            ServiceError: nobody is there, all is refused, or all comes to nothing.
        """
        self._unlucky = 0 if ended.ending == "answered" else self._unlucky + 1
        fatal = ended.ending == "refused" and ended.failure.status in {None, *_BY_STATUS}
        if fatal or self._unlucky >= _UNLUCKY:
            raise _error(ended)

    def _finish(self, one: Open) -> None:
        if one.is_heard and not one.is_over:
            self._book.finish(one.finish(self._kind))

    def _complete(self, waiting: deque[Open]) -> Iterator[Prediction | None]:
        """Yield the documents at the head of the line that are done."""
        while waiting and waiting[0].is_over:
            one = waiting.popleft()
            self._open.pop(one.number, None)
            if one.finished:
                self._by_text.pop(one.key, None)  # the journal has it
            self.done += 1
            if self._session.progress:
                self._session.progress(Step("predict", self.done, self.total))
            yield one.prediction(self._report)

    def _pick_up(self) -> None:
        """Fetch what the jobs of an earlier run have found; they are paid for.

        Raises:
            ServiceError: one can't be asked for; to send its texts again could bill them twice.
        """
        jobs = self._book.waiting()
        asked = [self._pool.submit(self._runtime.pick_up, j.job, len(j.pieces)) for j in jobs]
        for begun, future in zip(jobs, asked, strict=True):
            ended = future.result()
            if ended.ending == "uncertain":
                raise UncertainError(ended.failure)
            if ended.ending == "failed":
                self._book.end(begun.job)
            for key, answer in zip(begun.pieces, ended.answers, strict=False):
                if isinstance(answer, Result):  # what was refused is asked again
                    self._known[key] = answer


def _error(ended: Ended) -> ServiceError:
    if ended.ending == "refused" and ended.failure.status is None:
        return UnreachableError(ended.failure)
    if ended.ending == "refused":
        return _BY_STATUS.get(ended.failure.status or 0, RefusedError)(ended.failure)
    if ended.ending == "uncertain":
        return UncertainError(ended.failure)
    return JobError(ended.failure, None)
