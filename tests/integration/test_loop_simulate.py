"""`spanbridge loop simulate` on the shipped incident reports: real trainings, small numbers."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from incidents import incidents
from spanbridge.bridge.cli import run
from tasks import task

SMALL = ["--seeds", "2", "--first", "10", "--batch", "25"]


@pytest.fixture(scope="module")
def export(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("simulate") / "export.json"
    file.write_text(json.dumps([task(one) for one in incidents(80)]), encoding="utf-8")
    return file


def simulated(export, capsys, *options):
    assert run(["loop", "simulate", str(export), *SMALL, *options]) == 0
    return capsys.readouterr().out


def test_it_plays_each_strategy_with_each_seed_and_ends_with_everything(export, capsys):
    names = "length-normalised,random"
    data = json.loads(simulated(export, capsys, "--strategies", names, "--json"))
    runs = [(one["strategy"], one["seed"]) for one in data["runs"]]
    assert runs == [(name, seed) for name in names.split(",") for seed in (0, 1)]
    assert data["full"]["documents"] + data["test_documents"] == 80
    for one in data["runs"]:
        assert one["stages"][-1] == data["full"]
        assert one["stages"][0]["documents"] == 10
    assert data["runs"][0]["stages"][0] == data["runs"][2]["stages"][0]
    assert data["full"]["f1"] > max(one["stages"][0]["f1"] for one in data["runs"])
    texts = [one.text[:40] for one in incidents(80)]
    assert not any(text in json.dumps(data, ensure_ascii=False) for text in texts)


def test_people_see_curves_and_a_table_and_get_a_page(export, capsys, tmp_path):
    page = tmp_path / "page.html"
    shown = simulated(export, capsys, "--strategies", "random", "--html", str(page))
    assert "Labels that were enough" in shown
    assert "tokens" in shown
    html = page.read_text(encoding="utf-8")
    HTMLParser().feed(html)
    assert html.count("<svg") == 3
    assert "http-equiv" not in html
    assert not [word for word in ("src=", "href=") if word in html]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--strategies", "entropy"], "entropy"),
        (["--split", "80/30"], "add to 100"),
        (["--first", "500"], "too few"),
        (["--split", "100/0"], "0 to test on"),
    ],
)
def test_wrong_use_says_what_is_wrong(export, capsys, options, said):
    assert run(["loop", "simulate", str(export), *options]) == 2
    assert said in capsys.readouterr().err
