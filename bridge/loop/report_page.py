"""A loop as one page that needs nothing else: what its rounds brought, and what they cost.

There are numbers and names of categories in it, never a text; without `texts` no names either.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from ..azure.report_html_words import bar, element, number, table, whole_page, words
from ..svg_chart import Curve, svg
from .scoring import BINS

_DRAWN = 4
Told = Mapping[str, Any]


def page(
    name: str, rounds: Sequence[Told], calibration: Sequence[Sequence[float]], *, texts: bool = True
) -> str:
    """Write the page.

    Args:
        name: of the loop.
        rounds: what `standing.history` tells.
        calibration: how sure the last model was, and how often right (`scoring.calibration`).
        texts: whether names of categories and models, and what stopped a round, are shown.
    """
    return whole_page(f"Loop {name}" if texts else "Loop", *_sections(name, rounds, calibration,
                                                                      texts=texts))  # fmt: skip


def _sections(
    name: str, rounds: Sequence[Told], calibration: Sequence[Sequence[float]], *, texts: bool
) -> Iterator[str]:
    yield _header(name, rounds, texts=texts)
    judged = [one for one in rounds if one["f1"] is not None]
    if not judged:
        yield element("p", "No round has come to a model yet.")
    else:
        yield from _curve(judged)
        yield from _categories(judged, texts=texts)
        yield from _sureness(calibration)
        yield from _quality(judged[-1], texts=texts)
    yield element("h2", "Rounds")
    yield _rounds(rounds, texts=texts)
    yield from _cost(rounds)
    made = f"Made by spanbridge {version('spanbridge')}, of the loop's record; no text is in it."
    yield element("footer", element("p", words(made)), class_="soft small")


def _header(name: str, rounds: Sequence[Told], *, texts: bool) -> str:
    done = [one for one in rounds if one["outcome"] == "promoted"]
    facts = [f"{len(rounds):,} rounds", f"{len(done):,} models let into production"]
    if done and texts:
        facts.append(f"the last one is {done[-1]['model']}")
    return element(
        "header", element("h1", words(f"Loop {name}" if texts else "Loop")),
        element("p", words(" · ".join(facts)), class_="soft"),
    )  # fmt: skip


def _curve(judged: Sequence[Told]) -> Iterator[str]:
    yield element("h2", "Learning curve")
    yield element(
        "p", "F1 on the test part by the documents trained on: exact spans, counted by spanbridge "
        "on the same documents for both models. The test part is drawn by a hash, and annotated "
        "without suggestions unless the loop is set otherwise; then the score may flatter.",
        class_="soft",
    )  # fmt: skip
    sizes = [float((one["trained"] or {}).get("documents") or one["round"]) for one in judged]
    ours = [(x, one["f1"]) for x, one in zip(sizes, judged, strict=True)]
    curves = [Curve("F1", ours)]
    theirs = [
        (x, one["f1_of_azure"])
        for x, one in zip(sizes, judged, strict=True) if one["f1_of_azure"] is not None
    ]  # fmt: skip
    if theirs:
        curves.append(Curve("Azure's own", theirs))
    drawn = svg(curves, across="documents trained on", title="F1 by documents trained on")
    yield element("div", drawn, class_="card")
    yield element("p", "Azure's own evaluation decides nothing here.", class_="small soft")


def _categories(judged: Sequence[Told], *, texts: bool) -> Iterator[str]:
    yield element("h2", "By category")
    counted = {name: one["labelled"] for name, one in _scores(judged[-1]).items()}
    names = sorted(counted, key=lambda name: (-counted[name], name))
    shown = {name: name if texts else f"category {n}" for n, name in enumerate(names, 1)}
    curves = [
        Curve(shown[name], [(float(one["round"]), _scores(one)[name]["f1"])
                            for one in judged if name in _scores(one)])
        for name in names[:_DRAWN]
    ]  # fmt: skip
    if curves:
        drawn = svg(curves, across="round", title="F1 by category over rounds")
        yield element("div", drawn, class_="card")
    heads = [("category", ""), ("F1 now", ""), ("", "number"), ("before", "number"),
             ("test spans", "number")]  # fmt: skip
    before = _scores(judged[-2]) if len(judged) > 1 else {}
    yield table(heads, (
        element("tr", element("th", element("bdi", words(shown[name])), scope="row"),
                element("td", bar(_scores(judged[-1])[name]["f1"], None)),
                number(_scores(judged[-1])[name]["f1"]),
                number(before.get(name, {}).get("f1")), number(counted[name], 0))
        for name in names
    ))  # fmt: skip


def _scores(one: Told) -> dict[str, dict[str, Any]]:
    found = one["categories"] or {}
    return {
        name: {**counts, "labelled": counts["right"] + counts["missed"]}
        for name, counts in found.items()
    }


def _sureness(calibration: Sequence[Sequence[float]]) -> Iterator[str]:
    total = sum(int(one[0]) for one in calibration)
    if not total:
        return
    yield element("h2", "How sure the model is, and how often right")
    yield element(
        "p", "Predictions in the test part by confidence. Where the share that is right is far "
        "below the confidence, thresholds by confidence promise too much.", class_="soft",
    )  # fmt: skip
    heads = [("confidence", ""), ("predictions", ""), ("", "number"), ("mean", "number"),
             ("right", ""), ("", "number")]  # fmt: skip
    yield table(heads, (_bin(n, one, total) for n, one in enumerate(calibration)))


def _bin(place: int, one: Sequence[float], total: int) -> str:
    count, right, summed = one
    share = right / count if count else None
    edges = f"{place / BINS:.1f} to {(place + 1) / BINS:.1f}"
    return element(
        "tr", element("th", edges, scope="row"), element("td", bar(count / total, None)),
        number(count, 0), number(summed / count if count else None),
        element("td", bar(share, None) if share is not None else ""), number(share),
    )  # fmt: skip


def _quality(last: Told, *, texts: bool) -> Iterator[str]:
    quality = last["quality"] or {}
    yield element("h2", "Annotations worth a second look")
    said = [
        f"{quality.get('contradictions', 0):,} places of the test part where a sure model differs",
        f"{quality.get('two_ways', 0):,} phrases that are labelled in two ways",
    ]
    yield element("ul", *(element("li", words(one)) for one in said), class_="kinds")
    tabs = ", ".join(quality.get("tabs") or ())
    if tabs:
        yield element("p", words(f"They are tabs of the Data Manager: {tabs}."), class_="soft")
    agreement = quality.get("agreement")
    yield element("h3", "Agreement of annotators")
    if not agreement:
        yield element(
            "p", "No task has several annotations; `spanbridge label-studio connect --overlap 10` "
            "asks for them.", class_="soft",
        )  # fmt: skip
        return
    rows = {"all": agreement["overall"], **(agreement["categories"] if texts else {})}
    heads = [("category", ""), ("exact", "number"), ("overlapping", "number"), ("spans", "number")]
    yield table(heads, (_agreed(name, one) for name, one in rows.items()))


def _agreed(name: str, one: Told) -> str:
    return element(
        "tr", element("th", words(name), scope="row"), number(one.get("exact")),
        number(one.get("overlapping")), number(one.get("spans"), 0),
    )  # fmt: skip


def _rounds(rounds: Sequence[Told], *, texts: bool) -> str:
    heads = [("round", "number"), ("began", ""), ("changed", "number"), ("F1 before", "number"),
             ("F1", "number"), ("kappa", "number"), ("gate", ""), ("outcome", ""),
             ("why", "")]  # fmt: skip
    return table(heads, (_round(one, texts=texts) for one in rounds))


def _round(one: Told, *, texts: bool) -> str:
    began = time.strftime("%Y-%m-%d %H:%M", time.localtime(one["began"]))
    why = " ".join([*one["reasons"], one["why"] or ""]).strip() if texts else ""
    return element(
        "tr", number(one["round"], 0), element("td", began),
        number((one["changes"] or {}).get("tasks"), 0), number(one["f1_before"], 3),
        number(one["f1"], 3), number(one["kappa"], 3), element("td", words(one["verdict"] or "")),
        element("td", words(one["outcome"] or "open")), element("td", words(why), class_="small"),
    )  # fmt: skip


def _cost(rounds: Sequence[Told]) -> Iterator[str]:
    yield element("h2", "Cost")
    yield element(
        "p", "Hours are estimates by the number of characters, text records are counted as they "
        "are sent; what Azure bills stands in its invoice.", class_="soft",
    )  # fmt: skip
    heads = [("round", "number"), ("hours of training", "number"), ("text records", "number"),
             ("amount", "number")]  # fmt: skip
    amounts = [one["amount"] for one in rounds if one["amount"] is not None]
    last = {
        "round": None, "hours": sum(one["hours"] for one in rounds),
        "records": sum(one["records"] for one in rounds),
        "amount": sum(amounts) if amounts else None,
    }  # fmt: skip
    yield table(heads, (
        element("tr", number(one["round"], 0), number(one["hours"], 4), number(one["records"], 0),
                number(one["amount"]))
        for one in (*rounds, last)
    ))  # fmt: skip
