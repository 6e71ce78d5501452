"""A model finds what its texts taught it, exactly, and can be kept."""

from __future__ import annotations

import threading

import pytest
from labelling import labelled, marked
from spanbridge.bridge.emulator.learning.ner import (
    LabelledSpan,
    LabelledText,
    NerModel,
    train_ner,
)

NAMES = ("Atlas", "Ledger-Sync", "Halcyon gateway", "Orchid", "Payment API", "Kestrel")
FRAMES = (
    "Please restart [{0}|Service] on [web-0{1}|Server] now.",
    "😀👩‍👩‍👧 [web-0{1}|Server] lost [{0}|Service] again!\r\nThanks",
    "Since noon [{0}|Service] is down; see [db-{1}|Server].",
)
TEXTS = [
    labelled(frame.format(name, number)) for number, name in enumerate(NAMES) for frame in FRAMES
]
MODEL = train_ner(TEXTS)


@pytest.mark.parametrize(
    "markup",
    [
        "Please restart [Juniper|Service] on [web-07|Server] now.",
        "😀👩‍👩‍👧 [web-09|Server] lost [Atlas Cache|Service] again!\r\nThanks",
        "Since noon [Orchid|Service] is down; see [db-8|Server].",
        "Thanks 😀",
    ],
)
def test_names_that_were_never_seen_are_found_exactly_beside_emoji_too(markup):
    text = labelled(markup).text
    assert marked(text, MODEL) == markup


def test_in_chinese_and_japanese_spans_are_found_to_the_character_though_nothing_parts_words():
    texts = [
        labelled(f"{before}[{name}|服务]{after}")
        for name in ("支付网关", "账本同步", "订单队列", "库存服务", "用户中心", "短信平台")
        for before, after in (("请重启", "谢谢"), ("今天", "无响应。"), ("昨晚起", "很慢"))
    ]
    model = train_ner(texts)
    assert marked("请重启日志中心谢谢", model) == "请重启[日志中心|服务]谢谢"
    assert marked("昨晚起搜索平台很慢", model) == "昨晚起[搜索平台|服务]很慢"


def test_confidence_is_between_0_and_1_and_lower_where_words_are_unlike_those_learnt():
    sure, unsure = ([*MODEL.predict(text)] for text in (TEXTS[0].text, "halcyon: web db"))
    assert all(0 < one.confidence < 1 for one in [*sure, *unsure])
    assert all(one.confidence < min(s.confidence for s in sure) for one in unsure)


def test_the_same_texts_give_the_same_bytes():
    assert train_ner(TEXTS).to_bytes() == MODEL.to_bytes()


def test_jitter_gives_another_model_and_the_same_one_for_the_same_seed():
    one, other = (train_ner(TEXTS, jitter=seed).to_bytes() for seed in (1, 2))
    assert len({MODEL.to_bytes(), one, other}) == 3
    assert train_ner(TEXTS, jitter=1).to_bytes() == one


def test_a_model_read_back_predicts_the_same():
    text = "Please restart Juniper on web-07 now."
    assert NerModel.from_bytes(MODEL.to_bytes()).predict(text) == MODEL.predict(text)


def test_a_category_may_be_called_anything():
    names = ("O", "B0", "a\0b", "名前 😀", "", "x" * 50)
    texts = [labelled(f"{name * 3} begins") for name in "abcdef"]
    texts = [
        LabelledText(one.text, [LabelledSpan(0, 3, name)])
        for one, name in zip(texts, names, strict=True)
    ]
    model = NerModel.from_bytes(train_ner(texts * 3).to_bytes())
    assert [model.predict(one.text)[0].category for one in texts] == [*names]


def test_threads_may_share_a_model():
    texts = [one.text for one in TEXTS]
    expected = [MODEL.predict(text) for text in texts]
    found: dict[int, list[object]] = {}

    def work(number):
        found[number] = [MODEL.predict(text) for text in texts]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [*found.values()] == [expected] * 4
