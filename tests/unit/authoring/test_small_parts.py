"""Small parts of the bridge to Azure: errors, buckets, audit log, storage, snapshots, expiry."""

from __future__ import annotations

import json
import stat
import threading
from datetime import date, timedelta

import pytest
from msgspec import Raw
from spanbridge.bridge.azure.audit import AuditLog, Entry
from spanbridge.bridge.azure.errors import (
    Failure,
    NotFoundError,
    RefusedError,
    StoppedError,
    UncertainError,
    failure_of,
    masked,
)
from spanbridge.bridge.azure.expiry import expiry_of
from spanbridge.bridge.azure.limits import Bucket, bucket
from spanbridge.bridge.azure.once import once
from spanbridge.bridge.azure.operations import Operation
from spanbridge.bridge.azure.patience import Patience
from spanbridge.bridge.azure.snapshots import Snapshot, annotations_of
from spanbridge.bridge.azure.state import State
from spanbridge.bridge.azure.storage import FolderStorage, md5_of
from spanbridge.bridge.settings import load

QUICK = Patience(first=0.001, most=0.001)
DONE = Operation("train", "p", "train/jobs/1")


def test_an_error_tells_status_codes_target_and_request():
    inner = {"code": "InvalidRequest", "innererror": {"code": "InvalidDocument"}}
    body = {"error": {"code": "InvalidArgument", "message": "No.", "target": "$.x",
                      "innererror": inner}}  # fmt: skip
    error = RefusedError(failure_of(400, body, "7f3"))
    assert str(error) == "No. (400 InvalidArgument InvalidDocument, at $.x, request 7f3)"


@pytest.mark.parametrize("body", [None, [], {"error": "x"}, {"error": {"message": 7}}, "text"])
def test_an_error_of_any_shape_is_told(body):
    assert failure_of(502, body, None).message == "The service answered 502."


def test_no_message_holds_a_secret_or_steers_a_terminal():
    assert masked("a canary\x1b[2J\nsings", ["canary"]) == "a *** [2J sings"
    assert len(masked("x" * 5_000, ())) == 600


_SLOW = 0.06
"""Calls a minute, 1,000 seconds each: how long a test takes doesn't show."""


def test_a_bucket_gives_a_burst_and_then_an_even_flow():
    one = Bucket(rate=_SLOW, burst=2)
    waits = [one.take(wait=False) for _ in range(4)]
    assert waits[:2] == [0, 0]
    assert waits[2:] == pytest.approx([1_000, 2_000], abs=100)


def test_a_bucket_holds_back_as_long_as_the_service_asks():
    one = Bucket(rate=600, burst=100)
    one.hold(5_000)
    assert one.take(wait=False) == pytest.approx(5_000, abs=100)
    assert one.take(wait=False) >= 4_900


def test_a_bucket_loses_no_call_between_threads():
    one = Bucket(rate=_SLOW, burst=1)
    waits: list[float] = []
    threads = [
        threading.Thread(target=lambda: waits.append(one.take(wait=False))) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == pytest.approx([*range(0, 20_000, 1_000)], abs=100)


def test_one_resource_has_one_bucket_whatever_its_address_ends_in():
    settings = [load({"endpoint": f"https://a.example.com{end}"}) for end in ("", "/")]
    first, second = (bucket(one, "authoring_posts") for one in settings)
    assert first is second
    assert bucket(settings[0], "authoring_gets") is not first


def test_what_succeeds_is_done_once():
    calls = []
    assert once(lambda: calls.append(1) or DONE, lambda: None, QUICK, remedy="") is DONE
    assert calls == [1]


def failing(*errors, then=DONE):
    """Make what fails so often, and then begins."""
    left = list(errors)

    def act():
        if left:
            raise left.pop(0)
        return then

    return act


LOST = UncertainError(Failure("The connection broke."))
NO = RefusedError(Failure("No.", 409))


def test_what_took_effect_is_not_done_again():
    assert once(failing(LOST, NO), lambda: DONE, QUICK, remedy="") is DONE


def test_what_took_no_effect_is_done_again():
    assert once(failing(LOST, LOST), lambda: None, QUICK, remedy="") is DONE


def test_a_refusal_of_the_second_call_may_mean_that_the_first_took_effect():
    seen = iter([None] * QUICK.looks + [DONE])
    assert once(failing(LOST, NO), lambda: next(seen), QUICK, remedy="") is DONE


def test_a_refusal_of_the_first_call_is_one():
    with pytest.raises(RefusedError, match=r"No\."):
        once(failing(NO), lambda: DONE, QUICK, remedy="")


def test_what_must_not_be_done_twice_is_left_and_said():
    with pytest.raises(UncertainError, match="may have taken effect") as error:
        once(failing(LOST), lambda: None, QUICK, remedy="Look.", again=False)
    assert error.value.failure.remedy == "Look."


def test_the_audit_log_tells_how_each_thing_ended_and_is_only_added_to(tmp_path):
    log = AuditLog(tmp_path / "new" / "audit.jsonl")
    with log.entry("train", "p") as entry:
        entry.model = "v1"
    refused = RefusedError(Failure("canary words", 403, "Forbidden", request_id="7f"))
    with pytest.raises(RefusedError), log.entry("deploy", "p"):
        raise refused
    with pytest.raises(KeyboardInterrupt), log.entry("push", "p"):
        raise KeyboardInterrupt
    log.add(Entry("predict", "p", records=7, result="succeeded"))
    found = log.entries()
    assert [one.result for one in found] == [
        "succeeded", "failed: Forbidden", "interrupted", "succeeded",
    ]  # fmt: skip
    assert found[1].request_id == "7f"
    assert all(one.when.endswith("Z") for one in found)
    assert b"canary" not in (tmp_path / "new" / "audit.jsonl").read_bytes()


def test_a_line_that_was_cut_off_spoils_no_other(tmp_path):
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path)
    log.add(Entry("push", "p"))
    path.write_bytes(path.read_bytes() + b'{"operation": "tr')
    assert [one.operation for one in log.entries()] == ["push"]
    log.add(Entry("deploy", "p"))
    assert [one.operation for one in log.entries()] == ["push", "deploy"]


