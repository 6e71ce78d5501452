"""Which answers to a task count: of its annotations those that policies choose, or a prediction."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..document import BY_SEVERAL
from ..report import Report
from .acceptance import EVERY, HUMAN, acceptance, was_opened
from .annotations import ALL, BY, CONSENSUS, policy
from .options import ReadOptions
from .predictions import prediction_of
from .tasks import Annotation, Task


class Answer(Struct, frozen=True, gc=False):
    """An annotation or prediction that counts, where it stands, and what its document is to know.

    `index` is that of the annotation, `None` where the task has none, `BY_SEVERAL` where what it
    says is not the answer of one annotation. `suffix` is added to the document's name.
    """

    annotation: Annotation
    place: str
    index: int | None = None
    suffix: str = ""


class Answers:
    """Chooses the answers of one task after the other; tells of those that don't count.

    Raises:
        ValueError: the options name a policy that there is not.
    """

    def __init__(self, options: ReadOptions, report: Report) -> None:
        self._options = options
        self._report = report
        self._choose = policy(options.annotations)
        self._accepts = acceptance(options.accept)
        self._takes_lone_ones = options.accept == HUMAN and not options.annotations.startswith(BY)
        self.are_to_agree = options.annotations == CONSENSUS and options.from_predictions is None

    def of(self, task: Task) -> list[Answer]:
        """Return the answers that count; none where the task is to be left out, which is told."""
        if self._options.from_predictions is not None:
            return self._prediction(task, self._options.from_predictions)
        finished = [a for a in task.annotations if a and not a.was_cancelled]
        if len(finished) == 1 and self._takes_lone_ones and was_opened(finished[0]):
            return [self._answer(task, finished[0])]  # what nearly all tasks have
        chosen = self._chosen(task, finished) if finished else []
        if chosen:
            return [self._answer(task, annotation) for annotation in chosen]
        if self._options.include_unlabelled:
            return [Answer(Annotation(), task.place)]
        if not finished:
            self._report.tell("task-skipped" if task.annotations else "task-unlabelled", task.place)
        return []

    def _chosen(self, task: Task, finished: list[Annotation]) -> Sequence[Annotation]:
        accepted = finished
        if self._options.accept != EVERY:
            accepted = [annotation for annotation in finished if self._accepts(annotation)]
            if unseen := len(finished) - len(accepted):
                opened = self._options.accept == HUMAN
                code = "annotation-not-opened" if opened else "annotation-not-reviewed"
                self._report.tell(code, task.place, count=unseen)
        chosen = self._choose(accepted) if accepted else []
        if accepted and not chosen:
            name = self._options.annotations.removeprefix(BY)
            self._report.tell("annotator-absent", task.place, annotator=name)
        elif not self.are_to_agree and len(chosen) < len(accepted):
            count = len(accepted) - len(chosen)
            self._report.tell("annotations-kept", task.place, count=count)
        return chosen

    def _answer(self, task: Task, annotation: Annotation) -> Answer:
        index = 0
        while task.annotations[index] is not annotation:
            index += 1
        place, suffix = f"{task.place}.annotations[{index}]", ""
        if self._options.annotations == ALL:
            suffix = f"-annotation-{index if annotation.id is None else annotation.id}"
        return Answer(annotation, place, index, suffix)

    def _prediction(self, task: Task, version: str) -> list[Answer]:
        found = prediction_of(task, version, self._report)
        if found:
            return [Answer(found, f"{task.place}.predictions[{found.index}]", BY_SEVERAL)]
        return [Answer(Annotation(), task.place)] if self._options.include_unlabelled else []
