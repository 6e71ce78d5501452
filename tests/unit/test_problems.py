"""Every problem has a code, and every code its words; what they quote is short and harmless."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import spanbridge.bridge
import spanbridge.converters
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.catalogue import CATALOGUE, Code
from spanbridge.converters.problems import Problem, ProblemError, quote

CODES = pytest.mark.parametrize(("code", "entry"), CATALOGUE.items())
SOURCES = [
    path.read_text("utf-8")
    for package in (spanbridge.bridge, spanbridge.converters)
    for path in Path(package.__path__[0]).rglob("*.py")
    if "catalogue" not in path.parts
]

TESTS = "".join(
    path.read_text("utf-8")
    for path in Path(__file__).parents[1].rglob("*.py")
    if path != Path(__file__)
)


def uses() -> Iterator[tuple[str, set[str]]]:
    """Yield each code that is told or raised by its name, and the names of what it is given."""
    for node in [node for source in SOURCES for node in ast.walk(ast.parse(source))]:
        match node:
            case ast.Call(ast.Attribute(attr="tell" | "of"), [ast.Constant(str(code)), _]):
                yield code, {keyword.arg or "" for keyword in node.keywords}


def placeholders(entry: Code) -> set[str]:
    """Return the names that the words of a code are filled in with."""
    words = f"{entry.cause} {entry.consequence} {entry.remedy}"
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@CODES
def test_each_code_says_cause_consequence_and_remedy_in_sentences(code: str, entry: Code) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code)
    for purpose in ("convert", "check", "push"):
        assert entry.severity_for(purpose) in ("error", "warning")
    for words in (entry.cause, entry.consequence, entry.remedy):
        assert re.match(r"[A-Z{]", words), words
        assert words.endswith("."), words


@CODES
def test_each_code_is_used_somewhere(code: str, entry: Code) -> None:  # noqa: ARG001
    assert any(f'"{code}"' in source for source in SOURCES)


@CODES
def test_each_code_is_provoked_by_a_test(code: str, entry: Code) -> None:  # noqa: ARG001
    assert code in TESTS or code.replace("-", "_") in TESTS


def test_no_code_is_used_that_the_catalogue_lacks() -> None:
    used = {code for code, _ in uses()}
    assert len(used) > 40
    assert used <= CATALOGUE.keys()


def test_each_use_of_a_code_fills_in_all_of_its_words() -> None:
    lacking = {code: placeholders(CATALOGUE[code]) - names for code, names in uses()}
    assert not {code: names for code, names in lacking.items() if names}


def test_a_problem_says_it_all_in_one_line() -> None:
    problem = Problem.of("language-malformed", "$[3].data", found="klingon")
    assert problem.severity == "error"
    assert str(problem) == (
        "language-malformed at $[3].data: 'klingon' is no language code. "
        "The document is left out. Use a code that Azure knows, such as en-us, de or zh-hans."
    )


def test_what_is_read_in_a_conversion_may_be_refused_by_azure_and_be_an_error_in_a_check() -> None:
    severities = [Problem.of("labels-flat", "$", p).severity for p in ("convert", "check", "push")]
    assert severities == ["warning", "error", "error"]


def test_what_is_worth_a_warning_in_a_check_may_keep_from_training() -> None:
    severities = [Problem.of("documents-few", "$", p, count=3).severity for p in ("check", "push")]
    assert severities == ["warning", "error"]


def test_braces_in_quoted_data_are_data() -> None:
    assert "'{label} {0}'" in Problem.of("name-replaced", "$", name="{label} {0}").cause


def test_an_error_carries_its_problem() -> None:
    error = ProblemError.of("input-empty", "a.json")
    assert isinstance(error, ValueError)
    assert (error.problem.code, str(error)) == ("input-empty", str(error.problem))


def test_a_quotation_is_cut_at_fifty_characters() -> None:
    assert quote("a" * 50) == f"'{'a' * 50}'"
    assert quote("a" * 51) == f"'{'a' * 49}…'"


@pytest.mark.parametrize("bad", ["\n", "\x1b[31m", "\ud800", "\u202e", "\x85", "\u2028", "\ufeff"])
def test_controls_and_surrogates_are_escaped_in_quotations(bad: str) -> None:
    shown = quote(f"é{bad}")
    assert bad not in shown
    assert shown.isascii()


@given(st.text(max_size=80))
def test_any_quotation_can_be_printed_and_written_as_utf8(text: str) -> None:
    shown = quote(text)
    assert shown.isprintable()
    assert shown.encode()


def test_readable_unicode_and_numbers_stay_as_they_are() -> None:
    assert (quote("Grüße 😀 東京"), quote(42)) == ("'Grüße 😀 東京'", "42")
