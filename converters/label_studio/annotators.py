"""Knows who made an annotation, in all the ways in which exports say it.

`completed_by` is an id in exports, an object with id, email and names in target storage; some lists
add `created_username`, "First Last ann@example.com, 7".
"""

from __future__ import annotations

from msgspec import Raw

from .tasks import Annotation, decoded, is_given


def annotator_of(annotation: Annotation) -> str | None:
    """Return the shortest name of who made an annotation that tells people apart: id or email."""
    return _identity(annotation.completed_by)


def shown(annotation: Annotation) -> str | None:
    """Return the name of who made an annotation that says most to people: email, else id."""
    person = decoded(annotation.completed_by) if is_given(annotation.completed_by) else None
    email = person.get("email") if isinstance(person, dict) else None
    return str(email) if email else annotator_of(annotation)


def is_by(annotation: Annotation, name: str) -> bool:
    """Whether who made it has this id, email or name, whatever its case.

    Example:
        >>> is_by(Annotation(completed_by=Raw(b'{"id": 7, "email": "Ann@example.com"}')), "7")
        True
    """
    names = {*_names(annotation.completed_by), *_username(annotation.created_username)}
    return name.strip().casefold() in names


def was_updated_by(annotation: Annotation, name: str) -> bool:
    """Whether who changed it last has this id, email or name."""
    return name.strip().casefold() in _names(annotation.updated_by)


def _identity(raw: Raw) -> str | None:
    person = decoded(raw) if is_given(raw) else None
    if isinstance(person, dict):
        person = person.get("id") or person.get("email")
    return None if person is None else str(person)


def _names(raw: Raw) -> set[str]:
    person = decoded(raw) if is_given(raw) else None
    if not isinstance(person, dict):
        return {str(person).casefold()} if isinstance(person, int | str) else set()
    full = f"{person.get('first_name') or ''} {person.get('last_name') or ''}".strip()
    found = (person.get("id"), person.get("email"), person.get("username"), full)
    return {str(name).casefold() for name in found if name not in (None, "")}


def _username(raw: Raw) -> set[str]:
    username = decoded(raw) if is_given(raw) else None
    if not isinstance(username, str):
        return set()
    named, _, number = username.casefold().rpartition(", ")
    full, _, email = named.strip().rpartition(" ")
    return {number.strip(), email, full.strip()} - {""}
