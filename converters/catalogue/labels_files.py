"""Azure labels files: their problems."""

from __future__ import annotations

from .code import DOCUMENT, FIX, NOTHING, Code

_READ = "It is read all the same; Azure refuses it."
_LABEL = "The label is left out."

LABELS_FILES: dict[str, Code] = {
    "labels-malformed": Code(
        "error",
        "This is no labels file: {error}.",
        NOTHING,
        "Export the project's labels again.",
    ),
    "kind-unsupported": Code(
        "error",
        "The project is of the kind {kind}.",
        NOTHING,
        "Entity recognition and single or multi label classification can be read.",
    ),
    "unit-unsupported": Code(
        "error",
        "Offsets count {unit}.",
        "What one of them is depends on the version of Unicode, so offsets can't be read for sure.",
        "Export with stringIndexType=Utf16CodeUnit.",
    ),
    "form-preview": Code(
        "warning",
        "The file has the form of the preview of 2021, with `extractors`.",
        _READ,
        f"{FIX[:-1]}, which writes today's form.",
        check="error",
    ),
    "assets-kind-missing": Code(
        "warning",
        "The key assets.projectKind is missing.",
        "Azure answers: The project kind in the exported project's metadata must match the assets' "
        "project kind.",
        f"Write the kind of metadata.projectKind there too. {FIX}",
        check="error",
    ),
    "kinds-differ": Code(
        "warning",
        "The kind of assets.projectKind is {kind}, that of metadata.projectKind {expected}.",
        "Azure answers: The project kind in the exported project's metadata must match the assets' "
        "project kind.",
        "Find out which of the two it is.",
        check="error",
    ),
    "key-missing": Code(
        "warning",
        "The key {key} is missing.",
        "Azure requires it.",
        "Add it; --fix adds what the file itself tells.",
        check="error",
    ),
    "key-misnamed": Code(
        "warning", "The key {found} stands where Azure has {key}.", _READ, FIX, check="error"
    ),
    "unit-not-azures": Code(
        "warning",
        "Offsets count code points (stringIndexType is UnicodeCodePoint).",
        "Azure's import knows UTF-16 code units only.",
        f"{FIX[:-1]} and --texts DIR, which counts them anew.",
        check="error",
    ),
    "project-name-refused": Code(
        "warning",
        "Azure takes no project named {name}.",
        "Names have up to 50 of letters, digits, '.', '_' and '-'.",
        "Rename the project.",
        check="error",
    ),
    "texts-not-compared": Code(
        "warning",
        "The texts are not given.",
        "Whether the labels cover what they should can't be seen.",
        "Name their folder with --texts DIR.",
    ),
    "region-length-wrong": Code(
        "warning",
        "The region has {length} characters, the text {whole}: {cause}.",
        "Azure trains on what is inside the region only.",
        "Let the region span the whole text, and look at the labels with `spanbridge show`.",
    ),
    "region-length-unknown": Code(
        "error",
        "The length of the region is not given, and the text {name} isn't there to tell it.",
        "A mended file has the end of the last label for it; Azure trains on nothing behind.",
        "Give the text with --texts DIR.",
    ),
    "key-unknown": Code(
        "warning",
        "Azure's format has no key {key} here.",
        "Azure passes over it, or refuses the file: that isn't documented.",
        f"Remove it. {FIX}",
    ),
    "type-wrong": Code(
        "warning",
        "The key {key} is {found}, where Azure takes {expected}.",
        "Azure refuses the file, in the words of its JSON library.",
        f"Correct it. {FIX[:-1]} where it is clear what is meant.",
        check="error",
    ),
    "labels-flat": Code(
        "warning",
        "The labels stand straight in `entities`, without a region around them.",
        _READ,
        FIX,
        check="error",
    ),
    "label-malformed": Code(
        "error",
        "This is no label: its category, its offset or its length is missing.",
        _LABEL,
        "Complete it, or label the span anew.",
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
        "The document is left out; Azure can't train on it.",
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
        "Save the text without the mark, and nobody has to guess.",
    ),
    "offset-refused": Code(
        "error",
        "The label {label} names no characters of the text: {error}.",
        _LABEL,
        "Run `spanbridge check --fix` on the file, or label the span anew.",
    ),
    "quote-mismatch": Code(
        "error",
        "The label {label} covers {covered}, its text says {saved}.",
        "The label is left out: on other characters it would teach the model wrongly.",
        "Run `spanbridge check --fix` on the file, or label the span anew.",
    ),
    "regions-several": Code(
        "warning",
        "The document has {count} regions.",
        "Their labels are taken to count from the beginning of the document, which Azure's "
        "documentation leaves open.",
        "Check the labels where no text is quoted.",
    ),
    "label-outside-region": Code(
        "warning",
        "The label {label} lies outside its region.",
        "Azure trains on what is inside the regions only.",
        "Let the region span the whole text.",
    ),
    "category-undeclared": Code(
        "warning",
        "The category {category} is not among the project's.",
        "Its labels are converted all the same.",
        "Add it to assets.entities or assets.classes.",
        check="error",
    ),
    "category-unmatched": Code(
        "error",
        "No label of the configuration fits the category {category}.",
        "The span is left out.",
        "Add the label, or name the category among its predicted_values.",
    ),
    "categories-several": Code(
        "error",
        "The text has {count} categories, and a project of single labels takes one.",
        "The document is left out.",
        "Choose one, or convert with --kind multi-label.",
    ),
}
