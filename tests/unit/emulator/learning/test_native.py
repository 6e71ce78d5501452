"""Nothing that is given to the learner ends the process, whatever CRFsuite would do with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelling import labelled
from spanbridge.bridge.emulator.learning import crf
from spanbridge.bridge.emulator.learning.classes import ClassModel, train_classes
from spanbridge.bridge.emulator.learning.ner import LabelledText, NerModel, train_ner

BLANK = ["", " ", "\n\n", "\u2003\t", "\r\n\r\n"]
ODD = [
    "\0",
    "\ud800",
    "\udc00\ud800",
    "😀",
    "👩‍👩‍👧",
    "\u0301",
    "\u200d",
    "\ufeff",
    "_",
    "٣",
    "\uffff",
]
FEW = [labelled("[Atlas|Service] fell"), labelled("so did [Orchid|Service]")]
MODEL = train_ner(FEW)
CLASSES = [("disk is full", frozenset({"disk"})), ("cable is torn", frozenset({"net"}))]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [LabelledText("", ())],
        [LabelledText(text, ()) for text in BLANK],
        [LabelledText("no label at all", ())],
        [labelled("[ \n|Blank]")],
        [labelled("a [ |Blank] b")],
    ],
)
def test_a_model_without_labels_to_learn_from_finds_nothing(texts):
    model = NerModel.from_bytes(train_ner(texts).to_bytes())
    assert model.predict("Atlas fell 😀") == []


@pytest.mark.parametrize("text", ["[Atlas|Service]", "[Atlas|Service] fell", "[😀|Emoji]"])
def test_one_text_is_enough_to_train_on(text):
    one = labelled(text)
    model = NerModel.from_bytes(train_ner([one]).to_bytes())
    assert {entity.category for entity in model.predict(one.text)} <= {one.labels[0].category}


def test_texts_that_are_nothing_but_one_category_can_be_learnt():
    model = train_ner([labelled(f"[{name}|Name]") for name in ("Ann", "Ben", "Cid")])
    [found] = model.predict("Dan")
    assert (found.start, found.end, found.category) == (0, 3, "Name")


@pytest.mark.parametrize("text", [*BLANK, *ODD])
def test_blank_and_odd_texts_can_be_read_and_learnt_from(text):
    assert all(0 <= one.start < one.end <= len(text) for one in MODEL.predict(text))
    again = train_ner([*FEW, LabelledText(text, ()), labelled(f"[{text}|Odd]")])
    assert again.predict("Atlas fell")
    train_classes([*CLASSES, (text, frozenset({"odd"}))], multi=True).predict(text)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=4), st.text(max_size=30))
def test_any_texts_can_be_learnt_from_and_read(texts, text):
    found = train_ner([*FEW, *(labelled(f"x [{one}|Any]") for one in texts)]).predict(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize("unit", ["a", "😀", "a1", "line\n", "para\n\n", "\u0301", " "])
def test_texts_of_128_000_characters_are_read(unit):
    text = (unit * 128_000)[:128_000]
    assert all(one.end <= len(text) for one in MODEL.predict(text))


def test_a_text_of_128_000_characters_can_be_learnt_from():
    long = labelled("we saw [Atlas|Service] fall and rise " * 2_500)
    model = train_ner([LabelledText(long.text[:128_000], long.labels[:2_400])])
    assert {one.category for one in model.predict("we saw Atlas fall")} == {"Service"}


@pytest.mark.parametrize("texts", [[], [("", frozenset())], [(" ", frozenset())] * 3])
@pytest.mark.parametrize("multi", [True, False])
def test_a_classifier_without_classes_gives_none(texts, multi):
    model = ClassModel.from_bytes(train_classes(texts, multi=multi).to_bytes())
    assert model.predict("disk") == []


@pytest.mark.parametrize("multi", [True, False])
def test_a_single_class_is_always_the_answer(multi):
    model = train_classes([(text, frozenset({"only"})) for text in ("a", "", " ")], multi=multi)
    assert [name for name, _ in model.predict("whatever")] == ["only"]


@pytest.mark.parametrize("model", [MODEL, train_classes(CLASSES, multi=False)])
def test_bytes_that_are_not_all_of_a_model_are_refused(model):
    data, kind = model.to_bytes(), type(model)
    other = ClassModel if kind is NerModel else NerModel
    for wrong in (
        b"",
        b"lCRF",
        b"\0" * 5_000,
        data[:-1],
        data[1:],
        data + b"\0",
        data[: len(data) // 2],
    ):
        with pytest.raises(ValueError, match="no whole"):
            kind.from_bytes(wrong)
    with pytest.raises(ValueError, match="no whole"):
        other.from_bytes(data)


@settings(max_examples=50)
@given(st.data())
def test_one_changed_byte_is_refused(data):
    blob = bytearray(MODEL.to_bytes())
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ValueError, match="no whole"):
        NerModel.from_bytes(bytes(blob))


def test_training_on_nothing_is_refused_before_crfsuite_hears_of_it():
    for samples in ([], [crf.Sample([])]):
        with pytest.raises(ValueError, match="nothing to train on"):
            crf.train(samples, iterations=5)


def test_what_can_be_no_model_is_refused_before_crfsuite_reads_it():
    for wrong in (b"", b"nonsense" * 100, b"lCRF"):
        with pytest.raises(ValueError, match="Invalid model"):
            crf.Tagger(wrong)
