"""Brings the tasks of a manifest back, with the labels that their documents have now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Raw

from ..document import BY_SEVERAL, Document, Record
from ..report import Report
from .answering import TaskOptions
from .choices import into
from .controls import is_on
from .layouts import Layout, RegionError, layout_of
from .merge import Merge
from .results import Results, region_id
from .tasks import decoded, utf8

_FIELDS = msgspec.json.Decoder(dict[str, Raw])
_ANNOTATIONS = msgspec.json.Decoder(list[Any])
Documents = tuple[Document, ...]
Layouts = dict[str | None, Layout]


class Restorer:
    """Makes tasks of the records of a manifest."""

    def __init__(self, results: Results, options: TaskOptions, report: Report) -> None:
        self._results = results
        self._options = options
        self._report = report

    def task(self, record: Record) -> dict[str, Any] | None:
        """Bring a task back; None, and a problem told, if the entry holds none."""
        try:
            fields = _FIELDS.decode(utf8(record.kept or b""))
            data = _FIELDS.decode(fields["data"])
            if record.documents and not self._as_it_was(fields, record.documents):
                _Return(self._results, self._options, self._report).bring_back(
                    fields, record.documents, layouts_of(data, record.documents)
                )
        except (msgspec.DecodeError, UnicodeDecodeError, LookupError) as error:
            self._report.tell("entry-malformed", "manifest", error=error)
            return None
        except RegionError as error:
            place = record.documents[0].source.place
            self._report.tell(error.code, place, **error.quoted)
            return None
        texts = _texts(record.documents, data)
        if texts is None:
            place = record.documents[0].source.place
            self._report.tell("texts-differ", place, name=record.documents[0].name)
            return None
        return {**fields, "data": {**data, **texts}}

    def _as_it_was(self, fields: dict[str, Raw], documents: Documents) -> bool:
        """Whether the task can go back to the letter."""
        return (
            self._options.written_as == "annotations"
            and all(d.source.unchanged for d in documents)
            and all(self._results.know(d) for d in documents)
            and b'"to_name"' in bytes(fields.get("annotations", Raw(b'"to_name"')))
        )


class _Return:
    """The way back of one task."""

    def __init__(self, results: Results, options: TaskOptions, report: Report) -> None:
        self._results = results
        self._options = options
        self._report = report
        self._layouts: Layouts = {}

    def bring_back(self, fields: dict[str, Any], documents: Documents, layouts: Layouts) -> None:
        """Put the labels of the documents into the fields of their task."""
        self._layouts = layouts
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
            answers = [
                self._options.answer(merged[index]["result"], group)
                for index, group in groups.items()
            ]
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
            result = self._labelled(result, document)
        return {**annotation, "result": result}

    def _learn(self, fields: dict[str, Any], documents: Documents) -> None:
        """Take in the regions of all answers to a task."""
        for key in ("annotations", "predictions"):
            answers = msgspec.json.decode(fields.get(key, b"[]"))
            for answer in answers if isinstance(answers, list) else ():
                result = answer.get("result") if isinstance(answer, dict) else None
                if isinstance(result, list):
                    for document in documents:
                        self._results.learn(result, document)

    def _several(self, documents: list[Document]) -> dict[str, Any]:
        """Make an annotation of labels that were those of none alone."""
        as_annotation = self._options.written_as == "annotations"
        if as_annotation and not all(d.source.unchanged for d in documents):
            place = documents[0].source.place
            self._report.tell("annotation-added", place, name=documents[0].name)
        result = [
            region
            for document in documents
            for region in self._results.of(document, self._layouts.get(document.source.field))
        ]
        return {"result": result, "ground_truth": False}

    def _labelled(self, result: list[Any], document: Document) -> list[Any]:
        """Return a result with the labels that a document has now."""
        self._results.learn(result, document)
        if document.source.unchanged:
            return result
        if document.categories is None:
            layout = self._layouts.get(document.source.field)
            return Merge(document, layout, self._results.region, self._report).into(result)
        result, changed = into(result, document, self._results.chosen(document))
        if changed:
            now = ", ".join(document.categories or ()) or "none"
            self._report.tell("categories-changed", document.source.place, categories=now)
        return result

    def _completed(self, annotation: Any, documents: Documents) -> Any:
        """Give the regions of an annotation what JSON_MIN leaves out: an id, and their tag."""
        if not isinstance(annotation, dict) or not isinstance(annotation.get("result"), list):
            return annotation
        result = [*annotation["result"]]
        for number, item in enumerate(result):
            if isinstance(item, dict) and "value" in item and "to_name" not in item:
                document = next((d for d in documents if is_on(item, d)), documents[0])
                to_name = self._results.controls.tag_under(item.get("from_name"), document)
                identifier = region_id(document.name, annotation.get("id"), number)
                result[number] = {"id": identifier, **item, "to_name": to_name}
        return {**annotation, "result": result}


def _texts(documents: Documents, data: dict[str, Raw]) -> dict[str, str] | None:
    """Return the texts that the data lack; None if documents of one field have several."""
    texts: dict[str, str] = {}
    for document in documents:
        field = document.source.field
        is_lacking = field is not None and bytes(data.get(field, b"")) == b"null"
        if is_lacking and texts.setdefault(str(field), document.text) != document.text:
            return None
    return texts


def layouts_of(data: Mapping[str, Raw], documents: Iterable[Document]) -> Layouts:
    """Lay out again what the data hold, by the fields of documents that are no plain texts.

    Raises:
        RegionError: it has another text than its document.
    """
    layouts: Layouts = {}
    for document in documents:
        how, field = document.source.layout, document.source.field
        if how:
            layout = layout_of(how, decoded(data[str(field)]))
            if layout.text != document.text:
                raise RegionError("layout-changed", name=document.name)
            layouts[field] = layout
    return layouts
