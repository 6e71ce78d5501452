"""Looks at what is: Label Studio, Azure and the record, made into the state that decides."""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from ..azure.errors import NotFoundError
from ..azure.models import Deployment, JobState, Model
from ..label_studio import project_settings
from . import collecting
from .mapping import how_to_map, unmapped
from .place import Place
from .record import RoundRow
from .seen import Annotated, changes, digest
from .showing import version_for
from .starting import baseline, due, forbidden
from .state import Round, State, Training, Which


class Asked(Struct, frozen=True):
    """What somebody asks of a loop by hand: a round now, and to let what is undecided pass."""

    by_hand: str = ""
    force: bool = False


class Cloud(Struct, frozen=True):
    """The models, trainings and deployments of a project."""

    models: dict[str, Model]
    jobs: list[JobState]
    deployments: dict[str, Deployment]

    def serves(self, deployment: str, label: str) -> bool:
        """Whether a deployment serves the model of a label."""
        one, model = self.deployments.get(deployment), self.models.get(label)
        return one is not None and model is not None and one.model_id == model.model_id


def observe(place: Place, asked: Asked | None = None) -> State:
    """Return the state of a loop.

    Raises:
        ServiceError: one of the two services can't be reached.
        ProblemError: the database can't be reached, or a setting can't be used.
    """
    asked = asked or Asked()
    held, now = place.record.row.held, place.record.open()
    if held:
        return State(held=held, round=_bare(now))
    if now is None:
        return _between(place, asked)
    if asked.force and now.fact("verdict").get("outcome") == "undecided":
        place.record.put(now.number, "forced", {"force": True})
        now = place.record.open() or now
    found = observed(place, now)
    if found.verdict == "undecided" and not found.forced and _between(place, asked).due:
        return State(round=replace(found, superseded=True))
    return State(round=found)


def cloud_of(place: Place) -> Cloud:
    """Ask Azure what there is; nothing where the project isn't there yet."""
    authoring, project = place.session.authoring, place.session.project
    try:
        return Cloud(
            {one.label: one for one in authoring.models(project)},
            authoring.trainings(project),
            {one.deployment_name: one for one in authoring.deployments(project)},
        )
    except NotFoundError:
        return Cloud({}, [], {})


def observed(place: Place, now: RoundRow) -> Round:
    """Return an open round as the record and Azure show it."""
    options = place.options
    label = str(now.fact("label").get("label") or "")
    if not label:
        return Round(now.number)
    cloud = _polled(place, cloud_of(place), label)
    serves = cloud.serves(options.production, label)
    names: tuple[Which, ...] = ("old", "new")
    predicted = frozenset(which for which in names if f"predicted-{which}" in now.facts)
    verdict = now.fact("verdict").get("outcome")
    known = {"first", "passes", "fails", "undecided"}
    return Round(
        number=now.number,
        label=label,
        pushed=now.fact("pushed").get("snapshot") == now.fact("label").get("snapshot"),
        training=training_of(cloud, label, _begun_lately(place, now, "train-begun")),
        single=options.single,
        has_old="old" in predicted or (options.production in cloud.deployments and not serves),
        staged=not options.single and cloud.serves(options.staging, label),
        serves=serves,
        predicted=predicted,
        verdict=verdict if verdict in known else None,
        forced=bool(now.fact("forced")),
        promoting=not serves and _begun_lately(place, now, "swap-begun"),
        version=_shows(place, now, label),
        refreshed="refreshed" in now.facts,
        cleaned="cleaned" in now.facts,
    )


def _polled(place: Place, cloud: Cloud, label: str) -> Cloud:
    """Ask for the training of a model by itself, as its list may tell late that it is over."""
    running = [one for one in cloud.jobs if not one.is_over and _is_of(one, label)]
    ask, project = place.session.authoring.training, place.session.project
    over = any(ask(project, one.job_id).is_over for one in running)
    return cloud_of(place) if over else cloud


def _is_of(job: JobState, label: str) -> bool:
    return job.result is not None and job.result.model_label == label


def training_of(cloud: Cloud, label: str, begun: bool) -> Training:  # noqa: FBT001 (a plain fact)
    """Tell how the training of a model stands, by Azure alone.

    Example:
        >>> training_of(Cloud({}, [], {}), "r0001-3b1f", False)
        'none'
    """
    mine = [job for job in cloud.jobs if _is_of(job, label)]
    if any(not job.is_over for job in mine):
        return "running"
    if label in cloud.models:
        return "done"
    if mine:
        return "failed"
    if begun:
        return "unseen"
    return "other" if any(not job.is_over for job in cloud.jobs) else "none"


def _between(place: Place, asked: Asked) -> State:
    """Look at the annotations, and tell whether a round is to start."""
    seen, record, now = collecting.look(place), place.record, place.record.now()
    rounds = record.rounds()
    quiet = _quiet(place, seen, now)
    nudges = place.nudges.of(place.ls_project)
    trains = any(one.kind == "train" for one in nudges)
    changed = changes(record.annotations(baseline(rounds)), seen)
    hand = asked.by_hand if changed or asked.force else ""
    why = due(place.options, changed, quiet, asked=trains, hand=hand)
    if nudges and not (trains and why):
        place.nudges.forget(place.ls_project, nudges[-1].id)
    if not why:
        return State()
    stopped = _stopped(place, rounds)
    if not stopped and not asked.by_hand:
        stopped = forbidden(place.options, rounds, now)
    return State(stopped=stopped, due="" if stopped else why)


def _stopped(place: Place, rounds: list[RoundRow]) -> str:
    """Say what to do where labels are gone that the last round knew."""
    starts = [one.fact("start") for one in rounds if one.fact("start").get("categories")]
    before = starts[-1] if starts else {}
    config = collecting.config_of(place)
    if not before or before.get("config") == sha256(config.xml.encode()).hexdigest():
        return ""
    categories = config.categories_of(place.options.kind)
    gone = unmapped(before["categories"], categories, place.options.categories)
    return how_to_map(place.name, gone, categories) if gone else ""


def _quiet(place: Place, seen: list[Annotated], now: float) -> float:
    """Return for how long the annotations have been as they are."""
    row, found = place.record.row, digest(seen)
    since = row.since if row.digest == found else now
    place.record.note(digest=found, since=since, looked=now)
    return now - since


def _begun_lately(place: Place, now: RoundRow, what: str) -> bool:
    at = now.at.get(what)
    return at is not None and place.record.now() - at < place.options.settle_seconds


def _shows(place: Place, now: RoundRow, label: str) -> bool:
    """Whether Label Studio shows the round's version, or can't since nothing has it."""
    fact = now.fact("version")
    if fact.get("version") != version_for(place, label):
        return False
    shown = project_settings.read(place.server, place.ls_project).model_version
    return shown == fact["version"] or not fact.get("shown")


def _bare(now: RoundRow | None) -> Round | None:
    return Round(now.number) if now else None
