"""Predictions cover what the model found, on whatever tag, and only what may be shown is."""

from __future__ import annotations

import json
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from spanbridge.bridge.active_learning.scores import NOTHING_FOUND, random_score
from spanbridge.bridge.suggesting import Suggester, SuggestOptions, fields_of
from spanbridge.converters.document import Span
from spanbridge.converters.label_studio.label_config import LabelConfig
from spanbridge.converters.label_studio.layouts import layout_of
from spanbridge.converters.label_studio.regions import checked
from spanbridge.converters.label_studio.tasks import Value
from spanbridge.converters.report import Report
from spanbridge.converters.split import Split
from strategies import labelled_texts, texts

LABELS = '<Label value="Person"/><Label value="Server"/><Label value="Größe"/><Label value="名前"/>'
TEXT = LabelConfig.parse(
    f'<View><Text name="t" value="$text"/><Labels name="l" toName="t">{LABELS}'
    '<Label value="🏷️"/><Label value="Town" alias="T" predicted_values="City"/></Labels></View>'
)
PARAGRAPHS = LabelConfig.parse(
    '<View><Paragraphs name="t" value="$talk"/><ParagraphLabels name="l" toName="t">'
    '<Label value="Person"/></ParagraphLabels></View>'
)
HYPERTEXT = LabelConfig.parse(
    '<View><HyperText name="t" value="$page"/><HyperTextLabels name="l" toName="t">'
    '<Label value="Person"/></HyperTextLabels></View>'
)
TWO = LabelConfig.parse(
    '<View><Text name="a" value="$one"/><Text name="b" value="$two"/>'
    '<Labels name="la" toName="a"><Label value="Person"/></Labels>'
    '<Labels name="lb" toName="b"><Label value="Person"/></Labels></View>'
)
CHOICES = LabelConfig.parse(
    '<View><Text name="t" value="$text"/><Choices name="c" toName="t">'
    '<Choice value="Fire"/><Choice value="Hail"/></Choices></View>'
)


def predicted(config, data, spans, options=None, *, report=None, **more):
    """Predict a task in whose first text these spans are found; `spans` may be a function of it."""
    suggester, task = Suggester(config, options), fields_of({"id": 7, "data": data})
    documents = suggester.documents(task, report)
    first = spans(documents[0].text) if callable(spans) else spans
    found = [(replace(documents[0], spans=tuple(first)), ())]
    found += [(one, ()) for one in documents[1:]]
    return suggester.prediction(task, found, "d@m", report=report, **more)


def classified(options, *found):
    suggester = Suggester(CHOICES, options)
    task = fields_of({"id": 7, "data": {"text": "It burns."}})
    [document] = suggester.documents(task)
    named = replace(document, categories=tuple(name for name, _ in found))
    return suggester.prediction(task, [(named, tuple(score for _, score in found))], "d@m")


@given(labelled_texts())
def test_each_region_covers_what_was_found(labelled):
    text, spans = labelled
    if not text.strip("\ufeff").strip():
        return
    items = predicted(TEXT, {"text": text}, spans)["result"]
    shown = [text[one["value"]["start"] : one["value"]["end"]] for one in items]
    assert (
        shown == [one["value"]["text"] for one in items] == [text[s.start : s.end] for s in spans]
    )


@given(st.lists(texts(), min_size=1, max_size=4))
def test_regions_of_dialogues_cover_what_was_found_in_units_of_their_paragraphs(paragraphs):
    if not "".join(paragraphs).strip("\ufeff").strip():
        return
    talk = [{"author": "A", "text": one} for one in paragraphs]

    def first_word(text):
        word = text.strip("\ufeff").split()[0]
        return [Span(text.index(word), text.index(word) + len(word), "Person", 0.9)]

    [item] = predicted(PARAGRAPHS, {"talk": talk}, first_word)["result"]
    value = item["value"]
    units = talk[int(value["start"])]["text"].encode("utf-16-le")
    covered = units[2 * value["startOffset"] : 2 * value["endOffset"]].decode("utf-16-le")
    assert item["type"] == "paragraphlabels"
    assert covered == value["text"]


