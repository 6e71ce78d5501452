"""Reads ahead in a process of its own, so that reading and writing large inputs each have a core.

The child is a fork: it shares what the parent has opened, sends records in batches through a pipe,
then its report. Where forking is unsafe or there is one core, and for small inputs, which are done
before a second process is worth its start, all happens in one process.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing.connection import Connection

import msgspec

from ..converters.document import Record
from ..converters.report import Report
from .files import Progress

LARGE = 16 << 20
_BATCH = 25
_PIPE = 1 << 20
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(tuple[int, list[Record]])

Read = Callable[[Report, Progress], Iterator[Record]]
"""Makes a reader that tells a report and a progress callback, and yields its records."""


def ahead(read: Read, report: Report, progress: Progress, size: int | None) -> Iterator[Record]:
    """Yield the records of a reader, which runs elsewhere if the input is large.

    Args:
        read: makes and runs the reader.
        report: receives what the reader tells.
        progress: told how many bytes are read.
        size: bytes of input; None if unknown.
    """
    if size is None or size < LARGE or not _has_two_cores():
        return read(report, progress)
    return _elsewhere(read, report, lambda done: progress(done, size))


def _has_two_cores() -> bool:
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def _elsewhere(read: Read, report: Report, progress: Callable[[int], None]) -> Iterator[Record]:
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    _widen(sender)
    process = context.Process(target=_send, args=(read, sender), daemon=True)
    process.start()
    sender.close()
    try:
        while batch := receiver.recv_bytes():
            done, records = _DECODER.decode(batch)
            progress(done)
            yield from records
        told = receiver.recv()
        if isinstance(told, BaseException):
            raise told
        report.merge(told)
    except EOFError as error:
        raise ChildProcessError("the process that reads was killed") from error
    finally:
        process.kill()
        process.join()
        receiver.close()


def _widen(sender: Connection) -> None:
    """Let the pipe hold a few batches, so that neither end waits for the other at each of them."""
    import fcntl  # noqa: PLC0415 (Windows lacks it)

    with contextlib.suppress(OSError):  # more than this user may have
        fcntl.fcntl(sender.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _send(read: Read, sender: Connection) -> None:
    """Send batches of records, an empty one, then the report or the exception that ended it."""
    report, done = Report(), 0
    told: Report | BaseException = report

    def progress(position: int, _: int | None) -> None:
        nonlocal done
        done = position

    try:
        records, buffer = read(report, progress), bytearray()
        while batch := [*islice(records, _BATCH)]:
            _ENCODER.encode_into((done, batch), buffer)
            sender.send_bytes(buffer)
    except BrokenPipeError:  # the parent wants no more
        return
    except BaseException as error:  # noqa: BLE001 (raised again in the parent)
        told = error
    sender.send_bytes(b"")
    sender.send(told)
