"""Brings texts into a container: in parallel, only new or changed ones, only over our own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Final

from msgspec import Struct

from .errors import StoppedError
from .progress import Progress, Step
from .storage import Blob, Storage, md5_of

WORKERS: Final = 8
_SHOWN: Final = 10
Texts = Callable[[str], bytes]


class Uploads(Struct, frozen=True):
    """What is to be uploaded: names with their MD5, and what stands there so far."""

    new: dict[str, str]
    changed: dict[str, str]
    same: list[str]
    before: dict[str, Blob]

    @property
    def names(self) -> list[str]:
        """The texts that go up."""
        return [*self.new, *self.changed]


def plan(storage: Storage, names: Iterable[str], texts: Texts) -> Uploads:
    """Compare texts with what the container has.

    Raises:
        StoppedError: it has others of the same names that we did not upload.
        ServiceError: it can't be read.
    """
    digests = {name: md5_of(texts(name)) for name in names}
    there = storage.look(digests)
    new = {name: digest for name, digest in digests.items() if name not in there}
    same = [name for name, blob in there.items() if blob.md5 == digests[name]]
    changed = {name: digests[name] for name, blob in there.items() if blob.md5 != digests[name]}
    foreign = sorted(name for name in changed if not there[name].ours)
    if foreign:
        raise StoppedError(
            f"The container has {len(foreign):,} texts of the same names and other content that "
            "spanbridge did not upload, and does not touch.",
            "Use another container (--container of convert to-azure), or remove them yourself.",
            [*foreign[:_SHOWN], *(["…"] if len(foreign) > _SHOWN else [])],
        )
    return Uploads(new, changed, same, there)


def upload(
    storage: Storage, uploads: Uploads, texts: Texts, progress: Progress | None = None
) -> None:
    """Carry out a plan.

    Raises:
        StoppedError: somebody has written a text meanwhile.
        ServiceError: a text can't be written.
    """
    names = uploads.names
    if not names:
        return
    storage.announce(uploads.new | uploads.changed)

    def one(name: str) -> None:
        storage.write(name, texts(name), uploads.before.get(name))

    with ThreadPoolExecutor(WORKERS) as pool:
        pending = [pool.submit(one, name) for name in names]
        try:
            for done, future in enumerate(as_completed(pending), start=1):
                future.result()
                if progress:
                    progress(Step("texts", done, len(names)))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
