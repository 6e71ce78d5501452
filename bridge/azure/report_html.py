"""An evaluation as one page that needs nothing else: no script, no address, no font to fetch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version

from ...converters.comparing import KINDS, Counts
from .evaluating import Evaluated, Example, Piece
from .evaluation import NONE, Cell
from .evaluation_mistakes import Mistake
from .report_html_matrix import MOST, matrix
from .report_html_words import bar, element, number, table, whole_page, words

_CONFUSIONS = 12
_RIGHT = "An entity is right if it begins, ends and is called as it is labelled."
_COUNTED = (
    ("labelled", "number"), ("right", "number"), ("found wrongly", "number"), ("missed", "number"),
)  # fmt: skip


def page(found: Evaluated, *, min_f1: float | None = None, texts: bool = True) -> str:
    """Write the page.

    Args:
        found: what `evaluating.evaluate` returns.
        min_f1: the bar that the model is held against.
        texts: whether texts and the names of documents are shown.
    """
    title = f"Evaluation of {found.model.label}"
    return whole_page(title, *_sections(found, min_f1, texts=texts))


def _sections(found: Evaluated, least: float | None, *, texts: bool) -> Iterator[str]:
    evaluation = found.evaluation
    yield _header(found, least)
    yield _tiles(found, least)
    yield element("h2", "By category")
    yield element("p", _RIGHT, " The worst come first.", class_="soft")
    yield _scores(evaluation.categories, "category", least)
    if len(evaluation.languages()) > 1:
        yield element("h2", "By language")
        yield _scores(evaluation.languages(), "language", least)
    yield from _confusion(evaluation.cells, evaluation.confusions())
    yield from _mistakes(found, texts=texts)
    yield from _advice(found)
    yield _footer(found, texts=texts)


def _header(found: Evaluated, least: float | None) -> str:
    evaluation, model = found.evaluation, found.model
    facts = [f"project {found.project}", f"{len(evaluation.documents):,} documents tested"]
    trained = (model.last_trained_date_time or "")[: len("2026-11-23T10:11")].replace("T", " ")
    facts += [f"trained {trained} UTC"] if trained else []
    split = evaluation.options.get("testingSplitPercentage")
    facts += [f"{split} % of the documents are the test part"] if split else []
    facts += ["the labels say which documents are the test part"] if not split else []
    verdict, kind = f"F1 {evaluation.f1:.2f}", ""
    if least is not None:
        good = evaluation.f1 >= least
        verdict += f", {'at or above' if good else 'below'} the bar of {least:.2f}"
        kind = " good" if good else " bad"
    return element(
        "header",
        element("h1", words(f"Evaluation of {model.label}")),
        element("p", words(" · ".join(facts)), class_="soft"),
        element("span", words(verdict), class_=f"verdict{kind}"),
    )


def _tiles(found: Evaluated, least: float | None) -> str:
    averages = found.evaluation.averages
    tiles = [
        ("F1", "microF1", "macroF1", least),
        ("Precision", "microPrecision", "macroPrecision", None),
        ("Recall", "microRecall", "macroRecall", None),
    ]
    return element("div", *(
        element("div", words(name), element("b", f"{averages[micro]:.3f}"),
                bar(averages[micro], bar_at),
                element("span", f"mean over categories {averages[macro]:.3f}",
                        class_="soft small"), class_="tile")
        for name, micro, macro, bar_at in tiles
    ), class_="tiles")  # fmt: skip


def _scores(counts: dict[str, Counts], what: str, least: float | None) -> str:
    worst_first = sorted(counts.items(), key=lambda item: (not item[1], item[1].f1, item[0]))
    heads = [(what, ""), ("F1", ""), ("", "number"), ("precision", "number"), ("recall", "number"),
             *_COUNTED]  # fmt: skip
    return table(heads, (_score(name, one, least) for name, one in worst_first))


def _score(name: str, one: Counts, least: float | None) -> str:
    """Write a row; where there is nothing to find, and nothing was found, there is no score."""
    scores = (one.f1, one.precision, one.recall)
    known = [number(score) for score in scores] if one else [number(None)] * len(scores)
    counts = (one.labelled, one.right, one.wrong, one.missed)
    return element(
        "tr", element("th", element("bdi", words(name or "none")), scope="row"),
        element("td", bar(one.f1, least) if one else ""), *known,
        *(number(count, 0) for count in counts),
    )  # fmt: skip


def _confusion(cells: tuple[Cell, ...], confusions: list[Cell]) -> Iterator[str]:
    if not cells:
        return
    yield element("h2", "What is taken for what")
    yield element(
        "p", "A row is what was labelled, a column what was found; an entity counts by its "
        "characters, so that a part that was missed counts as a part. The last row counts, in "
        f"entities, what was found where nothing is labelled. At most {MOST} categories are drawn.",
        class_="soft",
    )  # fmt: skip
    yield matrix(cells)
    if confusions:
        yield element("h3", "The confusions that matter")
        yield table(
            [("labelled", ""), ("found", ""), ("share of what is labelled so", ""), ("", "number")],
            map(_confused, confusions[:_CONFUSIONS]),
        )


def _confused(cell: Cell) -> str:
    found = "nothing" if cell.predicted == NONE else cell.predicted
    return element(
        "tr", element("th", words(cell.expected), scope="row"), element("td", words(found)),
        element("td", bar(cell.share, None)), element("td", f"{cell.share:.0%}", class_="number"),
    )  # fmt: skip


def _mistakes(found: Evaluated, *, texts: bool) -> Iterator[str]:
    counts = Counter(mistake.kind for mistake in found.mistakes)
    yield element("h2", "Mistakes, by their kind")
    if not counts:
        yield element("p", "There are none in the test part.")
        return
    yield element("ul", *(
        element("li", f"<b>{counts[kind]:,}</b> {words(name)}")
        for kind, name in KINDS.items() if counts[kind]
    ), class_="kinds")  # fmt: skip
    if not texts:
        yield element("p", "Texts and names of documents are left out of this page.", class_="soft")
        return
    yield (
        '<p class="soft"><span class="labelled">Underlined</span> is what is labelled, '
        '<span class="found">shaded</span> what was found.</p>'
    )
    for kind, name in KINDS.items():
        shown = [example for example in found.examples if example.mistake.kind == kind]
        if shown:
            yield element("h3", words(name))
            yield from map(_example, shown)


def _example(example: Example) -> str:
    mistake = example.mistake
    text = "".join(map(_piece, example.pieces))
    return element(
        "div", element("div", _title(mistake), class_="small"),
        element("p", text, dir="auto") if text else "", class_="example",
    )  # fmt: skip


def _title(mistake: Mistake) -> str:
    names = [m.category if m else "nothing" for m in (mistake.expected, mistake.predicted)]
    shown = names[:1] if names[0] == names[1] else names
    categories = " → ".join(element("span", words(name), class_="category") for name in shown)
    where = words(" · ".join(part for part in (mistake.location, mistake.language) if part))
    return f'{categories} <span class="soft">in <bdi>{where}</bdi></span>'


def _piece(piece: Piece) -> str:
    kinds = [name for name, on in (("labelled", piece.expected), ("found", piece.predicted)) if on]
    return (
        element("span", words(piece.text), class_=" ".join(kinds)) if kinds else words(piece.text)
    )


def _advice(found: Evaluated) -> Iterator[str]:
    yield element("h2", "What to do")
    if not found.advice:
        yield element("p", "Microsoft's guidance has nothing to say to this evaluation.")
        return
    yield element("ul", *(
        element("li", element("span", words(one.category), class_="category"), ": ",
                words(one.what), " ", element("span", words(one.why), class_="soft"))
        for one in found.advice
    ), class_="advice card")  # fmt: skip


def _footer(found: Evaluated, *, texts: bool) -> str:
    remarks = [element("p", words(one)) for one in found.remarks if texts]
    made = f"Made by spanbridge {version('spanbridge')}, of the evaluation that Azure gives."
    return element("footer", *remarks, element("p", words(made)), class_="soft small")
