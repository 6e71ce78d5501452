"""Labelled texts for the learner's tests, written with their labels in place."""

from __future__ import annotations

import re

from spanbridge.bridge.emulator.learning.ner import LabelledSpan, LabelledText, NerModel

_LABEL = re.compile(r"\[([^\]|]*)\|([^\]]*)\]")


def labelled(markup: str) -> LabelledText:
    """Read `Restart [Atlas|Service] now`."""
    text, labels, at = "", [], 0
    for match in _LABEL.finditer(markup):
        text += markup[at : match.start()]
        labels.append(LabelledSpan(len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return LabelledText(text + markup[at:], tuple(labels))


def marked(text: str, model: NerModel) -> str:
    """Write a text down as `labelled` reads it, with what a model finds."""
    found, at = "", 0
    for start, end, category, _ in model.predict(text):
        found += f"{text[at:start]}[{text[start:end]}|{category}]"
        at = end
    return found + text[at:]
