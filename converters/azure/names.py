"""Azure's rules for the names of documents, categories, projects and containers.

From custom NER's service limits: documents are `.txt` at the root of the container; projects take
`[A-Za-z0-9_.-]`, 50 at most; categories anything but `: $ & % * ( ) + ~ # / ?`, 50 at most.
Containers: Azure Storage's rule, 3 to 63 lower-case letters, digits and single hyphens.
"""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 50
_MAX_LOCATION = 240  # bytes of UTF-8: file systems take 255, and a part's number may be added
_NOT_IN_CATEGORY = re.compile(r"[:$&%*()+~#/?\x00-\x1f\x7f]")
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9_.-]+")
_NOT_IN_CONTAINER = re.compile(r"[^a-z0-9]+")
_SAFE_LOCATION = re.compile(r"(?!\.)[^/\\:*?\"<>|\x00-\x1f\x7f]+\.txt", re.IGNORECASE)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\.", re.IGNORECASE)


def is_safe_location(location: str) -> bool:
    """Whether a location is a plain `.txt` file name that can't lead out of a folder.

    Example:
        >>> is_safe_location("Test 1.txt"), is_safe_location("../secret.txt")
        (True, False)
    """
    return (
        location.isprintable()
        and len(location.encode()) <= _MAX_LOCATION
        and bool(_SAFE_LOCATION.fullmatch(location))
        and not _RESERVED.match(location)
    )


def category_of(label: str) -> str:
    """Make a category that Azure takes out of a label, mostly the label itself.

    Example:
        >>> category_of("Cost (EUR)")
        'Cost _EUR_'
    """
    return _NOT_IN_CATEGORY.sub("_", label).strip()[:MAX_NAME].rstrip() or "_"


def project_name_of(name: str) -> str:
    """Make a project name out of any words; `project` where nothing is left."""
    return _NOT_IN_NAME.sub("-", name).strip("-.")[:MAX_NAME] or "project"


def is_project_name(name: str) -> bool:
    """Whether Azure takes it as the name of a project, model or deployment."""
    return 0 < len(name) <= MAX_NAME and not _NOT_IN_NAME.search(name)


def container_of(name: str) -> str:
    """Make a container name out of any words."""
    container = _NOT_IN_CONTAINER.sub("-", name.lower()).strip("-")[:63].strip("-")
    return container if len(container) > 2 else f"{container or 'project'}-texts"  # noqa: PLR2004


class Locations:
    """Hands out locations, each once, whatever case and accents' form (file systems fold them)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def claim(self, name: str, digest: str) -> str | None:
        """Return a location made of the name, with some of the text's digest if it is taken.

        None if that is taken too: the same name for the same text.

        Example:
            >>> locations = Locations()
            >>> [locations.claim("task 1", "a3f09c88"), locations.claim("Task-1", "77b1e2d4")]
            ['task-1.txt', 'Task-1-77b1e2d4.txt']
        """
        stem = _NOT_IN_NAME.sub("-", name).strip("-.")[: _MAX_LOCATION - 20] or "text"
        if _RESERVED.match(f"{stem}."):
            stem = f"text-{stem}"
        return self.take(f"{stem}.txt") or self.take(f"{stem}-{digest[:8]}.txt")

    def take(self, location: str) -> str | None:
        """Return the location itself, or None if it is taken."""
        key = unicodedata.normalize("NFC", location.casefold())
        if key in self._taken:
            return None
        self._taken.add(key)
        return location
