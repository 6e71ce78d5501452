"""The public names: complete, lazy, importable."""

from __future__ import annotations

import spanbridge


def test_every_public_name_can_be_had():
    for name in spanbridge.__all__:
        assert getattr(spanbridge, name) is not None


def test_the_list_of_names_is_complete():
    assert {*spanbridge.__all__} == {*spanbridge._HOMES}
    assert dir(spanbridge) == sorted(spanbridge.__all__)


def test_a_name_that_is_not_public_is_an_attribute_error():
    assert not hasattr(spanbridge, "to_conll")


def test_every_public_name_says_what_it_does():
    for name in spanbridge.__all__:
        assert name == "FORMATS" or (getattr(spanbridge, name).__doc__ or "").strip()
