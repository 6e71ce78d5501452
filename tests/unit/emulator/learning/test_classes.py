"""Classification: of several classes those that apply, or the best one."""

from __future__ import annotations

from spanbridge.bridge.emulator.learning.classes import ClassModel, train_classes

WORDS = {
    "disk": ("disk", "full", "volume", "bytes", "partition"),
    "net": ("cable", "packet", "router", "timeout", "port"),
    "mail": ("inbox", "sender", "spam", "message", "attachment"),
}
TEXTS = [
    (f"the {a} and {b} today, {a}", frozenset({name}))
    for name, words in WORDS.items()
    for a in words
    for b in words
    if a != b
]
BOTH = [
    (f"the {a} and {b} today", frozenset({"disk", "net"}))
    for a in WORDS["disk"]
    for b in WORDS["net"]
]
PLAIN = [(f"{word} today and the", frozenset[str]()) for word in ("hello", "lunch", "rain")] * 5


def names(found):
    return [name for name, _ in found]


def test_the_best_class_is_found_by_words_that_were_seen_apart():
    model = train_classes(TEXTS, multi=False)
    assert names(model.predict("spam in the attachment")) == ["mail"]
    assert names(model.predict("ROUTER PORT")) == ["net"]


def test_of_one_class_each_text_gets_one_even_if_no_word_is_known():
    [(_, confidence)] = train_classes(TEXTS, multi=False).predict("ζώον")
    assert 0 < confidence < 0.6


def test_several_classes_all_none_or_more_than_one():
    model = train_classes([*TEXTS, *BOTH, *PLAIN], multi=True)
    assert {*names(model.predict("the router and the disk"))} == {"disk", "net"}
    assert names(model.predict("inbox and sender")) == ["mail"]
    assert model.predict("lunch today") == []


def test_classes_come_with_the_surest_first_and_over_a_half():
    found = train_classes([*TEXTS, *BOTH], multi=True).predict("the router and the disk")
    values = [value for _, value in found]
    assert values == sorted(values, reverse=True)
    assert min(values) > 0.5


def test_a_single_label_model_passes_over_texts_without_a_class():
    model = train_classes([*TEXTS, ("disk", frozenset())], multi=False)
    assert model.to_bytes() == train_classes(TEXTS, multi=False).to_bytes()


def test_a_model_is_the_same_each_time_comes_back_from_bytes_and_jitters():
    for multi in (True, False):
        model = train_classes(TEXTS, multi=multi)
        data = model.to_bytes()
        assert train_classes(TEXTS, multi=multi).to_bytes() == data
        assert train_classes(TEXTS, multi=multi, jitter=3).to_bytes() != data
        assert ClassModel.from_bytes(data).predict("disk") == model.predict("disk")
