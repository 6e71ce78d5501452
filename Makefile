# Everything that a bare machine with Python and make needs; each target makes its environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
QUIET := --disable-pip-version-check --retries 8 -qq
PIP := $(BIN)/python -m pip $(QUIET)
READY := $(VENV)/.ready
LINT := .venv-lint
LATER := .venv-later
BENCH := .venv-bench

.DEFAULT_GOAL := help
.PHONY: help demo test e2e lint bench docs format clean

help:  ## list the targets
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt --upgrade pip setuptools
	$(PIP) install -c constraints.txt --no-build-isolation --editable . --group test
	@touch $@

demo: $(READY)  ## install, and see it all work on the shipped reports, without an account
	@$(BIN)/spanbridge demo

test: $(READY)  ## unit and integration tests: no server, no browser, no Node
	$(BIN)/python -m pytest -q -n auto

$(VENV)/.ready-e2e: $(READY)
	$(PIP) install -c constraints.txt --group e2e
	@touch $@

e2e: $(VENV)/.ready-e2e $(LATER)/.ready  ## end-to-end tests: the wheel, a real Label Studio in a real browser
	$(BIN)/python -m pytest -q -n auto --dist loadfile tests/end_to_end --allow-hosts=127.0.0.1,::1
	$(LATER)/bin/python -m pytest -q tests/end_to_end/later_clients

$(LATER)/.ready: tests/end_to_end/later_clients/requirements.txt
	$(PYTHON) -m venv $(LATER)
	$(LATER)/bin/python -m pip $(QUIET) install --upgrade pip
	$(LATER)/bin/python -m pip $(QUIET) install -r $<
	@touch $@

$(LINT)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(LINT)
	$(LINT)/bin/python -m pip $(QUIET) install -c constraints.txt --upgrade pip setuptools
	$(LINT)/bin/python -m pip $(QUIET) install -c constraints.txt --group lint --group test
	@touch $@

lint: $(LINT)/.ready  ## ruff, mypy on the installed wheel, layers, images
	$(LINT)/bin/ruff format --check .
	$(LINT)/bin/ruff check .
	$(LINT)/bin/hadolint docker/*.Dockerfile
	$(LINT)/bin/check-jsonschema -q --builtin-schema vendor.compose-spec docker/compose*.yaml
	$(LINT)/bin/kubernetes-validate --quiet --strict docker/kubernetes.yaml
	$(LINT)/bin/python -m pip $(QUIET) install -c constraints.txt --no-build-isolation --force-reinstall --no-deps .
	$(LINT)/bin/python -m pip $(QUIET) install -c constraints.txt --no-build-isolation .
	cd tests && ../$(LINT)/bin/mypy --config-file ../pyproject.toml -p spanbridge
	cd tests && ../$(LINT)/bin/lint-imports --config ../pyproject.toml --no-cache

format: $(LINT)/.ready  ## let ruff format the code
	$(LINT)/bin/ruff format .
	$(LINT)/bin/ruff check --fix-only -q .

$(BENCH)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip $(QUIET) install -c constraints.txt --upgrade pip setuptools
	$(BENCH)/bin/python -m pip $(QUIET) install -c constraints.txt label-studio-sdk
	@touch $@

bench: $(BENCH)/.ready  ## measure conversion beside Label Studio's, prediction beside the SDK, the ML backend
	$(BENCH)/bin/python -m pip $(QUIET) install -c constraints.txt --no-build-isolation .
	$(BENCH)/bin/python -m pip $(QUIET) install --no-build-isolation --force-reinstall --no-deps .
	$(BENCH)/bin/python benchmarks/conversion.py
	$(BENCH)/bin/python benchmarks/prediction.py
	$(BENCH)/bin/python benchmarks/backend.py

docs: $(READY)  ## write the parts of the documentation that are made of the code
	$(BIN)/python docs/generate.py

clean:  ## remove environments and what tools leave behind
	rm -rf $(VENV) $(LINT) $(LATER) $(BENCH) build dist *.egg-info artefacts .mypy_cache .pytest_cache .ruff_cache
