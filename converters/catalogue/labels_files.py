"""Azure labels files: their problems."""

from __future__ import annotations

from .code import DOCUMENT, NOTHING, Code

LABELS_FILES: dict[str, Code] = {
    "labels-malformed": Code(
        "error",
        "This is no labels file: {error}.",
        NOTHING,
        "Export the project's labels again, or run `spanbridge check` on the file.",
    ),
    "kind-unsupported": Code(
        "error",
        "The project is of the kind {kind}.",
        NOTHING,
        "Only CustomEntityRecognition is converted so far.",
    ),
    "unit-unsupported": Code(
        "error",
        "Offsets count {unit}.",
        NOTHING,
        "Export with stringIndexType=Utf16CodeUnit.",
    ),
    "document-malformed": Code(
        "error", "This is no labelled document: {error}.", DOCUMENT, "Export the labels again."
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
        DOCUMENT,
        "Name the folder that holds the texts with --texts DIR.",
    ),
    "document-not-utf8": Code(
        "error",
        "The text {name} is not UTF-8: {error}.",
        DOCUMENT,
        "Find out its encoding, save it as UTF-8 and check the labels.",
    ),
    "dataset-unknown": Code(
        "warning",
        "The dataset {dataset} is neither Train nor Test.",
        "The document is in no part of the split.",
        "Correct it in the labels file.",
    ),
    "mark-not-counted": Code(
        "warning",
        "The text {name} begins with a byte-order mark, and the region's length leaves it out.",
        "The mark is left out of the text, so that the labels cover what they should.",
        "Nothing.",
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
}
