"""Labels that quote their text: what is wrong with their offsets."""

from __future__ import annotations

from .code import FIX, Code

REPAIRS: dict[str, Code] = {
    "label-shifted": Code(
        "error",
        "The label {label} covers {covered}, its text says {saved}, which stands at {offset}: "
        "{cause}.",
        "On other characters it teaches the model wrongly.",
        FIX,
    ),
    "label-in-doubt": Code(
        "error",
        "The label {label} covers {covered}, its text says {saved}, and {cause}.",
        "It can't be moved with certainty, so it stays where it is.",
        "Label the span anew.",
    ),
}
