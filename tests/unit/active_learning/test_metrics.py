"""Our metric counts exact stretches and categories, as the service's evaluation does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.active_learning.metrics import by_document, labelled, measured
from spanbridge.converters.comparing import Counts
from spanbridge.converters.document import Document, Span

TEXT = "Node 4 of Atlas is down since May"
SPANS = st.lists(
    st.builds(
        lambda start, length, label: Span(start, start + length, label),
        st.integers(0, 20),
        st.integers(1, 8),
        st.sampled_from("ABC"),
    ),
    max_size=5,
    unique=True,
).map(tuple)
CLASSES = st.lists(st.sampled_from("ABC"), unique=True).map(tuple)
DOCUMENTS = st.one_of(
    st.lists(st.tuples(SPANS, SPANS), max_size=6).map(
        lambda pairs: [tuple(Document(TEXT, spans) for spans in pair) for pair in pairs]
    ),
    st.lists(st.tuples(CLASSES, CLASSES), max_size=6).map(
        lambda pairs: [tuple(Document(TEXT, categories=c) for c in pair) for pair in pairs]
    ),
)


def of(pairs):
    return [gold for gold, _ in pairs], [found for _, found in pairs]


@given(DOCUMENTS)
def test_categories_add_up_to_what_is_labelled_and_found(pairs):
    gold, found = of(pairs)
    metrics = measured(gold, found)
    assert metrics.total.labelled == labelled(gold).total()
    assert metrics.total.right + metrics.total.wrong == labelled(found).total()
    for category, counts in metrics.categories.items():
        assert counts.labelled == labelled(gold)[category]


@given(DOCUMENTS)
def test_what_agrees_with_itself_is_perfect(pairs):
    gold, _ = of(pairs)
    metrics = measured(gold, gold)
    assert metrics.f1 == (1.0 if labelled(gold) else 0.0)


@given(DOCUMENTS, DOCUMENTS)
def test_documents_may_be_counted_in_parts(some, others):
    one, other, both = (measured(*of(pairs)) for pairs in (some, others, [*some, *others]))
    assert both.total == one.total + other.total
    assert both.documents == one.documents + other.documents


def test_a_span_with_a_wrong_edge_is_one_found_wrongly_and_one_missed():
    gold = Document(TEXT, (Span(0, 6, "Server"), Span(10, 15, "Service")))
    found = Document(TEXT, (Span(0, 4, "Server"), Span(10, 15, "Service")))
    metrics = measured([gold], [found])
    assert metrics.categories == {"Server": Counts(0, 1, 1), "Service": Counts(1, 0, 0)}
    assert metrics.f1 == 0.5
    assert metrics.as_dict()["categories"]["Server"]["missed"] == 1


def test_texts_as_a_whole_are_counted_by_their_categories():
    gold, found = (Document(TEXT, categories=c) for c in (("Disk", "Net"), ("Net", "Login")))
    assert measured([gold], [found]).total == Counts(1, 1, 1)


def test_a_span_labelled_twice_counts_once():
    twice = Document(TEXT, (Span(0, 6, "Server"), Span(0, 6, "Server")))
    assert measured([twice], [twice]).total == Counts(right=1)


def test_predictions_of_other_texts_are_refused():
    with pytest.raises(ValueError, match="document 1 "):
        [*by_document([Document("a"), Document("b")], [Document("a"), Document("c")])]
    with pytest.raises(ValueError, match="1 labelled documents, 0 predicted"):
        measured([Document("a")], [])
