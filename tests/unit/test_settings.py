"""Settings: what counts first, where each came from, and that no secret shows itself."""

from __future__ import annotations

import copy
import json
import pickle
import re
from pathlib import Path

import msgspec
import pytest
from spanbridge.bridge.cli import run
from spanbridge.bridge.secret import Secret
from spanbridge.bridge.settings import SETTINGS, Setting, load
from spanbridge.converters.problems import ProblemError

FILE = """
project = "of the file"
endpoint = "https://file.example.com"
storage = "texts"
profile = "test"

[profiles.test]
endpoint = "https://test.example.com"

[profiles.production]
endpoint = "https://production.example.com"

[profiles.production.prices]
training_hour = 3.5

[prices]
currency = "EUR"
training_hour = 3.0
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Write a settings file, and work in a folder below it."""
    path = tmp_path / "spanbridge.toml"
    path.write_text(FILE, encoding="utf-8")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    return path


@pytest.mark.usefixtures("file")
def test_the_command_line_counts_before_the_environment_and_that_before_the_file():
    environment = {"SPANBRIDGE_PROJECT": "of the environment"}
    assert load({}, environment={}).project == "of the file"
    assert load({}, environment=environment).project == "of the environment"
    assert load({"project": "given"}, environment=environment).project == "given"
    assert load({"project": None}, environment=environment).project == "of the environment"


@pytest.mark.usefixtures("file")
def test_each_value_says_where_it_came_from():
    found = load({"project": "p"}, environment={"AZURE_LANGUAGE_KEY": "k"})
    assert found.sources["project"] == "command line"
    assert found.sources["key"] == "AZURE_LANGUAGE_KEY"
    assert found.sources["endpoint"] == "spanbridge.toml [profiles.test]"
    assert found.sources["storage"] == "spanbridge.toml"
    assert found.sources["timeout"] == "default"


def test_our_own_variables_count_before_azure_s():
    both = {"SPANBRIDGE_AZURE_KEY": "ours", "AZURE_LANGUAGE_KEY": "azure's"}
    assert load({}, environment=both).key == Secret("ours")


@pytest.mark.usefixtures("file")
def test_a_profile_is_chosen_by_argument_by_environment_or_by_the_file():
    chosen = {"SPANBRIDGE_PROFILE": "production"}
    assert load({}, environment={}).endpoint == "https://test.example.com"
    assert load({}, environment=chosen).endpoint == "https://production.example.com"
    named = load({}, environment={}, profile="production")
    assert named.prices == {"currency": "EUR", "training_hour": 3.5}


def test_relative_paths_of_the_file_begin_where_the_file_is(file):
    found = load({}, environment={})
    assert found.storage.reveal() == str(file.parent / "texts")
    assert found.state == str(file.parent / ".spanbridge")
    assert load({"storage": "here"}, environment={}).storage.reveal() == "here"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("projekt = 'p'", "setting-unknown"),
        ("timeout = 'soon'", "setting-malformed"),
        ("timeout = -1", "setting-malformed"),
        ("project = 7", "setting-malformed"),
        ("key = 7", "setting-malformed"),
        ("prices = 3", "setting-malformed"),
        ("endpoint = 'texts.example.com'", "setting-malformed"),
        ("endpoint = 'http://texts.example.com'", "endpoint-not-secure"),
        ("profile = 'none'", "profile-unknown"),
        ("profiles = 3\nprofile = 'x'", "profile-unknown"),
        ("project = ", "settings-malformed"),
    ],
)
def test_what_can_not_be_used_is_a_coded_problem(tmp_path, text, code):
    path = tmp_path / "spanbridge.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        load({}, environment={}, file=path)
    assert error.value.problem.code == code


def test_a_file_that_is_not_there_is_a_coded_problem(tmp_path):
    with pytest.raises(ProblemError, match="input-unreadable"):
        load({}, environment={}, file=tmp_path / "none.toml")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "a.localhost"])
def test_plain_http_goes_to_this_machine(host):
    assert load({"endpoint": f"http://{host}:8765"}, environment={}).endpoint


def test_what_is_needed_and_missing_says_how_to_give_it():
    with pytest.raises(ProblemError) as error:
        load({}, environment={}).need("endpoint")
    assert error.value.problem.code == "setting-missing"
    remedy = error.value.problem.remedy
    assert "--endpoint" in remedy
    assert "SPANBRIDGE_AZURE_ENDPOINT" in remedy


SECRETS = {
    "SPANBRIDGE_AZURE_KEY": "canary-key",
    "SPANBRIDGE_STORAGE": "AccountName=texts;AccountKey=canary-account;EndpointSuffix=x",
    "SPANBRIDGE_PROXY": "http://me:canary-proxy@proxy:8080",
}


@pytest.mark.parametrize("shown", [repr, str, lambda s: str(s.shown()), lambda s: f"{s.key}"])
def test_no_secret_shows_itself(shown):
    assert "canary" not in shown(load({}, environment=SECRETS))


def test_a_signed_address_shows_no_signature():
    signed = "https://texts.blob.core.windows.net/c?sv=1&sig=canary%2Bsig"
    found = load({}, environment={"SPANBRIDGE_STORAGE": signed})
    assert str(found.storage) == "https://texts.blob.core.windows.net/c?***"
    assert "canary%2Bsig" in found.secrets


def test_what_is_secret_is_known_to_be_masked_in_messages():
    found = load({}, environment=SECRETS).secrets
    assert {"canary-key", "canary-account"} <= {*found}


def test_a_folder_is_no_secret():
    assert load({"storage": "texts"}, environment={}).secrets == []


@pytest.mark.parametrize("write", [pickle.dumps, copy.deepcopy, msgspec.json.encode, json.dumps])
def test_a_secret_is_not_written_anywhere(write):
    with pytest.raises(TypeError):
        write(Secret("canary"))


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("as_json", [False, True])
def test_config_show_tells_values_sources_and_no_secret(as_json, monkeypatch, capsys):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    assert run(["config", "show", "-p", "given", *["--json"] * as_json]) == 0
    printed = capsys.readouterr().out
    assert "canary" not in printed
    assert "spanbridge.toml" in printed
    if as_json:
        found = json.loads(printed)
        assert found["project"] == {"value": "given", "source": "command line"}
        assert found["key"] == {"value": "***", "source": "SPANBRIDGE_AZURE_KEY"}
        assert found["prices"] == {"currency": "EUR", "training_hour": 3.0}


def test_every_setting_has_words_and_a_variable():
    for name, setting in SETTINGS.items():
        assert setting.help, name
        assert setting.environment[0].startswith(("SPANBRIDGE_", "LABEL_STUDIO_")), name


def test_the_documentation_has_every_setting_as_the_code_has_it():
    docs = Path(__file__).parents[2] / "docs"
    page = "".join(
        (docs / name).read_text("utf-8")
        for name in ("azure.md", "label-studio.md", "ml-backend.md")
    )
    rows = [line for line in page.splitlines() if re.match(r"\| `\w+` \| `[A-Z_]+`", line)]
    assert rows == [_row(name, one) for name, one in SETTINGS.items()]


def _row(name: str, one: Setting) -> str:
    variables = ", ".join(f"`{variable}`" for variable in one.environment)
    option = f"`{one.option}`" if one.option else ""
    return f"| `{name}` | {variables} | {option} | {one.help} |"
