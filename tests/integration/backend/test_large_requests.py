"""Large requests end with one prediction of one version a task, whatever happens meanwhile."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from azure_of import QUICK
from backend_run import backend, held, model, request, until, versions, words
from emulator_of import PROJECTS, TRAIN, Rest
from predict_of import ADA, counted, deployment, fault, settings_for
from server_of import MemoryServer
from spanbridge.bridge.azure.cost_ledger import Purse
from spanbridge.bridge.azure.journal import Finished
from spanbridge.bridge.azure.pool import Pool
from spanbridge.bridge.azure.session import Session
from spanbridge.converters.document import Document
from spanbridge.ml_backend.asking import Asker
from spanbridge.ml_backend.cache import Cache
from spanbridge.ml_backend.errors import UnavailableError, UnfetchableError
from spanbridge.ml_backend.metrics import Metrics
from spanbridge.ml_backend.options import BackendOptions
from sqlalchemy import create_engine

QUICKLY_LATE = BackendOptions(deadline=0.4, refresh=600)


def texts(count, what="Task"):
    return [f"{ADA} {what} {number}." for number in range(count)]


def in_flight(made):
    """Tell how many jobs are under way."""
    return made.metrics.registry.get_sample_value("spanbridge_jobs_in_flight")


def deploy(azure, label, deployment="d", project="p"):
    """Train another model, and deploy it."""
    rest = Rest(azure.endpoint, azure.key)
    path = f"{PROJECTS}/{project}"
    if label not in {one["label"] for one in rest.get(f"{path}/models")["value"]}:
        rest.job("POST", f"{path}/:train", TRAIN | {"modelLabel": label})
    rest.job("PUT", f"{path}/deployments/{deployment}", {"trainedModelLabel": label})


@pytest.fixture
def azure(tmp_path_factory):
    """A deployment that nobody else has asked, so that what it counts is of one test."""
    with deployment(tmp_path_factory.mktemp("fresh")) as server:
        yield server


@pytest.fixture
def own(tmp_path):
    """Run an emulator of a test's own, whose deployment it may change."""
    with deployment(tmp_path) as server:
        yield server


def test_five_thousand_tasks_in_one_request_at_a_second_and_a_half_a_job(tmp_path):
    with deployment(tmp_path, jobs="seconds:1.5") as azure, backend(azure, tmp_path) as (_, client):
        before = counted(azure)[0]
        results = client.results(*texts(5_000))
        assert counted(azure)[0] - before <= 5_000 / 25 + 5
    assert len(results) == 5_000
    assert {words(one)[0] for one in results} == {("Ada Lovelace", "Person")}
    assert {one["model_version"] for one in results} == {"d@m"}


def test_what_passes_its_deadline_goes_on_and_is_written_once_a_task(azure, tmp_path):
    server = MemoryServer(held=held(texts(120, "Late")))
    with model(azure, tmp_path, QUICKLY_LATE, server) as made:
        with pytest.raises(UnavailableError, match="120 are written to Label Studio"):
            made.predict(request(*texts(120, "Late")))
        until(lambda: all(versions(server)))
        assert versions(server) == [["d@m"]] * 120
        assert made.metrics.registry.get_sample_value("spanbridge_written_total") == 120


def test_a_request_that_is_repeated_joins_what_goes_on(azure, tmp_path):
    server = MemoryServer(held=held(texts(60, "Twice")))
    fault(azure, {"fault": "job", "kind": "analysis", "seconds": 3, "times": None})
    before = counted(azure)[2]
    with model(azure, tmp_path, BackendOptions(deadline=1, refresh=600), server) as made:
        for _ in range(2):
            with pytest.raises(UnavailableError):
                made.predict(request(*texts(60, "Twice")))
        until(lambda: all(versions(server)))
    assert versions(server) == [["d@m"]] * 60
    assert counted(azure)[2] - before == 60


