"""What the Dockerfiles make, without Docker: it installs, starts and is healthy, as any user."""

from __future__ import annotations

from pathlib import Path

import pytest
from end_to_end.images import Image, bubblewrap

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "docker").glob("*.Dockerfile"))
SETTINGS = {
    "SPANBRIDGE_AZURE_ENDPOINT": "https://texts.example.com",
    "SPANBRIDGE_AZURE_KEY": "none",
    "SPANBRIDGE_PROJECT": "incidents",
    "SPANBRIDGE_DEPLOYMENT": "production",
    "SPANBRIDGE_WEBHOOK_SECRET": "none",
}


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.name)
def image(request, tmp_path_factory) -> Image:
    bubblewrap()
    return Image(request.param, ROOT, tmp_path_factory.mktemp("image"))


@pytest.mark.parametrize("user", ["", "4321:0"], ids=["its own user", "another user"])
def test_it_starts_and_is_healthy_in_a_root_that_cannot_be_written(image, user):
    assert image.uid > 0
    assert "Traceback" not in image.health(user, **SETTINGS)


def test_nothing_but_the_environment_and_the_state_is_in_it(image):
    assert not image.holds("/src")
    assert image.holds("/opt/spanbridge/bin/spanbridge")
    assert image.holds("/state")
