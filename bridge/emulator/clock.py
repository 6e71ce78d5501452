"""Times as the service writes them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

_TICKS_OF_1970 = 621_355_968_000_000_000


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(timezone.utc)


def stamp(time: datetime | None = None, **later: float) -> str:
    """Write a time, or now, `later` by so many days or hours.

    Example:
        >>> stamp(datetime(2022, 4, 18, 15, 44, 44, tzinfo=timezone.utc), days=7)
        '2022-04-25T15:44:44Z'
    """
    moved = (time or now()) + timedelta(**later)
    return moved.isoformat(timespec="microseconds").replace("+00:00", "Z").replace(".000000Z", "Z")


def date(**later: float) -> str:
    """Write a date, so many days from today."""
    return (now() + timedelta(**later)).date().isoformat()


def ticks(time: datetime) -> int:
    """Count the tenths of microseconds since the year 1, as .NET does (in a job's id).

    Example:
        >>> ticks(datetime(2022, 4, 18, 16, tzinfo=timezone.utc))
        637858944000000000
    """
    return _TICKS_OF_1970 + int(time.timestamp() * 1_000_000) * 10