def test_two_requests_at_once_for_the_same_tasks_store_each_prediction_once(azure, tmp_path):
    with model(azure, tmp_path) as made, ThreadPoolExecutor(2) as both:
        answers = [*both.map(lambda _: made.predict(request(*texts(40, "Both"))), range(2))]
    stored = [[one for one in pair if one != []] for pair in zip(*answers, strict=True)]
    assert [len(one) for one in stored] == [1] * 40


def test_what_a_request_fails_at_is_done_by_the_one_that_waited_for_it(azure, tmp_path):
    fault(azure, {"fault": "job", "kind": "analysis", "status": "failed", "seconds": 2})
    with model(azure, tmp_path) as made, ThreadPoolExecutor(2) as both:
        first = both.submit(made.predict, request(*texts(20, "Fails")))
        until(lambda: in_flight(made) == 1)
        second = both.submit(made.predict, request(*texts(20, "Fails")))
        with pytest.raises(UnavailableError):
            first.result()
        assert [words(one)[0][0] for one in second.result()] == ["Ada Lovelace"] * 20


def test_a_task_that_somebody_opens_is_answered_before_a_batch_that_goes_on(azure, tmp_path):
    server = MemoryServer(held=held(texts(60, "Open")))
    fault(azure, {"fault": "job", "kind": "analysis", "seconds": 5, "times": 3})
    options = BackendOptions(deadline=4, refresh=600)
    before = counted(azure)[0]
    with model(azure, tmp_path, options, server) as made:
        late = threading.Thread(target=lambda: _late(made, *texts(60, "Open")))
        late.start()
        until(lambda: counted(azure)[0] - before == 3)
        opened = {"id": 7, "data": {"text": f"{ADA} Changed."}}
        [result] = made.predict(request(opened))
        assert words(result)[0] == ("Ada Lovelace", "Person")
        server.held[6]["predictions"] = [result]
        late.join()
        until(lambda: all(versions(server)))
    assert versions(server) == [["d@m"]] * 60


def _late(made, *asked):
    with pytest.raises(UnavailableError):
        made.predict(request(*asked))


def test_a_task_that_has_a_prediction_of_the_version_or_is_gone_is_not_written(azure, tmp_path):
    server = MemoryServer(held=held(texts(40, "Has")))
    server.held[4]["predictions"] = [{"model_version": "d@m", "result": []}]
    del server.held[30:]
    with model(azure, tmp_path, QUICKLY_LATE, server) as made:
        _late(made, *texts(40, "Has"))
        until(lambda: all(versions(server)))
    assert versions(server) == [["d@m"]] * 30


def test_an_answer_that_label_studio_loses_is_looked_for_before_it_is_sent_again(azure, tmp_path):
    server = MemoryServer(held=held(texts(30, "Lost")), breaks=[True, False, False])
    with model(azure, tmp_path, QUICKLY_LATE, server) as made:
        _late(made, *texts(30, "Lost"))
        until(lambda: all(versions(server)))
        until(lambda: made.metrics.registry.get_sample_value("spanbridge_background") == 0)
    assert versions(server) == [["d@m"]] * 30


def test_what_passes_in_the_background_is_tried_again(azure, tmp_path):
    server = MemoryServer(held=held(texts(30, "Again")))
    fault(azure, {"fault": "job", "kind": "analysis", "status": "failed", "seconds": 1})
    with model(azure, tmp_path, QUICKLY_LATE, server) as made:
        _late(made, *texts(30, "Again"))
        until(lambda: all(versions(server)))
    assert versions(server) == [["d@m"]] * 30


def test_without_a_token_what_was_said_meanwhile_is_remembered(azure, tmp_path):
    asked = request(*texts(30, "Tokenless"))
    with model(azure, tmp_path, QUICKLY_LATE) as made:
        before = counted(azure)[2]
        with pytest.raises(UnavailableError, match="LABEL_STUDIO_API_KEY"):
            made.predict(asked)
        until(lambda: counted(azure)[2] - before == 30)
        until(lambda: in_flight(made) == 0)
        assert len(made.predict(asked)) == 30
        assert counted(azure)[2] - before == 30


