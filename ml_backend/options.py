"""What can be chosen about the server: the table `[backend]` of spanbridge.toml.

[backend]
deadline = 90
threshold = 0.3
thresholds = {Person = 0.5}
test = "80/20"
texts_from = ["texts.example.com"]
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ..bridge.suggesting.configured import Configured
from ..converters.document import Kind
from ..converters.problems import ProblemError, Words

_Seconds = Annotated[float, Meta(gt=0)]
_Count = Annotated[int, Meta(gt=0)]
_THREADS = 256


class BackendOptions(Configured, frozen=True, forbid_unknown_fields=True):
    """The server's options, and how predictions are made, which `prelabel` reads too.

    Args:
        deadline: seconds after which a request is answered, done or not; Label Studio waits 100.
        refresh: seconds between two looks at which model a deployment serves.
        drain: seconds that requests have to end in when the server is told to stop.
        threads: requests that are answered at once.
        answers: how many answers of Azure are remembered.
        strategy: by what tasks are scored: `length-normalised`, `least-confident`,
            `total-uncertainty`, `random`.
        explored: the share of tasks that come first whatever the model thinks of them.
        threshold: the confidence from which on a suggestion is shown.
        thresholds: the same for single categories.
        test: how texts are split for training (`80/20`): the test part gets no suggestions.
        group_by: the field that ties texts together in the split (`data.policy_id`).
        language: of texts that name none; else it is the Azure project's.
        language_field: the field that names a text's language.
        kind: what the project labels, where the key may not ask: `entities`, `single-label`,
            `multi-label`.
        texts_from: hosts, or networks such as `10.1.0.0/16`, that texts are fetched from; those of
            Label Studio itself always are.
        text_bytes: how large a text that is fetched may be.
    """

    deadline: _Seconds = 90.0
    refresh: _Seconds = 30.0
    drain: _Seconds = 25.0
    threads: _Count = _THREADS
    answers: _Count = 200_000
    kind: Kind | None = None
    texts_from: list[str] = msgspec.field(default_factory=list)
    text_bytes: _Count = 10_000_000


def options_of(table: dict[str, Any]) -> BackendOptions:
    """Read the table.

    Raises:
        ProblemError: it can't be used.

    Example:
        >>> options_of({"deadline": 60}).deadline
        60.0
    """
    try:
        return msgspec.convert(table, BackendOptions)
    except msgspec.ValidationError as error:
        raise ProblemError.of(
            "setting-malformed", "[backend]", name="backend", error=Words(str(error))
        ) from error
