"""The examples in the docstrings of the converters and of the bridge are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest
import spanbridge.bridge.active_learning
import spanbridge.bridge.azure
import spanbridge.bridge.emulator
import spanbridge.bridge.suggesting
import spanbridge.converters
import spanbridge.ml_backend

MODULES = [
    module.name
    for package in (
        spanbridge.converters,
        spanbridge.bridge.active_learning,
        spanbridge.bridge.azure,
        spanbridge.bridge.emulator,
        spanbridge.bridge.suggesting,
        spanbridge.ml_backend,
    )
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_each_module_hold(name: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert failed == 0


def test_there_are_modules_with_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name))]
    assert sum(bool(test.examples) for test in found) >= 15
