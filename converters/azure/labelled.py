"""A document of a labels file as it was read: what it says, and where each of its labels stands."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from .labels_file import Label, LabelledDocument


class Labelled(Struct, frozen=True):
    """A document, its place, and the places of its labels where they are not as Azure has them."""

    document: LabelledDocument
    place: str
    places: list[list[str]] | None = None

    def where(self, region: int, label: int) -> str:
        """Return the place of a label: `$.assets.documents[3].entities[0].labels[2]`."""
        if self.places is not None:
            return self.places[region][label]
        return f"{self.place}.entities[{region}].labels[{label}]"

    def labels(self) -> Iterator[tuple[int, int, Label]]:
        """Yield each label with the numbers of its region and of itself."""
        for r, region in enumerate(self.document.entities):
            for number, label in enumerate(region.labels):
                yield r, number, label
