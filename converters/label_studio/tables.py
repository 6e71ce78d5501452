r"""Reads the CSV and TSV exports: the rows of JSON_MIN as a table, with JSON in the label columns.

Label Studio writes `\r\n` between rows, quotes strings, and leaves line ends in texts as they are.
A table holds no types but those of the columns that Label Studio adds itself: what was a number in
the data comes as a string, and what was missing or empty doesn't come at all.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Raw

from ..json_stream import UTF8_MARK, WINDOW, Readable
from ..problems import ProblemError
from ..report import Report

_DELIMITERS = ",\t"
_OWN = {"id", "annotation_id"}
_NUMBERS = {*_OWN, "annotator", "lead_time"}
_NUMBER = re.compile(r"(-?(?:0|[1-9]\d{0,17}))(?:\.0+)?|-?(?:0|[1-9]\d{0,17})\.\d{1,20}")
_REGIONS = re.compile(r'\[\s*\{\s*"(?:start|end|text|labels|hypertextlabels|paragraphlabels)"')
_LONGEST = (1 << 31) - 1  # what the module takes everywhere; by default it refuses 131,072
_ENCODER = msgspec.json.Encoder()
_NULL = Raw(b"null")


def delimiter_of(start: bytes) -> str | None:
    """Tell by its header what parts the cells of a table of annotations; None if it is none.

    Example:
        >>> delimiter_of(b'"annotation_id","id","label","text"'), delimiter_of(b'[{"id": 1}]')
        (',', None)
    """
    line = start.removeprefix(UTF8_MARK).partition(b"\n")[0].decode("utf-8", "replace")
    if line.lstrip()[:1] in ("", "[", "{"):
        return None
    csv.field_size_limit(_LONGEST)
    return next((d for d in _DELIMITERS if {*_header(line.rstrip("\r"), d)} >= _OWN), None)


def _header(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def rows(
    file: Readable, delimiter: str, name: str, report: Report
) -> Iterator[tuple[str, dict[str, Raw]]]:
    """Yield the place of each row, counted from 0 below the header, and its fields as in JSON_MIN.

    A row that is none is told and left out.

    Raises:
        ProblemError: what is there is no table, or it is cut off.
        UnicodeDecodeError: it is not UTF-8.
    """
    table = csv.reader(_lines(file), delimiter=delimiter, strict=True)
    prefix = f"{name} $" if name else "$"
    try:
        header = next(table)
        for number, cells in enumerate(row for row in table if row):
            place = f"{prefix}[{number}]"
            if len(cells) != len(header):
                report.tell("row-malformed", place, found=len(cells), expected=len(header))
            elif fields := _fields(dict(zip(header, cells, strict=True)), place, report):
                yield place, fields
    except csv.Error as error:
        raise ProblemError.of("input-not-a-table", name or "$", error=error) from error


def _lines(file: Readable) -> Iterator[str]:
    r"""Yield the lines of a file, cut at \n only, since texts have other line ends in them."""
    decode = codecs.getincrementaldecoder("utf-8-sig")().decode
    begun: list[str] = []
    while data := file.read(WINDOW):
        *lines, rest = decode(data).split("\n")
        for line in lines:
            yield "".join((*begun, line, "\n"))
            begun.clear()
        begun.append(rest)
    if last := "".join((*begun, decode(b"", final=True))):
        yield last


def _fields(cells: dict[str, str], place: str, report: Report) -> dict[str, Raw] | None:
    """Make the fields of a row; None, and a problem told, if a label column is spoilt."""
    fields: dict[str, Raw] = {}
    for column, cell in cells.items():
        if column in _NUMBERS:
            fields[column] = _number(cell)
        elif _REGIONS.match(cell):
            try:
                fields[column] = _json(cell)
            except (msgspec.DecodeError, UnicodeEncodeError) as error:
                report.tell("cell-malformed", place, column=column, error=error)
                return None
        elif cell:
            fields[column] = Raw(_ENCODER.encode(cell))
    return fields


def _json(cell: str) -> Raw:
    value: Any = msgspec.json.decode(cell)
    return Raw(_ENCODER.encode(value))


def _number(cell: str) -> Raw:
    """Read a number; a column with gaps in it has whole numbers written as 47.0."""
    found = _NUMBER.fullmatch(cell)
    if found is None:
        return Raw(_ENCODER.encode(cell)) if cell else _NULL
    return Raw((found[1] or cell).encode())
