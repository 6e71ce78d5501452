"""Jobs: their work is done once, whoever asks; what goes wrong ends them as failed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from spanbridge.bridge.emulator.database import Database
from spanbridge.bridge.emulator.exceptions import ServiceError, not_found
from spanbridge.bridge.emulator.jobs import Jobs, Outcome
from spanbridge.bridge.emulator.options import Options


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path)
    yield database
    database.close()


def started(database, work, **options):
    jobs = Jobs(database, Options(**options), {"kind": work})
    return jobs, jobs.begin(jobs.make("kind", "p"))


def test_work_that_is_polled_by_many_is_done_once(database):
    done = []

    def work(_):
        done.append(1)
        return Outcome()

    jobs, job = started(database, work, jobs="polls:0")
    with ThreadPoolExecutor(8) as pool:
        [*pool.map(jobs.poll, [job.id] * 50)]
    assert done == [1]
    assert jobs.get(job.id).status == "succeeded"


def test_an_unexpected_error_ends_a_job_as_failed_without_its_words(database, caplog):
    def work(_):
        raise RuntimeError("a secret")

    _, job = started(database, work)
    assert job.status == "failed"
    assert "secret" not in str(job.errors)
    assert "secret" in caplog.text


def test_what_can_no_longer_become_true_ends_a_job_as_failed(database):
    def apply():
        raise not_found("project", "p")

    _, job = started(database, lambda _: Outcome(apply=apply))
    assert (job.status, job.errors[0]["code"]) == ("failed", "NotFound")


def test_nothing_becomes_true_by_halves(database):
    def apply():
        database.run("INSERT INTO projects VALUES ('q', '', '', '', '', NULL, NULL)")
        raise not_found("project", "p")

    started(database, lambda _: Outcome(apply=apply))
    assert database.rows("SELECT * FROM projects") == []


def test_a_job_that_is_cancelled_at_work_does_nothing_in_the_end(database):
    begun, go_on, applied = threading.Event(), threading.Event(), []

    def work(_):
        begun.set()
        go_on.wait()
        return Outcome(apply=lambda: applied.append(1))

    jobs = Jobs(database, Options(), {"kind": work})
    job = jobs.make("kind", "p")
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(jobs.begin, job)
        begun.wait()
        assert jobs.cancel(job.id).status == "cancelling"
        go_on.set()
        assert running.result().status == "cancelled"
    assert applied == []


def test_a_job_that_is_over_cannot_be_cancelled(database):
    jobs, job = started(database, lambda _: Outcome())
    with pytest.raises(ServiceError, match="succeeded"):
        jobs.cancel(job.id)


def test_what_was_cut_off_is_failed_at_the_next_start(database, tmp_path):
    jobs, job = started(database, lambda _: Outcome(), jobs="polls:5")
    jobs.poll(job.id)
    again = Database(tmp_path)
    later = Jobs(again, Options(), {})
    assert later.get(job.id).status == "failed"
    again.close()


def test_no_job_is_worked_at_after_the_end(database):
    jobs, job = started(database, lambda _: Outcome(), jobs="seconds:600")
    jobs.close()
    assert jobs.get(job.id).status == "running"
    assert not any(isinstance(one, threading.Timer) for one in threading.enumerate())


def test_a_job_expires(database):
    jobs, job = started(database, lambda _: Outcome())
    database.run("UPDATE jobs SET expires = '2020-01-01T00:00:00Z'")
    with pytest.raises(ServiceError, match="no job"):
        jobs.get(job.id)
