"""The adapter keeps the contract of `label-studio-ml` 2.x, which can't be had from a registry.

The base class here does what that of its repository did (2.0.1.dev0, read on 2026-11-24) as far as
a model sees it: an instance a request, `setup` called by the constructor, what is kept by `set`.
"""

from __future__ import annotations

import pytest
from backend_run import CONFIG, words
from predict_of import ADA, settings_for
from spanbridge.bridge.database import opened
from spanbridge.bridge.nudges import Nudges
from spanbridge.ml_backend import adapter
from spanbridge.ml_backend.adapter import adapted

DRAWN = {"type": "labels", "result": [
    {"id": "a", "from_name": "label", "to_name": "text", "type": "labels",
     "value": {"start": 2, "end": 5, "labels": ["Person"]}}]}  # fmt: skip


class Base:
    """What a model sees of the framework."""

    kept: dict[tuple[str, str], str]

    def __init__(self, project_id=None, label_config=None):
        self.project_id = project_id or ""
        if label_config is not None:
            self.set("label_config", label_config)
        self.setup()

    def set(self, key, value):
        """Keep a value for the project."""
        self.kept[self.project_id, key] = value

    def get(self, key):
        """Return what is kept."""
        return self.kept.get((self.project_id, key))

    @property
    def label_config(self):
        """Return the configuration that is kept."""
        return self.get("label_config")


@pytest.fixture
def settings(azure, tmp_path, monkeypatch):
    found = settings_for(azure, tmp_path)
    monkeypatch.setattr(adapter, "load", lambda: found)
    monkeypatch.setattr(adapter, "_MADE", {})
    Base.kept = {}
    yield found
    adapter.backend().close()


def test_a_model_predicts_in_the_version_that_it_told_at_setup(settings):
    assert settings
    model = adapted(Base)(project_id="3", label_config=CONFIG)
    assert model.get("model_version") == "d@m"
    tasks = [{"id": 1, "data": {"text": ADA}}, {"id": 2, "data": {"text": "Nothing."}}]
    first, second = model.predict(tasks, context=None, login=None, password=None)
    assert words(first) == [("Ada Lovelace", "Person"), ("Paris", "City")]
    assert isinstance(second["result"], list)
    assert {first["model_version"], second["model_version"]} == {"d@m"}
    [beside] = model.predict(tasks[:1], context=DRAWN)
    assert words(beside) == [("Paris", "City")]


def test_events_are_noted_as_both_versions_give_them(settings):
    model = adapted(Base)(project_id="3", label_config=CONFIG)
    data = {"project": {"id": 3, "label_config": CONFIG}}
    assert model.fit("START_TRAINING", data) == {"status": "noted"}
    model.fit((), event="ANNOTATION_CREATED", data=data, job_id="1")
    model.fit((), event="ANNOTATION_CREATED", data=None)
    assert [one.kind for one in Nudges(opened(settings)).of(3)] == ["train", "changed"]
