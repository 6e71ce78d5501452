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
    "choices-in-row": Code(
        "error",
        "A row of JSON_MIN or of a table holds choices as if they were data.",
        TASK,
        "Export as JSON.",
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
    "annotation-not-opened": Code(
        "warning",
        "The task has {count} annotations made of predictions in bulk that nobody has opened.",
        "They don't count; the manifest keeps them.",
        "Open and submit them in Label Studio, or let them count with --accept all.",
    ),
    "annotation-not-reviewed": Code(
        "warning",
        "The task has {count} annotations that are neither ground truth nor by the reviewer.",
        "They don't count; the manifest keeps them.",
        "Mark the right one as ground truth (the star), or see --accept.",
    ),
    "annotator-absent": Code(
        "warning",
        "The task has no annotation by {annotator} that counts.",
        "It is not sent to Azure; the manifest keeps it.",
        "Name the annotator as the export does, by id or email.",
    ),
    "spans-not-agreed": Code(
        "warning",
        "Of {annotators} annotators not more than half agree on {count} spans.",
        "These are not sent to Azure; the manifest keeps them.",
        "Settle them in Label Studio, or choose another policy with --annotations.",
    ),
    "prediction-absent": Code(
        "warning",
        "The task has no prediction that counts (model version: {version}).",
        "It is not sent to Azure; the manifest keeps it.",
        "Let the model predict it, or name another version with --from-predictions.",
    ),
    "prediction-without-body": Code(
        "error",
        "The predictions are only ids, as in all exports.",
        TASK,
        "List the tasks with their predictions instead: `tasks.list(fields='all')` of "
        "label-studio-sdk, or `spanbridge label-studio export --with-predictions`.",
    ),
}
