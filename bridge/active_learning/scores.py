"""Which text to label next: a score for each task, lowest first, from a model's confidences.

Azure tells how sure it is of each entity that it found, and nothing of those that it missed, so
every score here is made of the former, and a share of tasks is drawn by chance for the latter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final, Literal, get_args

from ...converters.lints.edges import UNSPACED

Strategy = Literal["length-normalised", "least-confident", "total-uncertainty", "random"]
"""By doubt per token, by the least sure span, by all doubt of a text together, or by chance."""
STRATEGIES: Final[tuple[Strategy, ...]] = get_args(Strategy)
DEFAULT: Final[Strategy] = "length-normalised"
EXPLORED: Final = 0.1
"""The share of tasks that come first whatever the model thinks of them."""
NOTHING_FOUND: Final = 0.5

_STEEPNESS = 20
_AHEAD = 0.001
_TOKEN = re.compile(rf"[^\W{UNSPACED}]+|[^\s]")


def tokens(text: str) -> int:
    """Count words, and each other character that is no white space: what labelling a text costs.

    Example:
        >>> tokens("Node 4 is down!"), tokens("東京都"), tokens(" ")
        (5, 3, 0)
    """
    return sum(1 for _ in _TOKEN.finditer(text))


def token_places(text: str) -> list[tuple[int, int]]:
    """Give where each token starts and ends, in code points.

    Example:
        >>> token_places("Hi 😀!")
        [(0, 2), (3, 4), (4, 5)]
    """
    return [match.span() for match in _TOKEN.finditer(text)]


def task_score(confidences: Sequence[float], tokens: int, strategy: Strategy = DEFAULT) -> float:
    """Give a task's score from 0 to 1: the lower, the less sure the model is of it.

    Let doubt be the sum of 1 - c over all spans found. `length-normalised` is 1 / (1 + 20 u) of
    u = doubt / tokens (longer texts cost more to label, and hold more doubt), `least-confident`
    the lowest c, `total-uncertainty` 1 / (1 + doubt). Where nothing was found all of them are .5,
    in the middle: the text may hold nothing, or all that the model misses.

    Source: the first, by simulation (docs/active-learning.md); the second, Culotta and McCallum,
    Reducing Labeling Effort for Structured Prediction Tasks, AAAI 2005.

    Args:
        confidences: of each span that was found, or of each category of the text as a whole.
        tokens: the text's length; 1 where texts are labelled as a whole, which costs the same for
            all of them.
        strategy: any but `random`, which needs to know the task (`random_score`).

    Raises:
        ValueError: the strategy is none of these.

    Example:
        >>> task_score([0.9, 0.6], 10), task_score([0.9, 0.6], 40), task_score([], 10)
        (0.5, 0.8, 0.5)
        >>> task_score([0.9, 0.6], 10, "least-confident")
        0.6
    """
    if strategy not in STRATEGIES or strategy == "random":
        raise ValueError(f"{strategy!r} makes no score of confidences")
    if not confidences:
        return NOTHING_FOUND
    if strategy == "least-confident":
        return min(confidences)
    doubt = sum(max(0.0, 1 - confidence) for confidence in confidences)
    if strategy == "total-uncertainty":
        return 1 / (1 + doubt)
    return 1 / (1 + _STEEPNESS * doubt / max(1, tokens))


def explored(score: float, key: str, version: str, share: float = EXPLORED) -> float:
    """Put a share of tasks before all others, drawn anew for each version of the model.

    A model that is sure of what it found says nothing of what it missed; those of this share are
    seen whatever it thinks, in the order that it would give them.

    Args:
        score: what `task_score` gave.
        key: what tells the task from others; the text, say.
        version: the model's.
        share: how many of all, from 0 to 1.

    Example:
        >>> sum(explored(0.8, str(number), "production@v1") < 0.001 for number in range(1000))
        86
    """
    return score * _AHEAD if _position("explored", key, version) < share else score


def random_score(key: str, version: str) -> float:
    """Give a score by chance, the same each time: for tasks of the test part and random order.

    Example:
        >>> 0 <= random_score("Node 4 is down!", "production@v1") < 1
        True
    """
    return _position("random", key, version)


def sampling_score(  # noqa: PLR0913 (each is one thing that a score depends on)
    confidences: Sequence[float],
    tokens: int,
    *,
    key: str,
    version: str,
    strategy: Strategy = DEFAULT,
    share: float = EXPLORED,
) -> float:
    """Give what to write as a task's score: by any strategy, with the explored share put first.

    Example:
        >>> sampling_score([0.5], 10, key="Node 4 is down!", version="production@v1")
        0.5
    """
    if strategy == "random":
        return random_score(key, version)
    return explored(task_score(confidences, tokens, strategy), key, version, share)


def _position(*parts: str) -> float:
    """Draw a number from 0 to 1 by a hash, which no process, order or machine changes."""
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(data).digest()[:8], "big") / (1 << 64)
