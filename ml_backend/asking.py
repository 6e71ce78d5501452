"""Asks for texts: what is remembered isn't asked again, what is being asked is waited for.

Azure's answer, or that it refuses a text for good, settles a text. Anything else is passing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from ..bridge.azure.batches import Piece
from ..bridge.azure.journal import Finished
from ..bridge.azure.pool import Heard, Pool
from ..bridge.azure.predicting_open import Open
from ..bridge.azure.runtime_answers import Refusal
from ..bridge.errors import Failure
from ..bridge.suggesting import Scores
from ..converters.document import Document, Kind
from ..converters.report import Report
from .cache import Cache
from .metrics import Metrics

_REFUSED: Final = frozenset({"InvalidArgument", "InvalidRequest"})
"""The codes of a document's error that will be the same the next time."""
_AT_FAULT: Final = frozenset({"InvalidDocument", "InvalidDocumentBatch", "UnsupportedLanguageCode"})
"""The inner codes of a refused request that blame the only text in it."""
_TOO_LARGE: Final = 413


class Said(Struct, frozen=True):
    """What is known of a text: an answer, or why there is none.

    `refused` says that Azure won't ever analyse it; else what keeps it is passing.
    """

    finished: Finished | None = None
    refused: bool = False
    failure: Failure = Failure("")


class Asker:
    """Asks one model; may be used by many threads.

    Args:
        pool: sends.
        cache: remembers.
        model: by what the cache knows the model; "" remembers nothing.
        kind: what the project labels.
        language: of texts that name none.
        metrics: counts.
    """

    def __init__(  # noqa: PLR0913, PLR0917 (each is another thing)
        self, pool: Pool, cache: Cache, model: str, kind: Kind, language: str, metrics: Metrics
    ) -> None:
        self.model = model
        self._pool, self._cache, self._metrics = pool, cache, metrics
        self._kind, self._language = kind, language
        self._asked: dict[str, Future[Said]] = {}
        self._lock = threading.Lock()

    def ask(self, documents: Sequence[Document], *, urgent: bool = False) -> list[Future[Said]]:
        """Return what will be said of each document, in their order."""
        opens = [Open(n, one, one.language or self._language) for n, one in enumerate(documents)]
        known = self._cache.find(self.model, {one.key for one in opens}) if self.model else {}
        futures, new = [], list[_Asking]()
        with self._lock:
            for one in opens:
                future = self._known(known.get(one.key)) or self._asked.get(one.key)
                self._metrics.answers.labels(_origin(one.key in known, future)).inc()
                if future is None:
                    asking = _Asking(one, self._kind, partial(self._over, one.key))
                    future = self._asked[one.key] = asking.future
                    new.append(asking)
                futures.append(future)
        self._send(new, urgent=urgent)
        return futures

    def _known(self, finished: Finished | None) -> Future[Said] | None:
        if finished is None:
            return None
        done = Future[Said]()
        done.set_result(Said(finished))
        return done

    def _send(self, new: list[_Asking], *, urgent: bool) -> None:
        pairs = [(asking, piece) for asking in new for piece in asking.pieces]
        futures = self._pool.ask([piece for _, piece in pairs], urgent=urgent)
        for (asking, piece), future in zip(pairs, futures, strict=True):
            future.add_done_callback(partial(asking.hear, piece))

    def _over(self, key: str, said: Said) -> None:
        if said.finished and self.model:
            self._cache.hear(self.model, said.finished)
        with self._lock:
            self._asked.pop(key, None)


class _Asking:
    """A text on its way; settled when all of its pieces were heard of, or one of them fails."""

    def __init__(self, one: Open, kind: Kind, over: Callable[[Said], None]) -> None:
        self.future: Future[Said] = Future()
        self._report = Report()
        self._open, self._kind, self._over = one, kind, over
        self.pieces = [*one.pieces(self._report)]
        self._lock = threading.Lock()

    def hear(self, piece: Piece, future: Future[Heard]) -> None:
        """Take in what became of a piece."""
        heard = future.result()
        with self._lock:
            said = None if self.future.done() else self._take(piece, heard)
            if said is None:
                return
            self._over(said)
            self.future.set_result(said)

    def _take(self, piece: Piece, heard: Heard) -> Said | None:
        if heard.answer is None:
            return Said(refused=_is_for_good(heard), failure=heard.failure)
        self._open.hear(piece, heard.answer, self._report)
        if isinstance(heard.answer, Refusal):
            code = str(heard.answer.error.get("code") or "?")
            failure = Failure("Azure did not analyse the text.", code=code)
            return Said(refused=code in _REFUSED, failure=failure)
        return Said(self._open.finish(self._kind)) if self._open.is_heard else None


def found_in(document: Document, finished: Finished) -> tuple[Document, Scores]:
    """Return a document with what was said of its text, and the scores of its categories."""
    named = finished.categories
    categories = None if named is None else tuple(name for name, _ in named)
    labelled = replace(document, spans=finished.spans, categories=categories)
    return labelled, tuple(score for _, score in named or ())


def _is_for_good(heard: Heard) -> bool:
    """Whether a request that was refused was so because of its only text."""
    if heard.ending != "refused":
        return False
    return heard.failure.status == _TOO_LARGE or heard.failure.inner_code in _AT_FAULT


def _origin(is_remembered: bool, future: object) -> str:  # noqa: FBT001 (one of two)
    if is_remembered:
        return "remembered"
    return "shared" if future else "azure"
