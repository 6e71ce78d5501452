"""The way back with a manifest: their problems."""

from __future__ import annotations

from .code import TASK, Code

WAY_BACK: dict[str, Code] = {
    "document-new": Code(
        "warning",
        "The document {name} is not in the manifest.",
        "It becomes a new task.",
        "Nothing.",
    ),
    "document-gone": Code(
        "error",
        "The labels file has no document {name}, the manifest has.",
        TASK,
        "If the document was deleted on purpose, delete the task in Label Studio.",
    ),
    "entry-malformed": Code(
        "error",
        "This entry of the manifest holds no task: {error}.",
        TASK,
        "Give the manifest.jsonl as it was written.",
    ),
    "texts-differ": Code(
        "error",
        "The documents that were made of one task, {name} and others, differ in their text.",
        TASK,
        "Change the text of all of them alike, or of none.",
    ),
    "annotation-added": Code(
        "warning",
        "The labels of {name} were those of no single annotation, and have changed.",
        "They become an annotation of their own; the others stay as they were.",
        "Nothing.",
    ),
    "region-gone": Code(
        "warning",
        "The span of a region labelled {what} is no longer among the labels.",
        "The region is removed.",
        "Nothing, if the label was deleted on purpose.",
    ),
    "region-new": Code(
        "warning",
        "The labels have a span on {what} that was not sent.",
        "It becomes a new region.",
        "Nothing.",
    ),
    "region-not-restored": Code(
        "warning",
        "A region labelled {what} was not sent to Azure, and its document's labels have changed.",
        "The region does not come back.",
        "Draw it again if it should be there.",
    ),
    "categories-changed": Code(
        "warning",
        "The categories of the text have changed; they are now {categories}.",
        "The choices of its annotation are changed.",
        "Nothing.",
    ),
    "result-gone": Code(
        "warning",
        "A result of the type {what} belongs to a region that is gone.",
        "It is removed with the region.",
        "Nothing.",
    ),
    "layout-changed": Code(
        "error",
        "The text of {name} is no longer that of its tag.",
        f"Where its labels are in the tag can't be told. {TASK}",
        "Give the texts as they were written.",
    ),
}
