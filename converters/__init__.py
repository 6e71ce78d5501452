"""Converters between labelled-text formats: bytes and dicts in, objects out; no network, no clock.

The model is `document.Document`: a text and its spans, in code points. Each format is a sub-package
that reads or writes documents and keeps its own offset unit to itself. `formats.FORMATS` is the
table of them all.
"""
