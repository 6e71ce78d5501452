"""Writes documents as tasks that Label Studio imports: tasks.json and label_config.xml."""

from __future__ import annotations

from hashlib import blake2b
from statistics import fmean
from typing import Any, Literal

import msgspec
from msgspec import Raw, Struct

from ..document import BY_SEVERAL, Document, Record, Span
from ..folder import Folder
from ..report import Report
from .controls import Controls, Given, Learned, Target, is_on
from .label_config import LabelConfig
from .merge import Merge
from .tasks import utf8

As = Literal["annotations", "predictions"]
_ENCODER = msgspec.json.Encoder()
_FIELDS = msgspec.json.Decoder(dict[str, Raw])
_ANNOTATIONS = msgspec.json.Decoder(list[Any])


class TaskOptions(Struct, frozen=True):
    """How to write tasks: as what, into which configuration."""

    written_as: As = "annotations"
    label_config: LabelConfig | None = None
    model_version: str = "azure"


class LabelStudioWriter:
    """Takes records one by one; `close` completes the output."""

    def __init__(self, folder: Folder, options: TaskOptions, report: Report) -> None:
        self._folder = folder
        self._options = options
        self._report = report
        config = options.label_config
        self._controls: Controls = Given(config) if config else Learned()
        self._tasks = folder.open("tasks.json")
        self._count = 0

    def write(self, record: Record) -> None:
        """Write the task of a record, or one for each document that comes without a task."""
        if record.kept:
            tasks = [self._restored(record)]
        else:
            tasks = [self._new(document) for document in record.documents]
        for task in tasks:
            if task is not None:
                self._tasks.write((b",\n" if self._count else b"[\n") + _ENCODER.encode(task))
                self._count += 1
        if any(tasks):
            for document in record.documents:
                self._report.count(document)

    def close(self) -> None:
        """Close the list of tasks and write the configuration."""
        self._tasks.write(b"\n]\n" if self._count else b"[]\n")
        self._tasks.close()
        xml = self._controls.xml(self._report.categories)
        self._folder.write("label_config.xml", xml.encode())

    def _new(self, document: Document) -> dict[str, Any]:
        azure = {"location": document.name, "language": document.language}
        if document.split:
            azure["dataset"] = document.split
        data = {self._controls.field: document.text, "azure": azure}
        if document.source.annotation is None:
            return {"data": data}
        return {"data": data, **self._answer(self._regions(document), [document])}

    def _answer(self, result: list[Any], documents: list[Document]) -> dict[str, Any]:
        """Wrap a result as the annotation or the prediction of a task."""
        if self._options.written_as == "annotations":
            # Label Studio 1.23.2 takes an imported annotation without the key for ground truth
            return {"annotations": [{"result": result, "ground_truth": False}]}
        prediction = {"model_version": self._options.model_version, "result": result}
        spans = [span for document in documents for span in document.spans]
        scores = [span.score for span in spans if span.score is not None]
        return {"predictions": [prediction | ({"score": fmean(scores)} if scores else {})]}

    def _regions(self, document: Document) -> list[dict[str, Any]]:
        made = (self._region(document, span) for span in document.spans)
        return [region for region in made if region]

    def _region(self, document: Document, span: Span) -> dict[str, Any] | None:
        target = self._controls.target(span.label, document)
        if target is None:
            place = document.source.place
            self._report.tell("category-unmatched", place, category=span.label)
            return None
        return _region(document, span, target)

    def _restored(self, record: Record) -> dict[str, Any] | None:
        """Bring a task of the manifest back; None, and a problem told, if it is none."""
        try:
            fields = _FIELDS.decode(utf8(record.kept or b""))
            data = _FIELDS.decode(fields["data"])
            if record.documents:
                self._bring_back(fields, record.documents)
        except (msgspec.DecodeError, UnicodeDecodeError, LookupError) as error:
            self._report.tell("entry-malformed", "manifest", error=error)
            return None
        texts = _texts(record.documents, data)
        if texts is None:
            place = record.documents[0].source.place
            self._report.tell("texts-differ", place, name=record.documents[0].name)
            return None
        return {**fields, "data": {**data, **texts}}

    def _bring_back(self, fields: dict[str, Any], documents: tuple[Document, ...]) -> None:
        """Put the labels of the documents into the fields of their task."""
        if self._as_it_was(fields, documents):
            return
        annotations = _ANNOTATIONS.decode(fields.get("annotations", Raw(b"[]")))
        groups: dict[int | None, list[Document]] = {}
        for document in documents:
            groups.setdefault(document.source.annotation, []).append(document)
        if BY_SEVERAL in groups:
            self._learn(fields, documents)
        merged = {
            index: self._completed(self._merged(annotations, index, group), documents)
            for index, group in groups.items()
        }
        if self._options.written_as == "predictions":
            fields.pop("annotations", None)
            answers = [self._answer(merged[index]["result"], groups[index]) for index in groups]
            fields["predictions"] = [one for a in answers for one in a["predictions"]]
            return
        annotations = [self._completed(other, documents) for other in annotations]
        for index, annotation in merged.items():
            if index is not None and index != BY_SEVERAL:
                annotations[index] = annotation
            elif not all(d.source.unchanged for d in groups[index]):
                is_answer = annotation["result"] or index == BY_SEVERAL
                annotations += [annotation] if is_answer else []
        if annotations or "annotations" in fields:
            fields["annotations"] = annotations

    def _merged(
        self, annotations: list[Any], index: int | None, documents: list[Document]
    ) -> dict[str, Any]:
        """Return an annotation with the labels of its documents, or make one of them."""
        if index == BY_SEVERAL:
            return self._several(documents)
        chosen = {"ground_truth": False} if index is None else annotations[index]
        annotation = msgspec.convert(chosen, dict[str, Any])
        result = msgspec.convert(annotation.get("result", []), list[Any])
        for document in documents:
            self._controls.learn(result, document)
            if not document.source.unchanged:
                result = Merge(document, self._region, self._report).into(result)
        return {**annotation, "result": result}

    def _learn(self, fields: dict[str, Any], documents: tuple[Document, ...]) -> None:
        """Take in the regions of all answers to a task."""
        for key in ("annotations", "predictions"):
            answers = msgspec.json.decode(fields.get(key, b"[]"))
            for answer in answers if isinstance(answers, list) else ():
                result = answer.get("result") if isinstance(answer, dict) else None
                if isinstance(result, list):
                    for document in documents:
                        self._controls.learn(result, document)

    def _several(self, documents: list[Document]) -> dict[str, Any]:
        """Make an annotation of labels that were those of none alone."""
        as_annotation = self._options.written_as == "annotations"
        if as_annotation and not all(d.source.unchanged for d in documents):
            place = documents[0].source.place
            self._report.tell("annotation-added", place, name=documents[0].name)
        result = [region for document in documents for region in self._regions(document)]
        return {"result": result, "ground_truth": False}

    def _completed(self, annotation: Any, documents: tuple[Document, ...]) -> Any:
        """Give the regions of an annotation what JSON_MIN leaves out: an id, and their tag."""
        if not isinstance(annotation, dict) or not isinstance(annotation.get("result"), list):
            return annotation
        result = [*annotation["result"]]
        for number, item in enumerate(result):
            if isinstance(item, dict) and "value" in item and "to_name" not in item:
                document = next((d for d in documents if is_on(item, d)), documents[0])
                to_name = self._controls.tag_under(item.get("from_name"), document)
                identifier = _region_id(document.name, annotation.get("id"), number)
                result[number] = {"id": identifier, **item, "to_name": to_name}
        return {**annotation, "result": result}

    def _as_it_was(self, fields: dict[str, Raw], documents: tuple[Document, ...]) -> bool:
        """Whether the task can go back to the letter."""
        return (
            self._options.written_as == "annotations"
            and all(d.source.unchanged for d in documents)
            and all(
                self._controls.knows({s.label for s in (*d.spans, *d.dropped)}, d.source.field)
                for d in documents
            )
            and b'"to_name"' in bytes(fields.get("annotations", Raw(b'"to_name"')))
        )


def _texts(documents: tuple[Document, ...], data: dict[str, Raw]) -> dict[str, str] | None:
    """Return the texts that the data lack; None if documents of one field have several."""
    texts: dict[str, str] = {}
    for document in documents:
        field = document.source.field
        is_lacking = field is not None and bytes(data.get(field, b"")) == b"null"
        if is_lacking and texts.setdefault(str(field), document.text) != document.text:
            return None
    return texts


def _region(document: Document, span: Span, target: Target) -> dict[str, Any]:
    region: dict[str, Any] = {
        "id": _region_id(document.name, span.start, span.end, span.label),
        "from_name": target.from_name,
        "to_name": target.to_name,
        "type": "labels",
        "value": {
            "start": span.start,
            "end": span.end,
            "text": document.covered(span),
            "labels": [target.label],
        },
    }
    return region if span.score is None else region | {"score": span.score}


def _region_id(*parts: object) -> str:
    """Make the ten characters of a region's id, the same for the same span in each run."""
    return blake2b(repr(parts).encode(), digest_size=5).hexdigest()
