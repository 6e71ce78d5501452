"""Tags that show more than a plain text: their problems."""

from __future__ import annotations

from .code import DOCUMENT, REGION, TASK, Code

LAYOUTS: dict[str, Code] = {
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
    "layout-changed": Code(
        "error",
        "The text of {name} is no longer that of its tag.",
        f"Where its labels are in the tag can't be told. {TASK}",
        "Give the texts as they were written.",
    ),
    "html-extra-missing": Code(
        "error",
        "Reading HyperText takes the library html5lib, which isn't installed.",
        DOCUMENT,
        'Install it: pip install "spanbridge[html]".',
    ),
    "paragraph-missing": Code(
        "error",
        "The region names paragraph {number}, and there are {count}.",
        REGION,
        "Draw it anew; if many are off, the data was changed after labelling.",
    ),
    "node-missing": Code(
        "error",
        "The region is in {path}, where the HTML has no text.",
        REGION,
        "Draw it anew; if many are off, the data was changed after labelling.",
    ),
    "offset-inside-tag": Code(
        "error",
        "The region names no characters of its paragraph or element: {error}.",
        REGION,
        "Draw it anew; if many are off, the data was changed after labelling.",
    ),
}
