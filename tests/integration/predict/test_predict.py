"""Predictions over real HTTP: the words come back right, in order, each text paid once."""

from __future__ import annotations

import msgspec
import pytest
from emulator_of import texts
from hypothesis import given, settings
from hypothesis import strategies as st
from predict_of import ADA, ALAN, Run, counted, deployment, settings_for, words
from spanbridge.bridge.azure.cost import records_of
from spanbridge.bridge.azure.predicting import predict
from spanbridge.converters.document import Document
from spanbridge.converters.problems import ProblemError
from strategies import texts as any_texts

FOUND = [("Ada Lovelace", "Person"), ("Paris", "City")]


def test_the_words_come_back_right_behind_astral_characters(server, tmp_path):
    known = [*texts().values()]
    found = Run(server, tmp_path).of(*(text for text, _ in known))
    assert [sorted(words(one)) for one in found] == [sorted(spans) for _, spans in known]
    assert all(0 < span.score <= 1 for one in found for span in one.document.spans)


def test_60_documents_are_3_jobs_and_3_polls_in_order(server, tmp_path):
    run = Run(server, tmp_path)
    found = run.of(*(Document(f"{n}: {ADA}", name=str(n)) for n in range(60)))
    assert [one.document.name for one in found] == [str(n) for n in range(60)]
    assert (run.sent, run.asked, run.billed) == (3, 3, 60)
    assert run.predictor.records == 60


@settings(max_examples=5)
@given(st.lists(any_texts(1, 10), min_size=20, max_size=20))
def test_any_text_is_sent_and_comes_back_as_it_is(server, tmp_path, made):
    wanted = [f"{text} {ADA}" for text in made]
    found = Run(server, tmp_path).of(*wanted)
    assert [one.document.text for one in found] == wanted
    assert all({*FOUND} <= {*words(one)} for one in found)


def test_a_text_of_300_000_characters_is_cut_and_merged(server, tmp_path):
    text = f"{ADA} " * 10_000
    run = Run(server, tmp_path)
    [found] = run.of(Document(text, name="long"))
    assert words(found) == FOUND * 10_000
    assert run.told == {"text-in-windows": 1}
    assert run.sent == 3
    assert run.billed == run.predictor.records > records_of(text)


def test_a_second_run_asks_for_nothing(server, tmp_path):
    first, second = Run(server, tmp_path), Run(server, tmp_path)
    assert first.of(ADA, ALAN) == second.of(ADA, ALAN)
    assert (second.sent, second.asked, second.billed) == (0, 0, 0)
    assert second.predictor.reused == 2


def test_the_same_text_is_sent_once_however_often_it_is_there(server, tmp_path):
    run = Run(server, tmp_path)
    found = run.of(*(Document(ADA, name=str(n)) for n in range(60)), Document(ADA, language="fr"))
    assert [one.document.name for one in found[:60]] == [str(n) for n in range(60)]
    assert all(words(one) == FOUND for one in found)
    assert (run.sent, run.billed) == (1, 2)


def test_a_fresh_run_asks_again(server, tmp_path):
    Run(server, tmp_path).of(ADA)
    again = Run(server, tmp_path, fresh=True)
    again.of(ADA)
    assert again.billed == 1


def test_a_newer_model_is_asked_again(tmp_path):
    from emulator_of import PROJECTS, TRAIN, Rest  # noqa: PLC0415 (beside its use)

    with deployment(tmp_path) as server:
        Run(server, tmp_path).of(ADA)
        rest = Rest(server.endpoint, server.key)
        rest.job("POST", f"{PROJECTS}/p/:train", TRAIN | {"modelLabel": "n"})
        rest.job("PUT", f"{PROJECTS}/p/deployments/d", {"trainedModelLabel": "n"})
        again = Run(server, tmp_path)
        again.of(ADA)
        assert again.billed == 1


def test_a_document_without_a_language_is_of_the_projects_not_of_the_sdks(tmp_path):
    from emulator_of import project_file  # noqa: PLC0415 (beside its use)

    file = project_file(texts())
    file["metadata"]["language"] = "de"
    with deployment(tmp_path, file) as server:
        seen = []
        submitted = server.resource.jobs.make

        def make(*arguments, **more):
            seen.extend(one["language"] for one in more["payload"].get("documents", ()))
            return submitted(*arguments, **more)

        server.resource.jobs.make = make
        Run(server, tmp_path).of(Document(ADA), Document(ALAN, language="fr"))
        assert seen == ["de", "fr"]


