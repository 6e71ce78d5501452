"""The commands on loops, as somebody types them."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from azure_of import FAST, counted, emulator
from loop_of import LOOP, SPANS, AnnotatedServer, server_with
from spanbridge.bridge.cli import run
from spanbridge.bridge.loop import opening


class Page(HTMLParser):
    """Gathers what a page would fetch, and which elements it has."""

    def __init__(self, text):
        super().__init__()
        self.fetched, self.names = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """See an element."""
        self.names.append(tag)
        self.fetched += [value for name, value in attrs if name in {"src", "href"}]


@pytest.fixture
def azure(tmp_path):
    with emulator(tmp_path) as server:
        yield server


@pytest.fixture
def server(tmp_path, azure, monkeypatch) -> AnnotatedServer:
    """Write a spanbridge.toml, and let the commands meet a Label Studio in memory."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in FAST.items()]
    lines += ["runtime_calls = 60000", 'storage = "storage"', "", "[prices]", 'currency = "EUR"',
              "text_records = 5.0", "training_hour = 3.0", "", "[loop.people]"]  # fmt: skip
    lines += [f"{key} = {json.dumps(value)}" for key, value in LOOP.items()]
    (tmp_path / "spanbridge.toml").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPANBRIDGE_AZURE_ENDPOINT", azure.endpoint)
    monkeypatch.setenv("SPANBRIDGE_AZURE_KEY", azure.key)
    made = server_with(annotated=20)
    made.close = lambda: None
    monkeypatch.setattr(opening, "Server", lambda _: made)
    return made


def test_a_loop_is_run_looked_at_rolled_back_and_released(server, azure, capsys):
    assert run(["loop", "run", "people", "--once"]) == 0
    assert "promoted" in capsys.readouterr().out
    for number in range(21, 33):
        server.annotate(number)
    assert run(["loop", "run", "people", "--once"]) == 0
    assert counted(azure)["swaps"] == 1
    capsys.readouterr()
    assert run(["loop", "history", "--json"]) == 0
    rounds = json.loads(capsys.readouterr().out)["people"]
    assert [one["outcome"] for one in rounds] == ["promoted", "promoted"]
    assert rounds[1]["changes"]["tasks"] == 12
    assert rounds[1]["amount"] > 0
    assert run(["loop", "history"]) == 0
    table = capsys.readouterr().out
    assert f"{rounds[1]['f1_before']:.2f} → {rounds[1]['f1']:.2f}" in table
    assert "promoted" in table
    assert run(["loop", "rollback", "people", "--yes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["model"] == rounds[0]["model"]
    assert run(["loop", "status", "--json"]) == 0
    standing = json.loads(capsys.readouterr().out)[0]
    assert standing["serving"]["production"] == rounds[0]["model"]
    assert "rolled back" in standing["held"]
    assert run(["loop", "run", "people", "--once", "--force"]) == 0
    assert "rolled back" in capsys.readouterr().out
    assert run(["loop", "rollback", "people", "--release"]) == 0
    assert run(["loop", "status"]) == 0
    assert "held" not in capsys.readouterr().out


@pytest.mark.usefixtures("server")
def test_nothing_of_it_holds_a_text_or_a_key(azure, tmp_path, capsys):
    assert run(["loop", "run", "people", "--once"]) == 0
    words = {word for spans in SPANS.values() for word, _ in spans} | {azure.key}
    record = (tmp_path / ".spanbridge" / "spanbridge.sqlite").read_bytes()
    record += (tmp_path / ".spanbridge" / "spanbridge.sqlite-wal").read_bytes() if (
        tmp_path / ".spanbridge" / "spanbridge.sqlite-wal"
    ).exists() else b""  # fmt: skip
    assert b"r0001-" in record
    assert run(["loop", "report", "people", "--html", "page.html"]) == 0
    for arguments in (["status", "--json"], ["history", "--json"]):
        assert run(["loop", *arguments]) == 0
    told = record + (tmp_path / "page.html").read_bytes() + capsys.readouterr().out.encode()
    assert [word for word in words if word.encode() in told] == []
    assert not (tmp_path / ".spanbridge" / "loop" / "people").exists()


def test_the_report_is_one_page_that_fetches_nothing(server, tmp_path):
    assert run(["loop", "run", "people", "--once"]) == 0
    for number in range(21, 33):
        server.annotate(number)
    server.annotate(22, [])  # a second annotator
    assert run(["loop", "run", "people", "--once"]) == 0
    assert run(["loop", "report", "people", "--html", "page.html"]) == 0
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.fetched == []
    assert "script" not in page.names
    assert page.names.count("svg") == 2
    for words in ("Learning curve", "By category", "Agreement", "Cost", "Person", "City"):
        assert words in text
    assert "prefers-color-scheme: dark" in text
    assert run(["loop", "report", "people", "--html", "page.html"]) == 2
    assert run(["loop", "report", "people", "--html", "page.html", "--force", "--no-text"]) == 0
    bare = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert not [words for words in ("Person", "City", "r0002-", "people") if words in bare]


@pytest.mark.usefixtures("server")
def test_a_report_before_any_model_says_so(tmp_path):
    assert run(["loop", "report", "people", "--html", "page.html"]) == 0
    assert "No round has come to a model yet" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.usefixtures("server")
def test_status_tells_what_it_can_where_services_are_down(capsys, monkeypatch):
    monkeypatch.setenv("SPANBRIDGE_AZURE_KEY", "another")
    assert run(["loop", "status", "--json"]) == 0
    standing = json.loads(capsys.readouterr().out)[0]
    assert standing["unheard"]
    assert "serving" not in standing


def test_a_model_that_is_held_back_ends_with_a_status_of_its_own(server, capsys):
    assert run(["loop", "run", "people", "--once"]) == 0
    for task in server.held[:18]:
        task["annotations"].clear()
    assert run(["loop", "run", "people", "--once"]) == 1
    assert "failed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "nobody", "--once"], "There is no loop 'nobody'"),
        (["rollback", "people", "--release"], "isn't held"),
        (["rollback", "people", "--release", "--to", "v1"], "takes no --to"),
        (["rollback", "people", "--yes"], ""),
    ],
)
@pytest.mark.usefixtures("server")
def test_what_cannot_be_done_is_told(arguments, words, capsys):
    assert run(["loop", *arguments]) in {1, 2, 3}
    told = capsys.readouterr()
    assert words in told.err
    assert "Traceback" not in told.err