@given(texts(min_size=1))
def test_regions_of_html_read_back_as_what_was_found(text):
    page = f"<p>Title 😀 <b>{text.replace('&', '&amp;').replace('<', '&lt;')}</b> Alice</p>"
    layout = layout_of(HYPERTEXT.objects[0].layout, page)
    at = layout.text.rindex("Alice")
    [item] = predicted(HYPERTEXT, {"page": page}, [Span(at, at + 5, "Person")])["result"]
    assert item["type"] == "hypertextlabels"
    assert checked(msgspec.convert(item["value"], Value), layout.text, layout)[:2] == (at, at + 5)


def test_a_span_that_no_tag_can_mark_is_told_and_alone_left_out():
    report = Report()
    page = "<p>Alice<br>Bob</p>"
    spans = [Span(5, 6, "Person"), Span(6, 9, "Person")]
    result = predicted(HYPERTEXT, {"page": page}, spans, report=report)["result"]
    assert [one["value"]["text"] for one in result] == ["Bob"]
    assert report.problems == Counter({"node-missing": 1})


def test_labels_are_as_the_configuration_saves_them():
    spans = [Span(0, 5, "Person", 0.8), Span(9, 14, "City", 0.7), Span(6, 8, "Verb", 0.9)]
    report = Report()
    result = predicted(TEXT, {"text": "Alice in Paris"}, spans, report=report)["result"]
    assert [one["value"]["labels"] for one in result] == [["Person"], ["T"]]
    assert [one["score"] for one in result] == [0.8, 0.7]
    assert report.problems == Counter({"category-unmatched": 1})


def test_each_of_several_texts_has_its_own_regions():
    data = {"one": "Alice left.", "two": "Alice came."}
    suggester, task = Suggester(TWO), fields_of({"id": 7, "data": data})
    found = [(replace(one, spans=(Span(0, 5, "Person"),)), ()) for one in suggester.documents(task)]
    result = suggester.prediction(task, found, "d@m")["result"]
    assert [(one["from_name"], one["to_name"]) for one in result] == [("la", "a"), ("lb", "b")]
    assert len({one["id"] for one in result}) == 2


def test_only_what_is_sure_enough_is_shown_and_all_counts_for_the_score():
    spans = [Span(0, 5, "Person", 0.6), Span(9, 14, "City", 0.6)]
    options = SuggestOptions(threshold=0.5, thresholds={"City": 0.7}, explored=0)
    found = predicted(TEXT, {"text": "Alice in Paris"}, spans, options)
    assert [one["value"]["text"] for one in found["result"]] == ["Alice"]
    assert found["score"] == predicted(TEXT, {"text": "Alice in Paris"}, spans,
                                       SuggestOptions(explored=0))["score"]  # fmt: skip


def test_a_text_in_which_nothing_is_found_has_an_empty_result_in_the_middle():
    found = predicted(TEXT, {"text": "Nothing."}, [], SuggestOptions(explored=0))
    assert found == {"model_version": "d@m", "score": NOTHING_FOUND, "result": []}


def test_the_less_sure_the_model_is_for_its_length_the_lower_is_the_score():
    options = SuggestOptions(explored=0)
    scores = [
        predicted(TEXT, {"text": text}, [Span(0, 5, "Person", sure)], options)["score"]
        for text, sure in (("Alice in Paris", 0.5), ("Alice in Paris", 0.9), ("Alice" * 9, 0.9))
    ]
    assert scores[0] < scores[1]
    assert all(0 <= score <= 1 for score in scores)


def test_choices_have_the_confidence_of_their_category():
    options = SuggestOptions(kind="multi-label", thresholds={"Hail": 0.5})
    [item] = classified(options, ("Fire", 0.9), ("Hail", 0.2))["result"]
    assert item["value"] == {"choices": ["Fire"]}
    assert item["score"] == 0.9


def test_tasks_of_the_test_part_are_withheld_with_a_score_by_chance():
    suggester = Suggester(TEXT, SuggestOptions(test=Split(0, 100)))
    task = fields_of({"id": 7, "data": {"text": "Alice"}})
    documents = suggester.documents(task)
    assert suggester.is_withheld(documents)
    assert suggester.prediction(task, [(one, ()) for one in documents], "d@m") == {
        "model_version": "d@m", "score": random_score("Alice", "d@m"), "result": [],
    }  # fmt: skip