def test_a_folder_s_texts_are_ours_if_we_wrote_them_and_nobody_since(tmp_path):
    storage = FolderStorage(tmp_path, "texts")
    storage.announce({"a.txt": md5_of(b"A")})
    storage.write("a.txt", b"A", None)
    (tmp_path / "texts" / "b.txt").write_bytes(b"B")
    found = FolderStorage(tmp_path, "texts").look(["a.txt", "b.txt", "c.txt"])
    assert {name: blob.ours for name, blob in found.items()} == {"a.txt": True, "b.txt": False}
    (tmp_path / "texts" / "a.txt").write_bytes(b"changed")
    assert not storage.look(["a.txt"])["a.txt"].ours


def test_a_text_that_appeared_meanwhile_is_not_written_over(tmp_path):
    storage = FolderStorage(tmp_path, "texts")
    storage.announce({"a.txt": md5_of(b"A")})
    (tmp_path / "texts" / "a.txt").write_bytes(b"theirs")
    with pytest.raises(StoppedError, match="Somebody else"):
        storage.write("a.txt", b"A", None)
    assert (tmp_path / "texts" / "a.txt").read_bytes() == b"theirs"


def test_a_text_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFoundError):
        FolderStorage(tmp_path, "texts").read("a.txt")


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\\b"])
def test_a_container_leads_out_of_no_folder(tmp_path, name):
    with pytest.raises(StoppedError):
        FolderStorage(tmp_path, name)


def test_a_snapshot_is_named_by_what_is_in_it():
    one = Snapshot(Raw(json.dumps({"b": 1, "a": 2}).encode()), {"1.txt": "sha256:0"})
    same = Snapshot(Raw(json.dumps({"a": 2, "b": 1}).encode()), {"1.txt": "sha256:0"})
    other = Snapshot(Raw(json.dumps({"a": 2, "b": 1}).encode()), {"1.txt": "sha256:1"})
    assert one.digest == same.digest != other.digest


def test_a_snapshot_can_not_be_changed(tmp_path):
    path = State(tmp_path).keep_snapshot("p", "abc", b"first")
    State(tmp_path).keep_snapshot("p", "abc", b"second")
    assert path.read_bytes() == b"first"
    assert not stat.S_IMODE(path.stat().st_mode) & 0o222


def test_the_annotations_of_a_manifest_are_named_with_their_versions(tmp_path):
    task = {"id": 7, "data": {"text": None}, "annotations": [
        {"id": 1, "updated_at": "2026-01-01"}, {"id": 2, "created_at": "2026-02-02"}]}  # fmt: skip
    lines = [
        {"documents": [{"name": "a.txt", "annotation": 1}], "task": task},
        {"documents": [{"name": "b.txt"}]},
    ]
    path = tmp_path / "manifest.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = [*annotations_of(path)]
    assert [(a.document, a.task, a.annotation, a.updated) for a in found] == [
        ("a.txt", 7, 2, "2026-02-02"), ("b.txt", None, None, None),
    ]  # fmt: skip
    assert [*annotations_of(tmp_path / "none.jsonl")] == []


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("days", "told"), [(-1, "has expired"), (0, "in 0 days"), (60, "in 60"),
                                            (61, None)])  # fmt: skip
def test_expiry_is_told_sixty_days_ahead(days, told):
    found = expiry_of("deployment", "production", str(TODAY + timedelta(days)), TODAY)
    assert (told in str(found)) if told else found is None


@pytest.mark.parametrize("when", [None, "", "never"])
def test_no_date_is_no_expiry(when):
    assert expiry_of("model", "v1", when, TODAY) is None
