"""The input and the output as a whole: their problems."""

from __future__ import annotations

from .code import NOTHING, Code

INPUTS: dict[str, Code] = {
    "input-empty": Code(
        "error", "The file is empty.", NOTHING, "Export again, or name another file."
    ),
    "input-unreadable": Code(
        "error", "The file can't be read: {error}.", NOTHING, "Check its name and permissions."
    ),
    "input-not-utf8": Code(
        "error",
        "The file is not UTF-8: {found}.",
        NOTHING,
        "Save it as UTF-8; in PowerShell, `Out-File -Encoding utf8` instead of `>`.",
    ),
    "input-not-json": Code(
        "error",
        "This is not JSON: {error}, in {found}.",
        NOTHING,
        "Export again as JSON, JSON_MIN or JSON Lines.",
    ),
    "input-not-a-list": Code(
        "error",
        "A list of tasks is expected, but the file begins with {found}.",
        NOTHING,
        "Export as JSON, JSON_MIN, CSV or TSV; other formats lose offsets.",
    ),
    "input-not-a-table": Code(
        "error",
        "This is no CSV or TSV that can be read: {error}.",
        NOTHING,
        "Export again, and convert the file as it is: spreadsheet programs change it.",
    ),
    "input-cut-off": Code(
        "error",
        "The list is not closed; the file ends with {found}.",
        NOTHING,
        "It may have been cut off on its way: export or copy it again.",
    ),
    "archive-damaged": Code(
        "error",
        "The archive can't be read: {error}.",
        NOTHING,
        "Copy or make it again, or unpack it and name the folder.",
    ),
    "archive-encrypted": Code(
        "error",
        "The archive is encrypted.",
        NOTHING,
        "Unpack it with its password, and name the folder.",
    ),
    "archive-refused": Code(
        "error",
        "The archive is not what an export makes: {error}.",
        NOTHING,
        "If you trust it, unpack it yourself and name the folder.",
    ),
    "file-unusable": Code(
        "error",
        "The file holds no tasks: {error}.",
        "The file is left out, the others are read.",
        "Export it again, or take it out of the folder.",
    ),
    "label-config-malformed": Code(
        "error",
        "The labeling configuration is no XML that can be read: {error}.",
        NOTHING,
        "Copy it from Settings > Labeling Interface > Code.",
    ),
    "label-config-without-text": Code(
        "error",
        "The labeling configuration has no Labels and no Choices on a Text tag.",
        NOTHING,
        "Give the configuration of the project that the tasks come from.",
    ),
    "label-config-of-other-kind": Code(
        "error",
        "The labeling configuration offers nothing for a project of the kind {kind}: entities need "
        "Labels, the others Choices.",
        NOTHING,
        "Say what the project labels with --kind.",
    ),
    "text-field-ambiguous": Code(
        "error",
        "Which field of the data holds the text of the tag {tag} can't be told from the file.",
        NOTHING,
        "Give the project's labeling configuration with --label-config FILE.",
    ),
    "offsets-utf16": Code(
        "warning",
        "Offsets on Text tags count UTF-16 units, as those of Label Studio 1.3 and older do: where "
        "that makes a difference, {units} regions quote their text so, {points} in code points.",
        "They are converted; the manifest and what comes back of it count code points.",
        "Nothing; --offset-unit code-points takes them as they stand.",
    ),
    "offsets-undecided": Code(
        "warning",
        "Regions behind characters beyond U+FFFF quote no text, or as many texts speak for UTF-16 "
        "units as for code points ({count} regions tell nothing).",
        "Offsets are taken for code points, as Label Studio 1.4 and newer count.",
        "If the export is of 1.3 or older, say --offset-unit utf-16.",
    ),
    "language-not-given": Code(
        "error",
        "The language of the texts is not given.",
        NOTHING,
        "Name it with --language en-us, or where tasks name it with --language-field data.lang.",
    ),
    "category-collision": Code(
        "error",
        "The labels {label} and {other} would become the same category.",
        NOTHING,
        "Rename one of them in Label Studio.",
    ),
    "manifest-malformed": Code(
        "error",
        "This is no line of a manifest: {error}.",
        NOTHING,
        "Give the manifest.jsonl that was written with these labels, or none.",
    ),
    "output-exists": Code(
        "error",
        "The folder has files in it.",
        NOTHING,
        "Name another folder, or replace files of the same names with --force.",
    ),
    "output-file-exists": Code(
        "error",
        "The file is there already.",
        NOTHING,
        "Name another one, or replace it with --force.",
    ),
    "output-unwritable": Code(
        "error", "The folder can't be written: {error}.", NOTHING, "Name another folder."
    ),
}