def test_the_test_part_is_the_one_that_conversion_draws():
    split = Split.parse("80/20")
    suggester = Suggester(TEXT, SuggestOptions(test=split, group_by="data.policy"))
    for number in range(50):
        data = {"text": f"Text {number}", "policy": f"p{number % 7}"}
        documents = suggester.documents(fields_of({"data": data}))
        part = split.part_of(f"p{number % 7}")
        assert suggester.is_withheld(documents) == (part == "Test")


def test_what_somebody_has_drawn_is_left_alone():
    drawn = [{"id": "a", "from_name": "l", "to_name": "t", "type": "labels",
              "value": {"start": 3, "end": 5, "labels": ["Town"]}}]  # fmt: skip
    spans = [Span(0, 5, "Person", 0.8), Span(9, 14, "City", 0.7)]
    result = predicted(TEXT, {"text": "Alice in Paris"}, spans, drawn=drawn)["result"]
    assert [one["value"]["text"] for one in result] == ["Paris"]


@pytest.mark.parametrize("drawn", [{"a": 1}, "x", [1, None, {"type": "labels"}], [[]]])
def test_what_is_drawn_may_be_anything(drawn):
    spans = [Span(0, 5, "Person", 0.8)]
    assert len(predicted(TEXT, {"text": "Alice in Paris"}, spans, drawn=drawn)["result"]) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"text": " \n"}, "text-empty"),
        ({"text": "a\0b"}, "text-nul"),
        ({"text": 3}, "text-missing"),
        ({}, "text-missing"),
        ({"text": "https://texts.example/1.txt"}, "text-by-url"),
        ({"text": "Alice", "azure": {"language": "no language"}}, "language-malformed"),
    ],
)
def test_a_text_that_azure_takes_not_makes_no_document_and_is_told(data, code):
    report = Report()
    assert Suggester(TEXT).documents(fields_of({"id": 7, "data": data}), report) == []
    assert report.problems == Counter({code: 1})


@pytest.mark.parametrize("raw", [b"[]", b'"x"', b"3", b"null"])
def test_a_task_without_data_makes_no_document_and_is_told(raw):
    report = Report()
    assert Suggester(TEXT).documents({"data": msgspec.Raw(raw)}, report) == []
    assert report.problems == Counter({"task-malformed": 1})
    assert Suggester(TEXT).documents({}, report) == []


def test_a_text_by_its_address_is_fetched():
    asked = []

    def fetch(address):
        asked.append(address)
        return b"\xef\xbb\xbf" + "😀 Alice".encode()

    suggester = Suggester(TEXT, fetch=fetch)
    task = fields_of({"id": 7, "data": {"text": "https://texts.example/1.txt"}})
    [document] = suggester.documents(task)
    assert (document.text, asked) == ("😀 Alice", ["https://texts.example/1.txt"])


def test_a_fetched_text_that_is_no_text_is_told():
    report = Report()
    suggester = Suggester(TEXT, fetch=lambda _: b"\xff\xfe")
    task = fields_of({"id": 7, "data": {"text": "https://texts.example/1.txt"}})
    assert suggester.documents(task, report) == []
    assert report.problems == Counter({"document-not-utf8": 1})


def test_languages_are_those_of_the_task_else_the_option_else_nobodys():
    def language(options, **data):
        task = fields_of({"data": {"text": "Alice"} | data})
        return Suggester(TEXT, options).documents(task)[0].language

    assert language(SuggestOptions()) is None
    assert language(SuggestOptions(language="de")) == "de"
    assert language(SuggestOptions(), azure={"language": "fr"}) == "fr"
    assert language(SuggestOptions(language_field="data.lang"), lang="es") == "es"


def test_predictions_are_json():
    found = predicted(TEXT, {"text": "Alice in Paris"}, [Span(0, 5, "Person", 0.5)])
    assert json.loads(json.dumps(found)) == found
