"""Texts that have to wait share jobs, nobody's text costs another's, and nothing is sent twice."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
from azure_of import QUICK
from predict_of import ADA, counted, fault, settings_for
from spanbridge.bridge.azure.batches import Piece
from spanbridge.bridge.azure.cost_ledger import Purse
from spanbridge.bridge.azure.limits import Bucket
from spanbridge.bridge.azure.pool import Pool
from spanbridge.bridge.azure.session import Session


@contextmanager
def pool(azure, folder, **given):
    told = []
    session = Session(settings_for(azure, folder, **given), patience=QUICK)
    made = Pool(session, "entities", Purse.of(session.settings), told.append)
    try:
        yield made, told
    finally:
        made.close()


def pieces(*texts):
    return [Piece(0, 0, text, "en") for text in texts]


def test_texts_that_come_together_share_jobs_of_twenty_five(azure, tmp_path):
    with pool(azure, tmp_path) as (made, told):
        asked = made.ask(pieces(*(f"{ADA} {number}" for number in range(60))))
        assert [one.result().ending for one in asked] == ["answered"] * 60
    assert sorted(one.pieces for one in told) == [10, 25, 25]
    assert sum(one.records for one in told) == 60


def test_a_text_that_is_alone_is_sent_at_once(azure, tmp_path):
    with pool(azure, tmp_path) as (made, told):
        for number in range(2):
            [one] = made.ask(pieces(f"{ADA} Alone {number}"))
            assert one.result().answer.entities[0].text == "Ada Lovelace"
    assert [one.pieces for one in told] == [1, 1]


def test_texts_that_wait_for_the_rate_share_the_next_job(azure, tmp_path, monkeypatch):
    slow = Bucket(rate=60, burst=2)
    monkeypatch.setattr("spanbridge.bridge.azure.pool.bucket", lambda *_: slow)
    monkeypatch.setattr("spanbridge.bridge.azure.runtime_policies.bucket", lambda *_: slow)
    with pool(azure, tmp_path) as (made, told):
        slow.take()
        slow.take()
        asked = [made.ask(pieces(f"{ADA} Waits {number}"))[0] for number in range(20)]
        assert [one.result().ending for one in asked] == ["answered"] * 20
    assert len(told) == 1


def test_those_whom_somebody_waits_for_go_first(azure, tmp_path, monkeypatch):
    asked, let = threading.Event(), []

    class OneJob(Bucket):
        """Lets one job go, once all is asked for."""

        def until(self, calls: int) -> float:
            if not asked.is_set() or let:
                return 0.05
            let.append(calls)
            return 0.0

    monkeypatch.setattr("spanbridge.bridge.azure.pool.bucket", lambda *_: OneJob(60, 1))
    with pool(azure, tmp_path) as (made, _):
        over = []
        for future in made.ask(pieces(*(f"{ADA} Many {number}" for number in range(60)))):
            future.add_done_callback(lambda _: over.append("many"))
        [one] = made.ask(pieces(f"{ADA} Urgent"), urgent=True)
        one.add_done_callback(lambda _: over.append("urgent"))
        asked.set()
        one.result()
        assert over.index("urgent") < 25


def test_a_request_that_is_refused_for_one_of_its_texts_costs_the_others_nothing(azure, tmp_path):
    before = counted(azure)[2]
    fault(azure, {"fault": "answer", "operation": "submit_job", "status": 400, "times": 2})
    with pool(azure, tmp_path) as (made, _):
        asked = made.ask(pieces(*(f"{ADA} Halved {number}" for number in range(4))))
        assert [one.result().ending for one in asked] == ["answered"] * 4
    assert counted(azure)[2] - before == 4


def test_a_text_that_is_refused_alone_is_told(azure, tmp_path):
    fault(azure, {"fault": "answer", "operation": "submit_job", "status": 400})
    with pool(azure, tmp_path) as (made, _):
        [one] = made.ask(pieces(f"{ADA} Refused alone"))
        assert (one.result().ending, one.result().failure.status) == ("refused", 400)


def test_an_answer_that_is_lost_is_not_sent_again(azure, tmp_path):
    before = counted(azure)[2]
    fault(azure, {"fault": "lost-answer", "operation": "submit_job"})
    with pool(azure, tmp_path) as (made, told):
        [one] = made.ask(pieces(f"{ADA} Lost"))
        assert one.result().ending == "uncertain"
        [other] = made.ask(pieces(f"{ADA} Not lost"))
        assert other.result().ending == "answered"
    assert counted(azure)[2] - before == 2
    assert [one.ending for one in told] == ["uncertain", "answered"]


def test_what_would_go_past_a_budget_is_not_sent(azure, tmp_path):
    before = counted(azure)[0]
    tables = {"prices": {"text_records": 1000.0}, "budget": {"run": 0.5}}
    with pool(azure, tmp_path, **tables) as (made, _):
        [one] = made.ask(pieces(ADA))
        assert (one.result().ending, one.result().failure.code) == ("refused", "budget-exceeded")
    assert counted(azure)[0] == before


@pytest.mark.parametrize("closed", [False, True])
def test_what_is_not_answered_when_it_closes_is_told_so(azure, tmp_path, closed):
    fault(azure, {"fault": "job", "kind": "analysis", "seconds": 60})
    with pool(azure, tmp_path) as (made, _):
        if closed:
            made.close()
        [one] = made.ask(pieces(f"{ADA} Closes {closed}"))
        made.close()
        assert one.result(5).failure.code == "stopped"
