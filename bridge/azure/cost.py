"""What predicting and training will be billed: text records, hours, hosted models. Pure arithmetic.

Known (custom NER, service limits and pricing): predictions are billed by text records of 1,000
characters, each document rounded up by itself. Not known, and said wherever a number is shown:

- which characters: we count UTF-16 code units, so that the number is never too low;
- whether evaluation is billed as prediction, and whether training hours are rounded up;
- how long a training takes: Microsoft's FAQ says about 6 hours for 12.8 million characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from ...converters.offsets import OffsetMap
from .merging import windows
from .prices import Prices

RECORD = 1_000
HOURS_PER_UNIT = 6 / 12_800_000
UNKNOWN = {
    "predict": [
        "Azure bills 1,000 characters without saying which; UTF-16 code units are counted here.",
    ],
    "train": [
        "Hours are a rough guide: Microsoft's FAQ says about 6 for 12.8 million characters.",
        "Whether hours are rounded up, and whether the evaluation is billed, is not documented.",
        "A model costs hosting once it is deployed; whether an idle one does is not documented.",
    ],
}


class Estimate(Struct, frozen=True):
    """What will be billed, and for how much, as far as prices are given.

    `characters` are UTF-16 code units.
    """

    what: str
    documents: int = 0
    characters: int = 0
    records: int = 0
    hours: float = 0.0
    models: int = 0

    def amount(self, prices: Prices) -> float | None:
        """Price what is billed once; None where a rate is missing that is needed.

        Example:
            >>> Estimate("predict", records=3_000).amount(Prices(text_records=5.0))
            15.0
        """
        parts = [prices.of_records(self.records)] if self.records else []
        parts += [prices.of_hours(self.hours)] if self.hours else []
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    def monthly(self, prices: Prices) -> float | None:
        """Price what is billed each month from then on: hosting."""
        return None if prices.hosted_model is None else prices.hosted_model * self.models

    def as_dict(self, prices: Prices) -> dict[str, Any]:
        """Return it all as plain data, for `--json`."""
        found = {name: getattr(self, name) for name in self.__struct_fields__}
        return {
            **found,
            "amount": self.amount(prices),
            "monthly": self.monthly(prices) if self.models else None,
            "currency": prices.currency,
            "prices_of": prices.date and prices.date.isoformat(),
            "unknown": UNKNOWN[self.what],
        }


def records_of(text: str) -> int:
    """Count the text records that a text is billed as when it is sent: its UTF-16 units, by 1,000.

    Example:
        >>> records_of(""), records_of("a" * 1_000), records_of("😀" * 501)
        (0, 1, 2)
    """
    return -(-OffsetMap(text).utf16_length // RECORD)


def cost_of_predicting(texts: Iterable[str]) -> Estimate:
    """Count what predicting texts is billed; long ones are sent in windows, which overlap.

    Example:
        >>> cost_of_predicting(["a" * 1_500, "b"]).records
        3
    """
    documents = characters = records = 0
    for text in texts:
        if text.strip():
            sent = [text[one.start : one.end] for one in windows(text)]
            documents += 1
            characters += sum(OffsetMap(piece).utf16_length for piece in sent)
            records += sum(map(records_of, sent))
    return Estimate("predict", documents, characters, records)


def cost_of_training(texts: Iterable[str]) -> Estimate:
    """Estimate what training on texts is billed, and the hosting of the model.

    Example:
        >>> cost_of_training(["a" * 64_000] * 200).hours
        6.0
    """
    lengths = [OffsetMap(text).utf16_length for text in texts]
    characters = sum(lengths)
    hours = characters * HOURS_PER_UNIT
    return Estimate("train", len(lengths), characters, hours=hours, models=1)
