"""Fetches texts of which tasks hold the address only (`valueType="url"`), from a given folder.

The browser decodes such a file as UTF-8 and leaves out a byte-order mark; offsets count what is
left, with line ends as they are. Label Studio 1.23.2 saves no text with such regions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from ..report import Report
from .fields import TextFields
from .options import Fetch
from .tasks import Task

_ADDRESS = re.compile(r"(?:(?:https?|s3|gs|azure-blob)://|/data/(?:local-files|upload)/)\S+")
_NOT_IN_NAME = re.compile(r"[/\\\x00-\x1f]")


def is_address(text: str) -> bool:
    """Whether a text is nothing but an address of those that Label Studio fetches texts from."""
    return bool(_ADDRESS.fullmatch(text))


def file_name(address: str) -> str:
    """Return the last part of an address's path; nothing if that is no plain name of a file.

    Example:
        >>> file_name("/data/local-files/?d=letters/A%201.txt"), file_name("s3://b/x/2.txt?v=1")
        ('A 1.txt', '2.txt')
        >>> file_name("https://example.org/..%2fsecret.txt"), file_name("https://example.org/")
        ('', '')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    local = parse_qs(parts.query).get("d") if parts.path.endswith("/local-files/") else None
    path = local[0] if local else parts.path
    last = path.rpartition("/")[2]
    name = last if local else unquote(last)
    return "" if name in (".", "..") or _NOT_IN_NAME.search(name) else name


class Fetched:
    """Fetches the texts of tasks, of unlabelled ones if asked; tells of those that it can't.

    Two addresses that end alike would be the same file: the second one is left out.
    """

    def __init__(
        self, fetch: Fetch, fields: TextFields, report: Report, *, unlabelled: bool
    ) -> None:
        self._fetch = fetch
        self._unlabelled = unlabelled
        self._fields = fields
        self._report = report
        self._addresses: dict[str, str] = {}

    def of(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Pass tasks on with their texts."""
        for task in tasks:
            wanted = self._addresses_in(task) if task.annotations or self._unlabelled else {}
            texts = {f: self._text(a, f"{task.place}.data.{f}") for f, a in wanted.items()}
            task.fetched = {field: text for field, text in texts.items() if text is not None}
            task.lost = frozenset(texts.keys() - task.fetched.keys())
            yield task

    def _addresses_in(self, task: Task) -> dict[str, str]:
        fields = [*(self._fields.tags or task.strings())]
        if len(fields) > 1 and not self._fields.tags:
            return {}  # which of them holds the text is a question that is asked later
        found = {field: task.text(field) or "" for field in fields}
        by_url = self._fields.by_url
        return {f: address for f, address in found.items() if f in by_url or is_address(address)}

    def _text(self, address: str, place: str) -> str | None:
        name = file_name(address)
        if not name:
            self._report.tell("address-without-name", place, address=address)
        elif self._addresses.setdefault(name, address) != address:
            other = self._addresses[name]
            self._report.tell("address-ambiguous", place, name=name, address=address, other=other)
        else:
            return self._decoded(name, place)
        return None

    def _decoded(self, name: str, place: str) -> str | None:
        try:
            return self._fetch(name).decode("utf-8-sig")
        except OSError:
            self._report.tell("document-text-missing", place, name=name)
        except UnicodeDecodeError as error:
            self._report.tell("document-not-utf8", place, name=name, error=error)
        return None
