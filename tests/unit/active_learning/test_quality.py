"""Annotations that deserve a second look are found, and those that don't are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.active_learning.quality import contradicted, two_ways
from spanbridge.converters.comparing import Mark
from spanbridge.converters.document import Document, Span

TEXT = "Atlas and Kestrel are down"
ATLAS, KESTREL = (0, 5), (10, 17)


def of(*spans):
    return Document(TEXT, tuple(Span(*place, *rest) for place, *rest in spans))


@pytest.mark.parametrize(
    ("labels", "found", "kind"),
    [
        ([(ATLAS, "Server")], (ATLAS, "Service", 0.95), "category"),
        ([((0, 9), "Server")], (ATLAS, "Server", 0.95), "edges"),
        ([((0, 9), "Server")], (ATLAS, "Service", 0.95), "both"),
        ([(ATLAS, "Server")], (KESTREL, "Server", 0.95), "invented"),
        ([], (KESTREL, "Server", 0.95), "invented"),
    ],
)
def test_each_kind_of_contradiction_is_told(labels, found, kind):
    [one] = contradicted([of(*labels)], [of(found)])
    assert (one.kind, one.document, one.confidence) == (kind, 0, 0.95)


def test_what_the_model_is_not_sure_of_or_misses_contradicts_nothing():
    gold = of((ATLAS, "Server"), (KESTREL, "Server"))
    assert contradicted([gold], [of((ATLAS, "Service", 0.89))]) == []
    assert contradicted([gold], [of((ATLAS, "Server", 0.99))]) == []
    assert contradicted([gold], [of((ATLAS, "Service"))]) == []


def test_the_surest_comes_first():
    gold = [of(), of()]
    found = [of((ATLAS, "Server", 0.91)), of((ATLAS, "Server", 0.97), (KESTREL, "Server", 0.93))]
    assert [c.confidence for c in contradicted(gold, found)] == [0.97, 0.93, 0.91]


def test_predictions_of_other_texts_are_refused():
    with pytest.raises(ValueError, match="same texts"):
        contradicted([Document("a")], [Document("b")])


LABELS = st.lists(st.sampled_from(["Server", "Service", "Team"]), max_size=12)


@given(LABELS)
def test_a_phrase_is_told_once_with_all_its_places(labels):
    found = two_ways([of((ATLAS, label)) for label in labels])
    assert len(found) == (len({*labels}) > 1)
    for one in found:
        assert one.phrase == "Atlas"
        assert one.labels == {label: labels.count(label) for label in labels}
        assert [number for number, _ in one.places] == [*range(len(labels))]


def test_the_odd_ones_are_those_that_are_not_as_usual():
    usual, odd = of((ATLAS, "Service")), of((ATLAS, "Server"))
    [one] = two_ways([usual, odd, usual])
    assert one.odd == [(1, Mark(*ATLAS, "Server"))]
    [even] = two_ways([usual, odd])
    assert len(even.odd) == 2


def test_the_clearest_slips_come_first_and_categories_of_texts_are_no_phrases():
    even = [of((KESTREL, "Team")), of((KESTREL, "Server"))]
    clear = [of((ATLAS, "Service"))] * 9 + [of((ATLAS, "Server"))]
    whole = [Document(TEXT, categories=("A",)), Document(TEXT, categories=("B",))]
    assert [one.phrase for one in two_ways([*even, *clear, *whole])] == ["Atlas", "Kestrel"]
