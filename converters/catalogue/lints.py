"""Labelled texts that are read without fault: what is worth knowing before they train a model."""

from __future__ import annotations

from .code import Code

_BLURS = "The model learns edges that words don't have."

LINTS: dict[str, Code] = {
    "edge-blank": Code(
        "warning",
        "The label {label} begins or ends with white space: {text}.",
        _BLURS,
        "Move its edges to the characters inside; a conversion to Azure does so.",
    ),
    "edge-inside-word": Code(
        "warning",
        "The label {label} begins or ends inside a word: {text}.",
        f"{_BLURS} If many do, their offsets are off.",
        "Label the whole word, unless a part of it is meant.",
    ),
    "label-too-long": Code(
        "error",
        "The label {label} is longer than the 500 characters that Azure takes: {text}.",
        "Azure refuses it.",
        "Label the part that matters.",
    ),
    "label-twice": Code(
        "warning",
        "The label {label} on {text} is there twice.",
        "What Azure makes of it isn't documented.",
        "Remove one of the two.",
    ),
    "labels-overlap": Code(
        "warning",
        "The label {label} on {text} overlaps one of {other}.",
        "What Azure makes of it isn't documented, and a model of sequences can't learn both.",
        "Keep one; a conversion to Azure does so, by --overlaps.",
    ),
    "document-too-long": Code(
        "error",
        "The text {name} has {length} UTF-16 units, and Azure takes 128,000.",
        "Azure refuses the document.",
        "Cut it in two; a conversion to Azure cuts texts by itself.",
    ),
    "document-empty": Code(
        "error",
        "The text {name} is empty or only white space.",
        "Azure takes no empty document.",
        "Remove it.",
    ),
    "text-twice": Code(
        "warning",
        "The texts {other} and {name} are the same.",
        "If one trains the model and the other tests it, the scores are too good.",
        "Keep one of the two.",
    ),
    "phrase-two-ways": Code(
        "warning",
        "The words {text} are labelled {label} here, and {other} before.",
        "That may be right; where it isn't, the model learns a contradiction.",
        "Look at both.",
    ),
    "documents-few": Code(
        "warning",
        "Number of documents: {count}.",
        "Azure trains on 10 or more.",
        "Label more texts.",
        push="error",
    ),
    "documents-many": Code(
        "error",
        "Number of documents: {count}.",
        "Azure takes 100,000 at most.",
        "Part them into several projects.",
    ),
    "categories-many": Code(
        "error", "Number of categories: {count}.", "Azure takes 200 at most.", "Merge some of them."
    ),
    "examples-few": Code(
        "warning",
        "Examples of the category {category}: {count}.",
        "With fewer than 15 its accuracy is low.",
        "Label more of them, or leave the category out.",
        push="error",
    ),
    "examples-below-fifty": Code(
        "warning",
        "Examples of the category {category}: {count}.",
        "Azure's guidance recommends about 50.",
        "Label more of them.",
    ),
    "category-unused": Code(
        "warning",
        "The category {category} is declared and has no example.",
        "The model can't learn it.",
        "Label some, or remove the category.",
        push="error",
    ),
    "category-name-refused": Code(
        "warning",
        "Azure takes no category named {label}.",
        "Names have 50 characters at most, and none of : $ & % * ( ) + ~ # / ?.",
        "Rename it; a conversion from Label Studio names it {category}.",
        push="error",
    ),
    "part-lacks-category": Code(
        "warning",
        "The part {part} of the split has no example of the category {category}.",
        "It can't be learned, or its scores can't be measured.",
        "Split anew, or label more of them.",
    ),
    "offsets-suspect": Code(
        "warning",
        "{count} of {all} labels have edges inside words or on white space, and none would if "
        "{cause}.",
        "The labels may cover other characters than they were made for; none quotes its text, so "
        "nothing can be compared.",
        "Look at them with `spanbridge show`, and label anew or make the file again.",
    ),
}
