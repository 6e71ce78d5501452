"""The actions train, stage, promote, swap and restore: each once, whatever happens in between."""

from __future__ import annotations

from ..azure import deploying, training
from ..errors import StoppedError
from .cleaning import make_room
from .place import Place
from .record import RoundRow


def train(place: Place, now: RoundRow) -> None:
    """Begin to train the round's model, of which Azure shows neither model nor job.

    That it is about to begin is written down first, with what it is estimated to take.

    Raises:
        StoppedError: a text is missing, or there is no room for another model.
        ProblemError: the budget doesn't allow it.
    """
    label = str(now.fact("label")["label"])
    make_room(place)
    plan = training.prepare(place.session, model=label)
    begun = {"hours": plan.estimate.hours, "documents": plan.documents}
    place.record.put(now.number, "train-begun", begun)
    operation = training.begin(place.session, plan)
    job = (operation.path or "").rpartition("/")[2]
    place.record.put(now.number, "train-begun", begun | {"job": job})


def stage(place: Place, now: RoundRow) -> None:
    """Let staging serve the round's model."""
    deploying.deploy(place.session, str(now.fact("label")["label"]), place.options.staging)


def promote(place: Place, now: RoundRow) -> None:
    """Let production serve the round's model by a deployment, which may be repeated."""
    deploying.deploy(place.session, str(now.fact("label")["label"]), place.options.production)


def swap(place: Place, now: RoundRow) -> None:
    """Swap staging and production, of which staging serves the round's model.

    That it is about to begin is written down first: a second swap would bring the old model back,
    so that after a kill some time passes before it is tried again.
    """
    options = place.options
    plan = deploying.prepare_swap(place.session, options.production, options.staging)
    place.record.put(now.number, "swap-begun", {})
    deploying.swap(place.session, plan)


def restore(place: Place, now: RoundRow) -> None:
    """Let the only deployment serve the model again that it served before the round.

    Raises:
        StoppedError: nobody knows which that was.
    """
    label = now.fact("old").get("label")
    if not label:
        message = f"What {place.options.production} served before round {now.number} is not known."
        raise StoppedError(message, "Deploy a model with `spanbridge azure deploy`.")
    deploying.deploy(place.session, str(label), place.options.production)
