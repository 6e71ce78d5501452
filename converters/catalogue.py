"""The table of problems: severity, cause, consequence and remedy of each code.

Errors leave something out, the region, the document or (where the consequence says so) all; they
make the exit status 1. Warnings tell what was changed or kept. `{...}` is filled in with what was
found.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
_NOTHING = "Nothing was written."
_REGION = "The region is left out."
_DOCUMENT = "The document is left out."
_TASK = "The task is left out."


class Code(NamedTuple):
    """The words of one code."""

    severity: Severity
    cause: str
    consequence: str
    remedy: str


CATALOGUE: dict[str, Code] = {
    # The input as a whole
    "input-empty": Code(
        "error", "The file is empty.", _NOTHING, "Export again, or name another file."
    ),
    "input-unreadable": Code(
        "error", "The file can't be read: {error}.", _NOTHING, "Check its name and permissions."
    ),
    "input-not-utf8": Code(
        "error",
        "The file is not UTF-8: {found}.",
        _NOTHING,
        "Save it as UTF-8; in PowerShell, `Out-File -Encoding utf8` instead of `>`.",
    ),
    "input-not-json": Code(
        "error",
        "This is not JSON: {error}, in {found}.",
        _NOTHING,
        "Export again as JSON, JSON_MIN or JSON Lines.",
    ),
    "input-not-a-list": Code(
        "error",
        "A list of tasks is expected, but the file begins with {found}.",
        _NOTHING,
        "Export as JSON or JSON_MIN; other formats lose offsets.",
    ),
    "input-cut-off": Code(
        "error",
        "The list is not closed; the file ends with {found}.",
        _NOTHING,
        "It may have been cut off on its way: export or copy it again.",
    ),
    "label-config-malformed": Code(
        "error",
        "The labeling configuration is no XML that can be read: {error}.",
        _NOTHING,
        "Copy it from Settings > Labeling Interface > Code.",
    ),
    "label-config-without-text": Code(
        "error",
        "The labeling configuration has no Labels on a Text tag.",
        _NOTHING,
        "Give the configuration of the project that the tasks come from.",
    ),
    "text-field-ambiguous": Code(
        "error",
        "Which field of the data holds the text of the tag {tag} can't be told from the file.",
        _NOTHING,
        "Give the project's labeling configuration with --label-config FILE.",
    ),
    "language-not-given": Code(
        "error",
        "The language of the texts is not given.",
        _NOTHING,
        "Name it with --language en-us, or the field that holds it with --language-field data.lang.",
    ),
    "category-collision": Code(
        "error",
        "The labels {label} and {other} would become the same category.",
        _NOTHING,
        "Rename one of them in Label Studio.",
    ),
    "manifest-malformed": Code(
        "error",
        "This is no line of a manifest: {error}.",
        _NOTHING,
        "Give the manifest.jsonl that was written with these labels, or none.",
    ),
    "output-exists": Code(
        "error",
        "The folder has files in it.",
        _NOTHING,
        "Name another folder, or replace files of the same names with --force.",
    ),
    "output-unwritable": Code(
        "error", "The folder can't be written: {error}.", _NOTHING, "Name another folder."
    ),
    # Tasks
    "task-malformed": Code(
        "error", "This is no task: {error}.", _TASK, "Export it again, or mend it by hand."
    ),
    "lone-surrogate": Code(
        "error",
        "The string has half of a surrogate pair, which no UTF-8 file can hold.",
        _TASK,
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
    # Documents
    "text-missing": Code(
        "error",
        "The data has no text here.",
        _DOCUMENT,
        "Check the field's name; name the right one with --label-config FILE.",
    ),
    "text-empty": Code(
        "error",
        "The text is empty or only white space.",
        "Azure takes no empty document, so it is left out.",
        "Nothing, if the text is meant to be empty.",
    ),
    "text-nul": Code(
        "error",
        "The text has a NUL character at {index}.",
        _DOCUMENT,
        "Remove the character in the source of the text, and import the task again.",
    ),
    "text-cut": Code(
        "warning",
        "The text is longer than the 128,000 UTF-16 units that Azure takes.",
        "It is written as {count} files, cut between sentences; the manifest joins them again.",
        "Nothing.",
    ),
    "text-mark-removed": Code(
        "warning",
        "The text begins with U+FEFF, which in a file would be a byte-order mark.",
        "The file is written without it; the manifest puts it back.",
        "Nothing.",
    ),
    "language-missing": Code(
        "error",
        "The task has no language in {field}.",
        _DOCUMENT,
        "Fill in the field, or give a language for all others with --language.",
    ),
    "language-malformed": Code(
        "error",
        "{found} is no language code.",
        _DOCUMENT,
        "Use a code that Azure knows, such as en-us, de or zh-hans.",
    ),
    "languages-differ": Code(
        "warning",
        "The documents are in several languages ({languages}), the project in one.",
        "Azure trains such a project for its own language only.",
        "Write the project with --multilingual.",
    ),
    "name-replaced": Code(
        "warning",
        "{name} can't be the name of a file at the root of a container.",
        "The document is named by the hash of its text.",
        "Rename it in the task's data (azure.location).",
    ),
    "document-twice": Code(
        "error",
        "There was a document {name} with this very text before.",
        "The second one is left out; the manifest keeps it.",
        "Remove one of the two from the sources.",
    ),
    "spans-overlap": Code(
        "error",
        "{error}, and the policy is --overlaps error.",
        _DOCUMENT,
        "Remove one of the two, or choose another policy.",
    ),
    # Regions
    "region-malformed": Code(
        "error", "This is no region: {error}.", _REGION, "Draw it anew in Label Studio."
    ),
    "region-not-text": Code(
        "error",
        "The region is of the kind {kind}, not on a Text tag.",
        "The region is left out; the manifest keeps it.",
        "Only Text tags are converted so far.",
    ),
    "tag-unknown": Code(
        "error",
        "The labeling configuration has no Text tag {tag}.",
        "The region is left out; the manifest keeps it.",
        "Give the configuration of the project that the task comes from.",
    ),
    "label-missing": Code(
        "error",
        "The region on {text} has no label.",
        "The region is left out; the manifest keeps it.",
        "Label it, or delete it.",
    ),
    "offset-not-a-number": Code(
        "error", "The offset {offset} is no whole number.", _REGION, "Draw the region anew."
    ),
    "offset-out-of-range": Code(
        "error",
        "The region covers {start} to {end}, the text has {length} characters.",
        _REGION,
        "Draw it anew; if many are off, the text was changed after labelling.",
    ),
    "span-empty": Code(
        "error",
        "The region starts at {start} and ends at {end}: it covers nothing.",
        _REGION,
        "Draw it anew.",
    ),
    "text-mismatch": Code(
        "error",
        "The region's offsets cover {covered}, its text says {saved}.",
        "The region is left out: a label on other characters would teach the model wrongly.",
        "Draw it anew; if many disagree, the offsets may count other units.",
    ),
    "span-blank": Code(
        "error", "The span {label} covers only white space.", _REGION, "Delete it, or draw it anew."
    ),
    "entity-too-long": Code(
        "error",
        "The span {label} is longer than the 500 characters that Azure takes: {text}.",
        "The region is left out; the manifest keeps it.",
        "Label the part that matters.",
    ),
    "span-trimmed": Code(
        "warning",
        "The span {label} begins or ends with white space: {text}.",
        "Its edges are moved to the characters inside.",
        "Nothing.",
    ),
    "span-duplicate": Code(
        "warning",
        "The span {label} on {text} is there twice.",
        "It is sent once; the manifest keeps both.",
        "Nothing.",
    ),
    "span-overlap": Code(
        "warning",
        "The span {label} on {text} overlaps another one.",
        "It is not sent to Azure; the manifest keeps it.",
        "Choose what happens with --overlaps longest, first, keep or error.",
    ),
    "category-renamed": Code(
        "warning",
        "Azure takes no category named {label}.",
        "It is named {category} there; the way back restores the label.",
        "Nothing.",
    ),
    "relation-kept": Code(
        "warning",
        "Azure has no relations between entities.",
        "The relation is kept in the manifest.",
        "Nothing.",
    ),
    "result-kept": Code(
        "warning",
        "Azure has no place for a result of the type {kind}.",
        "It is kept in the manifest.",
        "Nothing.",
    ),
    # Labels files
    "labels-malformed": Code(
        "error",
        "This is no labels file: {error}.",
        _NOTHING,
        "Export the project's labels again, or run `spanbridge check` on the file.",
    ),
    "kind-unsupported": Code(
        "error",
        "The project is of the kind {kind}.",
        _NOTHING,
        "Only CustomEntityRecognition is converted so far.",
    ),
    "unit-unsupported": Code(
        "error",
        "Offsets count {unit}.",
        _NOTHING,
        "Export with stringIndexType=Utf16CodeUnit.",
    ),
    "document-malformed": Code(
        "error", "This is no labelled document: {error}.", _DOCUMENT, "Export the labels again."
    ),
    "location-unsafe": Code(
        "error",
        "{name} is no plain name of a .txt file.",
        "It could lead out of the folder of texts, so the document is left out.",
        "Rename the document; Azure takes documents at the root of the container only.",
    ),
    "location-twice": Code(
        "error",
        "The document {name} stands in the file before.",
        "The second one is left out.",
        "Put the labels of both into one entry.",
    ),
    "document-text-missing": Code(
        "error",
        "There is no text {name}.",
        _DOCUMENT,
        "Name the folder that holds the texts with --texts DIR.",
    ),
    "document-not-utf8": Code(
        "error",
        "The text {name} is not UTF-8: {error}.",
        _DOCUMENT,
        "Find out its encoding, save it as UTF-8 and check the labels.",
    ),
    "offset-refused": Code(
        "error",
        "The label {label} names no characters of the text: {error}.",
        "The label is left out.",
        "Run `spanbridge check --fix` on the file, or label the span anew.",
    ),
    "category-undeclared": Code(
        "warning",
        "The category {category} is not among the project's.",
        "Its labels are converted all the same.",
        "Add it to assets.entities.",
    ),
    "category-unmatched": Code(
        "error",
        "No label of the configuration fits the category {category}.",
        "The span is left out.",
        "Add the label, or name the category among its predicted_values.",
    ),
    # The way back with a manifest
    "document-new": Code(
        "warning",
        "The document {name} is not in the manifest.",
        "It becomes a new task.",
        "Nothing.",
    ),
    "document-gone": Code(
        "error",
        "The labels file has no document {name}, the manifest has.",
        _TASK,
        "If the document was deleted on purpose, delete the task in Label Studio.",
    ),
    "entry-malformed": Code(
        "error",
        "This entry of the manifest holds no task: {error}.",
        _TASK,
        "Give the manifest.jsonl as it was written.",
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
    "result-gone": Code(
        "warning",
        "A result of the type {what} belongs to a region that is gone.",
        "It is removed with the region.",
        "Nothing.",
    ),
}