def test_a_text_of_nothing_is_not_sent(server, tmp_path):
    run = Run(server, tmp_path)
    found = run.of(" \n", ADA)
    assert found[0] is None
    assert words(found[1]) == FOUND
    assert run.told == {"text-empty": 1}
    assert run.billed == 1


def test_the_public_function_yields_documents(server, tmp_path):
    [document] = predict([Document(ADA, name="a")], settings_for(server, tmp_path))
    assert (document.name, document.language) == ("a", "en")
    assert [document.covered(span) for span in document.spans] == ["Ada Lovelace", "Paris"]


@pytest.mark.parametrize(
    ("kind", "one", "key"),
    [
        ("CustomSingleLabelClassification", {"category": "x"}, "class"),
        ("CustomMultiLabelClassification", [{"category": "x"}], "classes"),
    ],
)
def test_texts_are_classified_as_a_whole(tmp_path, kind, one, key):
    from emulator_of import envelope  # noqa: PLC0415 (beside its use)

    def label(text):
        name = "Paris" if "Paris" in text else "Elsewhere"
        return {"category": name} if isinstance(one, dict) else [{"category": name}]

    documents = [{"location": name, "language": "en", key: label(text)}
                 for name, (text, _) in texts().items()]  # fmt: skip
    assets = {"classes": [{"category": "Paris"}, {"category": "Elsewhere"}], "documents": documents}
    with deployment(tmp_path, envelope(kind, assets)) as server:
        [found] = Run(server, tmp_path).of(ADA)
        assert found.document.categories == ("Paris",)
        assert found.document.spans == ()
        assert 0.5 < found.scores[0] <= 1


def test_past_the_budget_nothing_more_is_sent_and_what_was_is_kept(server, tmp_path):
    tables = {"prices": {"currency": "EUR", "text_records": 1000.0}, "budget": {"run": 30}}
    run = Run(server, tmp_path, **tables)
    with pytest.raises(ProblemError, match="budget-exceeded"):
        run.of(*(f"{n}: {ADA}" for n in range(60)))
    assert run.billed == 25
    month = {"prices": tables["prices"], "budget": {"month": 60}}
    again = Run(server, tmp_path, **month)
    found = again.of(*(f"{n}: {ADA}" for n in range(60)))
    assert (again.billed, len(found)) == (35, 60)
    over = Run(server, tmp_path, **month)
    with pytest.raises(ProblemError, match="month"):
        over.of("one more")
    assert over.billed == 0


def test_what_was_sent_is_logged_without_a_word_of_it(server, tmp_path):
    Run(server, tmp_path).of(ADA, ALAN)
    [entry] = Run(server, tmp_path).session.state.audit.entries()
    assert (entry.operation, entry.deployment, entry.records) == ("predict", "d", 2)
    for path in (tmp_path / "state").rglob("*.jsonl"):
        held = path.read_text(encoding="utf-8")
        assert not any(word in held for word in ("Lovelace", "Turing", "office", server.key))
    [line] = (tmp_path / "state" / "ledger.jsonl").read_bytes().splitlines()
    assert msgspec.json.decode(line)["records"] == 2


def test_azure_is_told_not_to_keep_what_it_analyses(server, tmp_path, monkeypatch):
    from spanbridge.bridge.azure import runtime  # noqa: PLC0415 (beside its use)

    made = []
    action = runtime._ACTIONS["entities"]
    monkeypatch.setitem(
        runtime._ACTIONS, "entities", lambda *names: made.append(action(*names)) or made[-1]
    )
    Run(server, tmp_path).of(ADA)
    Run(server, tmp_path, disable_service_logs=False, fresh=True).of(ADA)
    assert [one.disable_service_logs for one in made] == [True, False]
    assert {one.string_index_type for one in made} == {"UnicodeCodePoint"}


def test_jobs_that_take_their_time_are_polled_when_they_are_done(tmp_path):
    with deployment(tmp_path, jobs="seconds:0.6") as server:
        before = counted(server)
        run = Run(server, tmp_path)
        run.of(*(f"{n}: {ADA}" for n in range(200)))
        assert run.sent == 8
        assert run.asked <= 10
        assert counted(server)[2] - before[2] == 200
