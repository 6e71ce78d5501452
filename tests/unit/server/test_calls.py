"""Settings, ML connections, webhooks, versions, tabs: on the Label Studio in memory.

`end_to_end/test_server_calls.py` asks the real one the same.
"""

from __future__ import annotations

import pytest
from both_servers import BEHAVIOURS, VERSION, World, predictions
from server_of import MemoryServer, task


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda behaviour: behaviour.__name__)
def test_a_server_in_memory_does_as_the_real_one(behaviour):
    backend = "http://127.0.0.1:9090"
    server = MemoryServer(setup={backend: VERSION})
    server.add_tasks(1, [task(f"Ada {number}") for number in range(10)])
    tasks = [one["id"] for one in server.held]
    server.add_predictions(1, predictions(tasks))
    behaviour(World(server, 1, tasks, backend))
