"""A file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..converters.problems import ProblemError


@contextmanager
def appearing(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Open a file that appears whole when the block ends well, or not at all.

    Raises:
        ProblemError: it is there already and `force` is not given, or it can't be written.
    """
    if path.exists() and not force:
        raise ProblemError.of("output-file-exists", str(path))
    try:
        descriptor, name = tempfile.mkstemp(prefix=".spanbridge-", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def write_file(path: Path | str, data: bytes, *, force: bool) -> None:
    """Write a file that appears whole or not at all.

    Raises:
        ProblemError: it is there already and `force` is not given, or it can't be written.
    """
    with appearing(Path(path), force=force) as file:
        file.write(data)


def _unwritable(path: Path, error: OSError) -> ProblemError:
    return ProblemError.of("output-unwritable", str(path), error=error.strerror or error)
