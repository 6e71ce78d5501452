"""Rates: how many calls at once, how many a minute, and when there is room again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from spanbridge.bridge.emulator.buckets import Buckets
from spanbridge.bridge.emulator.exceptions import ServiceError


@pytest.fixture
def clock():
    return SimpleNamespace(now=0.0)


@pytest.fixture
def buckets(clock):
    return Buckets(lambda: clock.now)


def passes(buckets, service, method):
    try:
        buckets.take(service, method)
    except ServiceError as error:
        return error.status != 429
    return True


def passed(buckets, service, method, calls):
    """Call so many times; count those that pass."""
    return sum(passes(buckets, service, method) for _ in range(calls))


RATES = {  # at once, and a minute
    ("runtime", "POST"): (50, 1000),
    ("runtime", "GET"): (50, 1000),
    ("authoring", "POST"): (10, 10),
    ("authoring", "PUT"): (10, 10),
    ("authoring", "GET"): (100, 100),
}


@pytest.mark.parametrize("call", RATES, ids=str)
def test_so_many_calls_pass_at_once_and_a_minute(call, buckets, clock):
    at_once, a_minute = RATES[call]
    assert passed(buckets, *call, at_once + 5) == at_once
    done = 0
    for second in range(1, 61):
        clock.now = second
        done += passed(buckets, *call, 50)
    assert done == pytest.approx(a_minute, abs=1)


def test_the_runtime_counts_post_and_get_alike(buckets):
    assert passed(buckets, "runtime", "POST", 30) + passed(buckets, "runtime", "GET", 30) == 50


def test_reading_does_not_use_up_writing(buckets):
    passed(buckets, "authoring", "GET", 200)
    assert passed(buckets, "authoring", "POST", 20) == 10


def test_a_call_passes_after_the_time_that_it_was_told(buckets, clock):
    passed(buckets, "authoring", "POST", 10)
    with pytest.raises(ServiceError) as raised:
        buckets.take("authoring", "POST")
    clock.now = int(raised.value.headers["Retry-After"])
    buckets.take("authoring", "POST")
