"""Regions, spans and labels: their problems."""

from __future__ import annotations

from .code import REGION, Code

REGIONS: dict[str, Code] = {
    "region-malformed": Code(
        "error", "This is no region: {error}.", REGION, "Draw it anew in Label Studio."
    ),
    "region-of-other-tag": Code(
        "error",
        "The region has a path, as those of HyperText have, and its tag shows a plain text.",
        "The region is left out; the manifest keeps it.",
        "Give the labeling configuration of the project that the task comes from.",
    ),
    "tag-unknown": Code(
        "error",
        "No tag {tag} that shows a text is known.",
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
        "error", "The offset {offset} is no whole number.", REGION, "Draw the region anew."
    ),
    "offset-out-of-range": Code(
        "error",
        "The region covers {start} to {end}, the text has {length} characters.",
        REGION,
        "Draw it anew; if many are off, the text was changed after labelling.",
    ),
    "span-empty": Code(
        "error",
        "The region starts at {start} and ends at {end}: it covers nothing.",
        REGION,
        "Draw it anew.",
    ),
    "text-mismatch": Code(
        "error",
        "The region's offsets cover {covered}, its text says {saved}.",
        "The region is left out: a label on other characters would teach the model wrongly.",
        "Draw it anew; if many disagree, the offsets may count other units: see --offset-unit.",
    ),
    "span-blank": Code(
        "error", "The span {label} covers only white space.", REGION, "Delete it, or draw it anew."
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