def test_a_swap_in_the_middle_leaves_no_result_of_the_old_version(own, tmp_path):
    deploy(own, "v2", "staging")
    fault(own, {"fault": "job", "kind": "analysis", "seconds": 3, "times": 2})
    before = counted(own)[0]
    with model(own, tmp_path) as made, ThreadPoolExecutor(1) as one:
        asked = one.submit(made.predict, request(*texts(40)))
        until(lambda: counted(own)[0] - before == 2)
        deploy(own, "v2")
        results = asked.result()
    assert {result["model_version"] for result in results} == {"d@v2"}
    assert len(results) == 40


def test_a_swap_while_predictions_are_written_leaves_no_task_with_the_old_version_only(
    own, tmp_path
):
    class Slow(MemoryServer):
        def add_predictions(self, project, predictions):
            super().add_predictions(project, predictions)
            if predictions[0]["model_version"] == "d@m":
                deploy(own, "v2")

    server = Slow(held=held(texts(40)))
    with model(own, tmp_path, QUICKLY_LATE, server) as made:
        _late(made, *texts(40))
        until(lambda: all("d@v2" in one for one in versions(server)))
        until(lambda: made.metrics.registry.get_sample_value("spanbridge_background") == 0)
    assert versions(server) == [["d@m", "d@v2"]] * 40


def test_answers_that_came_during_a_swap_are_not_remembered_of_either_model(own, tmp_path):
    deploy(own, "v2", "staging")
    with model(own, tmp_path) as made:
        made.predict(request(ADA))
        deploy(own, "v2")
        made.predict(request(*texts(30)))  # looks
        deploy(own, "m")
        made.predict(request(*texts(30, "More")))
        before = counted(own)[2]
        made.predict(request({"id": 99, "data": {"text": ADA}}))
        assert counted(own)[2] - before == 1


def test_texts_that_are_fetched_slowly_do_not_keep_a_request_past_its_deadline(azure, tmp_path):
    def fetch(address):
        time.sleep(0.05)
        return f"{ADA} {address}".encode()

    addresses = [f"https://texts.example/{number}.txt" for number in range(40)]
    server = MemoryServer(held=held(addresses))
    with model(azure, tmp_path, QUICKLY_LATE, server, fetch) as made:
        began = time.monotonic()
        _late(made, *addresses)
        assert time.monotonic() - began < 1.5
        until(lambda: all(versions(server)))
    assert versions(server) == [["d@m"]] * 40


def test_a_text_that_cannot_be_fetched_gets_nothing_and_costs_the_others_nothing(azure, tmp_path):
    def fetch(address):
        raise UnfetchableError(f"there is no {address.rpartition('/')[2]}")

    with model(azure, tmp_path, None, None, fetch) as made:
        nothing, found = made.predict(request("https://texts.example/1.txt", ADA))
    assert nothing == []
    assert words(found)[0] == ("Ada Lovelace", "Person")


def test_an_answer_that_comes_while_others_are_looked_up_is_not_asked_for_again(azure, tmp_path):
    class Late(Cache):
        """Lets an answer come right after it was looked for."""

        def find(self, model, keys):
            found = super().find(model, keys)
            for key in keys:
                self.hear(model, Finished(key))
            return found

    cache = Late(create_engine(f"sqlite:///{tmp_path}/x.sqlite"), 100)
    before = counted(azure)[0]
    session = Session(settings_for(azure, tmp_path), patience=QUICK)
    with closing(Pool(session, "entities", Purse.of(session.settings))) as pool:
        asker = Asker(pool, cache, "v1", "entities", "en", Metrics())
        [said] = asker.ask([Document(f"{ADA} Meanwhile.")])
        assert said.result(5).finished is not None
    assert counted(azure)[0] == before
