"""What compose.yaml lets Label Studio reach, asked of Label Studio's own guard; no Docker."""

from __future__ import annotations

import json
import os
import subprocess
from ipaddress import ip_network
from pathlib import Path

import pytest
import yaml
from end_to_end.environments import environment
from end_to_end.label_studio import REQUIREMENTS

HERE = Path(__file__).parent
COMPOSE = yaml.safe_load((HERE.parents[1] / "docker" / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
BACKEND = SERVICES["backend"]["networks"]["default"]["ipv4_address"]
RESERVED = ("127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "172.16.0.1", "172.31.9.9",
            "172.28.5.9", "172.28.5.11", "::1", "fd00::1", "::ffff:127.0.0.1")  # fmt: skip
OUTSIDE = "93.184.215.14"


@pytest.fixture
def reached(tmp_path):
    """Ask Label Studio which addresses it would call, with some settings."""

    def ask(settings: dict[str, str]) -> list[str]:
        python = environment("label-studio", REQUIREMENTS) / "python"
        own = {
            "DJANGO_SETTINGS_MODULE": "core.settings.label_studio",
            "DJANGO_DB": "sqlite",
            "LABEL_STUDIO_BASE_DATA_DIR": str(tmp_path),
        }
        code = (HERE / "guard.py").read_text("utf-8")
        done = subprocess.run(
            [python, "-c", code, *RESERVED, BACKEND, OUTSIDE], cwd=tmp_path,
            env=os.environ | own | settings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return ask


def test_label_studio_reaches_the_backend_and_no_other_address_inside(reached):
    given = SERVICES["label-studio"]["environment"]
    guard = {name: value for name, value in given.items() if "BANNED_SUBNETS" in name}
    assert reached(guard) == [BACKEND, OUTSIDE]
    assert reached({}) == [OUTSIDE]


def test_the_backend_has_an_address_of_the_network():
    [network] = COMPOSE["networks"]["default"]["ipam"]["config"]
    assert ip_network(BACKEND).subnet_of(ip_network(network["subnet"]))


def test_the_overlay_for_azure_names_services_that_are_there():
    overlay = yaml.safe_load((HERE.parents[1] / "docker" / "compose.azure.yaml").read_text("utf-8"))
    assert overlay["services"].keys() <= SERVICES.keys()
    settings = overlay["services"]["backend"]["environment"]
    assert settings.keys() <= SERVICES["backend"]["environment"].keys()
