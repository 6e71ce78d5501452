"""Predictions, costs and evaluations: their problems."""

from __future__ import annotations

from .code import NOTHING, Code

_AGAIN = "Run the same command again: only what has no prediction is sent."
_STOPPED = "Nothing was sent."

PREDICTIONS: dict[str, Code] = {
    "prediction-refused": Code(
        "error",
        "Azure did not analyse the document: {error}, {message}.",
        "The document has no prediction.",
        "Correct the document, and run the same command again: only what has none is sent.",
    ),
    "prediction-uncertain": Code(
        "error",
        "No usable answer came when the document was sent: {message}.",
        "It may have been analysed and billed, so it was not sent again, and has no prediction.",
        _AGAIN,
    ),
    "prediction-failed": Code(
        "error",
        "The job that analysed the document came to nothing: {message}.",
        "Whether it is billed is not documented, so it was not sent again; no prediction.",
        _AGAIN,
    ),
    "prediction-misplaced": Code(
        "error",
        "Azure found {category} at {offset}, and what it quotes is not what the text has there.",
        "The entity is left out.",
        "Report it, with the text: offsets were asked for in code points.",
    ),
    "prediction-warning": Code(
        "warning", "Azure warns: {error}, {message}.", "The prediction stands.", "Nothing."
    ),
    "text-in-windows": Code(
        "warning",
        "The text is longer than a request takes.",
        "It is sent as {count} windows that overlap; what they share is billed twice.",
        "Nothing.",
    ),
    "document-malformed": Code(
        "error",
        "This is no document: {error}.",
        "It is left out.",
        'Write {{"id": …, "text": …, "language": …}} on each line.',
    ),
    "folder-without-texts": Code(
        "error",
        "The folder has no texts (*.txt), nor has its folder documents.",
        NOTHING,
        "Name the folder that `convert to-azure` wrote, or a folder of texts.",
    ),
    "prices-malformed": Code(
        "error",
        "The table [{table}] can't be used: {error}.",
        NOTHING,
        "See docs/predicting.md for what it may hold.",
    ),
    "budget-exceeded": Code(
        "error",
        "{what} would cost {cost}, and the budget {which} leaves {left}.",
        _STOPPED,
        "Raise `{which}` in [budget] of spanbridge.toml, or send less.",
    ),
    "budget-without-prices": Code(
        "error",
        "There is a budget, and no price for {what}.",
        _STOPPED,
        "Write what it costs into [prices], or remove the budget.",
    ),
    "evaluation-malformed": Code(
        "error",
        "The evaluation can't be read: {error}.",
        NOTHING,
        "Report it, with the model's evaluation as the service gives it.",
    ),
}
