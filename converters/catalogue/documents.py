"""Documents and their texts: their problems."""

from __future__ import annotations

from .code import DOCUMENT, Code

DOCUMENTS: dict[str, Code] = {
    "text-missing": Code(
        "error",
        "The data has no text here.",
        DOCUMENT,
        "Check the field's name; name the right one with --label-config FILE.",
    ),
    "text-empty": Code(
        "error",
        "The text is empty or only white space.",
        "Azure takes no empty document, so it is left out.",
        "Nothing, if the text is meant to be empty.",
    ),
    "text-by-url": Code(
        "error",
        "The field holds the address of a text, not the text (`valueType` is url).",
        "The offsets count characters that are not in the export, so the document is left out.",
        "Name the folder that holds the files with --texts DIR; addresses are not followed.",
    ),
    "address-without-name": Code(
        "error",
        "The address {address} ends in no plain name of a file.",
        DOCUMENT,
        "Import the text itself into Label Studio.",
    ),
    "address-ambiguous": Code(
        "error",
        "The address {address} ends in {name}, as {other} does, and may be another file.",
        DOCUMENT,
        "Convert the two in separate runs, each with its own --texts DIR.",
    ),
    "text-nul": Code(
        "error",
        "The text has a NUL character at {index}.",
        DOCUMENT,
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
        DOCUMENT,
        "Fill in the field, or give a language for all others with --language.",
    ),
    "language-malformed": Code(
        "error",
        "{found} is no language code.",
        DOCUMENT,
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
        DOCUMENT,
        "Remove one of the two, or choose another policy.",
    ),
    "layout-unreadable": Code(
        "error",
        "The tag {tag} can't show this value of the data: {error}.",
        DOCUMENT,
        "Check the labeling configuration, and the data.",
    ),
    "layout-by-url": Code(
        "error",
        "The field holds the address of what {tag} shows (`valueType` is url).",
        "Only texts of Text tags are fetched, so the document is left out.",
        "Import the contents themselves into Label Studio.",
    ),
    "html-extra-missing": Code(
        "error",
        "Reading HyperText takes the library html5lib, which isn't installed.",
        DOCUMENT,
        'Install it: pip install "spanbridge[html]".',
    ),
}
