"""The tests of the later clients run in an environment of their own; see the Makefile."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore = [] if find_spec("azure.ai.textanalytics.authoring") else ["later_clients"]
