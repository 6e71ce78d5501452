"""What was said is written down whole, found again by its text, and never holds the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.azure.journal import Finished, Journal, Served, hash_of
from spanbridge.converters.document import Span
from strategies import labelled_texts, texts

SERVED = Served("https://texts.example", "p", "d", "v1")
DONE = Finished(hash_of("Hi Bob", "en"), "7", (Span(3, 6, "Person", 0.9),))


@given(st.lists(labelled_texts(), max_size=5))
def test_what_was_said_of_each_text_is_found_again(tmp_path_factory, labelled):
    folder = tmp_path_factory.mktemp("journal")
    said = {hash_of(text, "en"): tuple(spans) for text, spans in labelled}
    with Journal(folder, SERVED) as journal:
        for key, spans in said.items():
            journal.finish(Finished(key, "", spans))
    with Journal(folder, SERVED) as journal:
        assert all(journal.found(key).spans == spans for key, spans in said.items())


@given(texts(), texts())
def test_texts_and_languages_that_differ_are_known_apart(one, other):
    assert (hash_of(one, "en") == hash_of(other, "en")) == (one == other)
    assert hash_of(one, "en") != hash_of(one, "de")


def test_a_line_that_a_kill_cut_off_is_passed_over_and_the_next_is_whole(tmp_path):
    with Journal(tmp_path, SERVED) as journal:
        journal.finish(DONE)
        path = journal.path
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        with Journal(tmp_path, SERVED) as journal:
            journal.found(DONE.done)
            journal.finish(DONE)
        with Journal(tmp_path, SERVED) as journal:
            assert journal.found(DONE.done) == DONE


@pytest.mark.parametrize(
    "line", [b"[]", b"7", b"nonsense", b"\xff", b'{"done": 7}', b'{"job": []}']
)
def test_a_line_that_is_none_is_passed_over(tmp_path, line):
    with Journal(tmp_path, SERVED) as journal:
        path = journal.path
    path.write_bytes(path.read_bytes() + line + b"\n")
    with Journal(tmp_path, SERVED) as journal:
        assert journal.waiting() == []


def test_jobs_wait_until_all_their_texts_are_finished(tmp_path):
    with Journal(tmp_path, SERVED) as journal:
        journal.begin("j1", [(DONE.done, 0), ("other", 0)])
        journal.begin("j2", [("third", 0), ("third", 900)])
    with Journal(tmp_path, SERVED) as journal:
        assert [one.job for one in journal.waiting()] == ["j1", "j2"]
        journal.finish(DONE)
        journal.finish(Finished("other"))
        assert [(one.job, one.pieces) for one in journal.waiting()] == [
            ("j2", [("third", 0), ("third", 900)])
        ]


def test_what_was_being_sent_when_a_run_was_cut_off_is_doubtful_until_it_is_told(tmp_path):
    with Journal(tmp_path, SERVED) as journal:
        taken, cut_off = journal.send([("a", 0)]), journal.send([("b", 0), ("c", 9)])
        journal.begin("j1", [("a", 0)], taken)
    with Journal(tmp_path, SERVED) as journal:
        assert journal.doubtful() == {("b", 0): cut_off, ("c", 9): cut_off}
        journal.end(cut_off)
    with Journal(tmp_path, SERVED) as journal:
        assert journal.doubtful() == {}
        assert [one.job for one in journal.waiting()] == ["j1"]
        journal.end("j1")
    with Journal(tmp_path, SERVED) as journal:
        assert journal.waiting() == []


def test_another_model_has_another_journal_and_a_fresh_one_forgets(tmp_path):
    with Journal(tmp_path, SERVED) as journal:
        journal.finish(DONE)
    newer = Served(SERVED.endpoint, SERVED.project, SERVED.deployment, "v2")
    with Journal(tmp_path, newer) as journal:
        assert journal.found(DONE.done) is None
    with Journal(tmp_path, SERVED, fresh=True) as journal:
        assert journal.found(DONE.done) is None


def test_only_its_owner_reads_it(tmp_path):
    with Journal(tmp_path, SERVED) as journal:
        assert journal.path.stat().st_mode & 0o077 == 0
