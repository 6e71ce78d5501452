"""The actions predict and gate: both models on the same test documents, and which of them serves.

The test part is drawn by the hash of each text, or of its group, when it comes in; nobody chooses
it. It is scored by our own exact-span counts; Azure's evaluation is shown beside, no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from ...converters.document import Document
from ...converters.report import Report
from ..active_learning.gate import Bar, Verdict, compare
from ..active_learning.metrics import labelled
from ..active_learning.stopping import kappa
from ..azure.predicting import Predictor
from ..azure.serving import serving
from ..azure.session import Session
from ..convert import documents_of
from ..errors import ServiceError, StoppedError
from .collecting import converted
from .place import Place
from .quality import second_looks
from .record import Found, RoundRow
from .scoring import as_found, calibration, found_in, key_of, rounded
from .state import Which

_TRIES: Final = 3


def documents(place: Place, now: RoundRow) -> list[Document]:
    """Return the round's labelled documents, as they were sent to Azure."""
    folder = converted(place, now)
    records = documents_of(folder / "labels.json", texts=folder / "documents")
    return [document for record in records for document in record.documents]


def tested(every: Iterable[Document]) -> list[Document]:
    """Return those of the test part."""
    return [one for one in every if one.split == "Test"]


def predict(place: Place, now: RoundRow, which: Which) -> None:
    """Predict the test part with the model that serves, or the round's, and write it down.

    Raises:
        StoppedError: Azure has not answered for some documents, however often it was asked.
    """
    options = place.options
    name = options.production if which == "old" or options.single else options.staging
    if which == "old":
        served = serving(place.session, name)
        place.record.put(now.number, "old", {"label": served.label, "model": served.model_id})
    found, records = _predicted(place.session, name, tested(documents(place, now)))
    place.record.predicted(now.number, which, found, records)


def gate(place: Place, now: RoundRow) -> None:
    """Hold the round's model against the one that serves, and write the verdict down."""
    record, number = place.record, now.number
    new, old = record.found(number, "new"), record.found(number, "old")
    has_old = "predicted-old" in now.facts
    every = documents(place, now)
    gold = [
        one for one in tested(every)
        if key_of(one.text) in new and (not has_old or key_of(one.text) in old)
    ]  # fmt: skip
    ours = [as_found(one, new[key_of(one.text)]) for one in gold]
    theirs = [as_found(one, old[key_of(one.text)]) for one in gold] if has_old else None
    bar = Bar(documents=place.options.min_test_documents, spans=place.options.min_test_spans)
    verdict = compare(gold, theirs, ours, bar)
    sure = [new[key_of(one.text)] for one in gold]
    quality = second_looks(place, now, gold, ours, [*_trained(every)])
    record.put(number, "verdict", rounded({
        **_words(verdict, has_old=has_old),
        "suggested": place.options.suggestions_in_test,
        "kappa": kappa(ours, theirs) if theirs else None,
        "calibration": calibration(gold, sure),
        "trained": _size(_trained(every)),
        "azure": _azure(place, str(now.fact("label").get("label"))),
        "quality": quality,
    }))  # fmt: skip


def _words(verdict: Verdict, *, has_old: bool) -> dict[str, Any]:
    outcome = verdict.outcome if has_old else "first"
    reasons = [msgspec.to_builtins(one) for one in verdict.reasons]
    if not has_old:
        words = "Nothing serves yet, so there is nothing to compare with: the model is let through."
        reasons.insert(0, {"code": "first", "words": words, "category": ""})
        reasons = [one for n, one in enumerate(reasons) if n == 0 or one["code"] != "first"]
    return {**verdict.as_dict(), "outcome": outcome, "reasons": reasons}


def _trained(every: Iterable[Document]) -> Iterable[Document]:
    return (one for one in every if one.split != "Test")


def _size(trained: Iterable[Document]) -> dict[str, int]:
    held = [*trained]
    return {"documents": len(held), "spans": labelled(held).total()}


def _azure(place: Place, label: str) -> dict[str, Any] | None:
    """Ask for Azure's own evaluation; it decides nothing, so it may be missing."""
    try:
        summary = place.session.authoring.summary(place.session.project, label)
    except ServiceError:
        return None
    parts = [one for name, one in summary.items() if name.endswith("Evaluation")]
    known = [one for one in parts if isinstance(one, dict)]
    return {"f1": known[0].get("microF1")} if known else None


def _predicted(
    session: Session, deployment: str, wanted: Sequence[Document]
) -> tuple[dict[str, Found], int]:
    """Ask for what isn't known yet, until all is; what a kill has left doubtful is asked again."""
    found: dict[str, Found] = {}
    records = 0
    asked = Session(
        replace(session.settings, deployment=deployment),
        credential=session.credential, progress=session.progress, patience=session.patience,
    )  # fmt: skip
    report = Report()
    try:
        for _ in range(_TRIES):
            missing = [one for one in wanted if key_of(one.text) not in found]
            if not missing:
                break
            run = Predictor(asked, report)
            for one in run.outcomes(missing):
                if one:
                    found[key_of(one.document.text)] = found_in(one.document, one.scores)
            records += run.records
    finally:
        asked.close()
    left = sum(key_of(one.text) not in found for one in wanted)
    if left:
        codes = ", ".join(sorted(report.problems))
        message = f"{left:,} of {len(wanted):,} test documents have no prediction ({codes})."
        raise StoppedError(message, "The next look asks again.")
    return found, records
