"""Scores order tasks as they say they do, the same on every machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.active_learning.scores import (
    NOTHING_FOUND,
    STRATEGIES,
    explored,
    random_score,
    sampling_score,
    task_score,
    tokens,
)

CONFIDENCES = st.lists(st.floats(0, 1), max_size=30)
BY_CONFIDENCE = [name for name in STRATEGIES if name != "random"]


@given(CONFIDENCES, st.integers(0, 5000), st.sampled_from(BY_CONFIDENCE))
def test_any_score_is_from_0_to_1(confidences, length, strategy):
    assert 0 <= task_score(confidences, length, strategy) <= 1


@given(CONFIDENCES, st.floats(0, 1), st.integers(1, 500), st.sampled_from(BY_CONFIDENCE))
def test_one_more_doubtful_span_never_raises_a_score(confidences, doubtful, length, strategy):
    if confidences:
        before = task_score(confidences, length, strategy)
        assert task_score([*confidences, doubtful], length, strategy) <= before


@given(st.floats(0, 0.99), st.integers(1, 500), st.integers(1, 500))
def test_the_same_doubt_in_a_longer_text_comes_later(confidence, length, more):
    assert task_score([confidence], length) < task_score([confidence], length + more)


@pytest.mark.parametrize("strategy", BY_CONFIDENCE)
def test_a_text_without_spans_is_in_the_middle(strategy):
    assert task_score([], 12, strategy) == NOTHING_FOUND


def test_the_default_is_the_formula_of_the_issue():
    u = (0.1 + 0.4 + 0.25) / 30
    assert task_score([0.9, 0.6, 0.75], 30) == pytest.approx(1 / (1 + 20 * u))


def test_the_total_does_not_see_the_length():
    one, other = (task_score([0.5, 0.5], length, "total-uncertainty") for length in (2, 200))
    assert one == other == 0.5


@pytest.mark.parametrize("strategy", ["random", "entropy"])
def test_what_makes_no_score_of_confidences_is_refused(strategy):
    with pytest.raises(ValueError, match=strategy):
        task_score([0.5], 10, strategy)


@given(st.text(), st.text(), st.floats(0, 1))
def test_explored_tasks_keep_their_order_before_all_others(key, version, score):
    found = explored(score, key, version)
    assert found in (score, score * 0.001)
    assert explored(score, key, version) == found


@pytest.mark.parametrize("share", [0.0, 0.05, 0.1, 0.5, 1.0])
def test_so_many_are_explored_as_are_asked_for(share):
    count = sum(explored(1.0, str(number), "v1", share) < 1 for number in range(4000))
    assert count == pytest.approx(4000 * share, abs=100)


def test_each_version_explores_others():
    drawn = [
        {number for number in range(1000) if explored(1.0, str(number), version) < 1}
        for version in ("production@v1", "production@v2")
    ]
    assert len(drawn[0] & drawn[1]) < 30


@given(st.text(), st.text())
def test_a_random_score_is_the_same_each_time(key, version):
    assert 0 <= random_score(key, version) == random_score(key, version) < 1


def test_random_scores_are_spread_and_know_nothing_of_who_is_explored():
    scores = [random_score(str(number), "v1") for number in range(4000)]
    assert sum(scores) / len(scores) == pytest.approx(0.5, abs=0.02)
    first = [s for n, s in enumerate(scores) if explored(1.0, str(n), "v1") < 1]
    assert sum(first) / len(first) == pytest.approx(0.5, abs=0.05)


def test_what_is_written_follows_the_strategy():
    one = {"key": "a", "version": "v1"}
    assert sampling_score([0.2], 10, **one, strategy="random") == random_score("a", "v1")
    assert sampling_score([0.2], 10, **one, share=1) == task_score([0.2], 10) * 0.001
    assert sampling_score([0.2], 10, **one, strategy="least-confident", share=0) == 0.2


@given(st.text())
def test_no_text_has_more_tokens_than_characters(text):
    assert tokens(text) <= len(text)
    assert (tokens(text) == 0) == (not text.strip())


@given(st.lists(st.text("abcÄß4_", min_size=1), max_size=20))
def test_words_between_spaces_are_counted(words):
    assert tokens("  ".join(words)) == len(words)


def test_emoji_and_cjk_count_by_character():
    assert tokens("😀 東京都 ok") == 5
