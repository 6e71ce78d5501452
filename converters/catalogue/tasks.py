"""Tasks and their annotations: their problems."""

from __future__ import annotations

from .code import TASK, Code

TASKS: dict[str, Code] = {
    "task-malformed": Code(
        "error", "This is no task: {error}.", TASK, "Export it again, or mend it by hand."
    ),
    "row-malformed": Code(
        "error",
        "The row has {found} cells, the header {expected}.",
        TASK,
        "Export again, and convert the file as it is: spreadsheet programs change it.",
    ),
    "cell-malformed": Code(
        "error",
        "The column {column} begins like a list of regions, but is none: {error}.",
        TASK,
        "Export again; spreadsheet programs cut cells off at 32,767 characters.",
    ),
    "lone-surrogate": Code(
        "error",
        "The string has half of a surrogate pair, which no UTF-8 file can hold.",
        TASK,
        "Replace the character in the source of the text, and import the task again.",
    ),
    "task-unlabelled": Code(
        "warning",
        "The task has no annotation.",
        "It is not sent to Azure; the manifest keeps it.",
        "Annotate it, or write it without labels with --include-unlabelled.",
    ),
    "task-skipped": Code(
        "warning",
        "The task was skipped by its annotators.",
        "It is not sent to Azure; the manifest keeps it.",
        "Annotate it if it should count.",
    ),
    "annotation-malformed": Code(
        "error",
        "This is no annotation: {error}.",
        "The annotation is left out.",
        "Export the task again, or mend it by hand.",
    ),
    "annotations-kept": Code(
        "warning",
        "The task has {count} more annotations.",
        "One annotation speaks for a task; the others are kept in the manifest.",
        "Choose which with --annotations.",
    ),
}
