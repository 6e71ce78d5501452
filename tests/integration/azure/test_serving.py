"""Which model a deployment serves is told by its label, whatever becomes of the model."""

from __future__ import annotations

import pytest
from azure_of import client
from spanbridge.bridge.azure.errors import NotFoundError, UnauthorisedError
from spanbridge.bridge.azure.serving import parts_of, served_label, serving, version_of


def test_a_deployment_is_named_by_the_model_that_it_serves_before_and_after_a_swap(folder, people):
    people.push(folder)
    for model, name in (("v1", "production"), ("v2", "staging")):
        people.train(model)
        people.deploy(model, name)
    assert serving(people.session, "production").version == "production@v1"
    people.swap("production", "staging")
    assert served_label(people.session, "production") == "v2"


def test_a_model_whose_label_was_trained_again_goes_by_its_id(folder, people):
    people.push(folder)
    people.train("v1")
    people.deploy("v1", "production")
    first = serving(people.session, "production")
    people.train("v1", replace=True)
    now = serving(people.session, "production")
    assert (now.model_id, now.label) == (first.model_id, first.model_id)


def test_what_is_not_there_is_told(folder, people):
    people.push(folder)
    with pytest.raises(NotFoundError):
        serving(people.session, "production")


def test_a_wrong_key_is_told(server, tmp_path):
    with client(server, tmp_path, key="wrong") as stranger, pytest.raises(UnauthorisedError):
        serving(stranger.session, "production")


@pytest.mark.parametrize("version", ["", "@", "d@", "@m", "d@m@n", "model"])
def test_what_is_no_version_of_ours_has_no_parts(version):
    assert parts_of(version) is None


def test_a_version_has_the_parts_that_made_it():
    assert parts_of(version_of("d-1.x_y", "m.2")) == ("d-1.x_y", "m.2")
