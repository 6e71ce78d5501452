"""The elements of a JSON list, of JSON Lines or of one object, whatever the window they come in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spanbridge.converters.json_stream import WINDOW, elements
from spanbridge.converters.problems import ProblemError
from strategies import objects

BOM = b"\xef\xbb\xbf"
WINDOWS = st.integers(1, 40) | st.integers(1, 2000)
TASKS = [
    {"id": 1, "data": {"text": 'a}},{"id":2, [ "quoted" \\ 😀\u2028'}, "annotations": []},
    {"id": 2, "data": {"text": "é\\"}, "annotations": [{"id": 3}, {"id": 4, "x": [[], {}]}]},
    {"id": 3},
]


def compact(tasks: list[Any]) -> bytes:
    """Write as Label Studio does."""
    return json.dumps(tasks, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def escaped(tasks: list[Any]) -> bytes:
    """Write as Python does."""
    return json.dumps(tasks).encode()


def indented(tasks: list[Any]) -> bytes:
    """Write for people, with a byte-order mark and Windows line ends."""
    return BOM + json.dumps(tasks, indent=2).replace("\n", "\r\n").encode()


def lines(tasks: list[Any]) -> bytes:
    """Write JSON Lines, a blank one among them."""
    return b"\n\n".join(escaped([task])[1:-1] for task in tasks) + b"\n"


def read(data: bytes, window: int = WINDOW) -> list[Any]:
    """Decode the elements, strictly, as JSON with no NaN."""
    batches = elements(io.BytesIO(data), "a.json", window)
    return [json.loads(bytes(raw), parse_constant=pytest.fail) for b in batches for raw in b]


def outcome(data: bytes, window: int) -> Any:
    """Return the elements, or the code of the problem."""
    try:
        return read(data, window)
    except ProblemError as error:
        return error.problem.code


def expected(data: bytes) -> Any:
    """Read it all at once with Python's json, NaN as null."""
    return json.loads(data.decode("utf-8-sig"), parse_constant=lambda _: None)


@given(st.lists(objects(), max_size=4), st.sampled_from([compact, escaped, indented]), WINDOWS)
def test_any_list_reads_the_same_in_any_window(
    tasks: list[Any], write: Callable[[list[Any]], bytes], window: int
) -> None:
    data = write(tasks)
    assert read(data, window) == expected(data)


@given(st.lists(objects(), min_size=1, max_size=4), WINDOWS)
def test_any_json_lines_read_the_same_in_any_window(tasks: list[Any], window: int) -> None:
    assert read(lines(tasks), window) == expected(escaped(tasks))


@pytest.mark.parametrize("write", [compact, escaped, indented, lines])
def test_tasks_are_read_in_every_window_from_one_byte_up(
    write: Callable[[list[Any]], bytes],
) -> None:
    data = write(TASKS)
    for window in range(1, len(data) + 2):
        assert read(data, window) == TASKS


@given(objects(), st.sampled_from([None, 2]), WINDOWS)
def test_a_single_object_is_one_element(task: dict[str, Any], indent: int, window: int) -> None:
    data = json.dumps(task, indent=indent).encode()
    assert read(data, window) == [expected(data)]


def test_batches_are_small_and_elements_stand_as_they_were() -> None:
    data = b"[" + b", ".join(b'{"id": %d, "n": 1.0e2}' % n for n in range(1000)) + b"]"
    batches = list(elements(io.BytesIO(data), window=500))
    assert max(len(batch) for batch in batches) < 60
    assert b", ".join(bytes(raw) for batch in batches for raw in batch) == data[1:-1]


@pytest.mark.parametrize("data", [b"[]", b" [ ] \n", BOM + b"[\r\n]"])
def test_an_empty_list_has_no_elements(data: bytes) -> None:
    assert [read(data, window) for window in (1, 2, 100)] == [[], [], []]


def test_nan_is_null_and_a_lone_surrogate_comes_through() -> None:
    data = b'[{"a": NaN, "b": -Infinity, "c": 1e999, "NaN": "NaN"},'
    data += b'{"t": "\\ud83d"}, {"t": "\\ud83d\\ude00"}]'
    assert read(data) == [
        {"a": None, "b": None, "c": None, "NaN": "NaN"},
        {"t": "\ud83d"},
        {"t": "😀"},
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "input-empty"),
        (b" \r\n\t", "input-empty"),
        (BOM, "input-empty"),
        (b'"text"', "input-not-a-list"),
        (b"id,text\n1,a", "input-not-a-list"),
        (b"<html>", "input-not-a-list"),
        (b"null", "input-not-a-list"),
        ('[{"id": 1}]'.encode("utf-16"), "input-not-utf8"),
        (b"\xfe\xff" + '[{"id": 1}]'.encode("utf-16-be"), "input-not-utf8"),
        ('[{"t": "é"}]'.encode("latin-1"), "input-not-utf8"),
        ('[{"n": NaN, "t": "é"}]'.encode("latin-1"), "input-not-utf8"),
        ('{"t": "é"}\n{"t": "é"}\n'.encode("cp1252"), "input-not-utf8"),
        (b'[{"t": "\xed\xa0\xbd"}]', "input-not-utf8"),
        (b'[{"id": 1}] and more', "input-not-json"),
        (b'[{"id": 1}][{"id": 2}]', "input-not-json"),
        (b'[{"id": 1}]]', "input-not-json"),
        (b'[{"id": 1},]', "input-not-json"),
        (b'[,{"id": 1}]', "input-not-json"),
        (b'[{"id": 1},,{"id": 2}]', "input-not-json"),
        (b'[{"id": 1} {"id": 2}]', "input-not-json"),
        (b"[{'id': 1}]", "input-not-json"),
        (b'[{"id": 1]}', "input-not-json"),
        (b'[{"t": "a\nb"}]', "input-not-json"),
        (b'{"id": 1}\n{"id": }\n', "input-not-json"),
        (b'{"id": 1', "input-not-json"),
    ],
)
def test_what_is_wrong_with_a_file_has_the_same_code_in_every_window(
    data: bytes, code: str
) -> None:
    windows = [*range(1, len(data) + 2), WINDOW]
    assert {window: outcome(data, window) for window in windows} == dict.fromkeys(windows, code)


@pytest.mark.parametrize("write", [compact, escaped, indented])
def test_a_list_that_is_cut_off_at_any_byte_is_known_to_be(
    write: Callable[[list[Any]], bytes],
) -> None:
    data = write(TASKS)
    for length in range(data.index(b"[") + 1, len(data)):
        for window in (7, 50, WINDOW):
            assert outcome(data[:length], window) == "input-cut-off", (length, window)


@settings(max_examples=200)
@given(st.lists(st.sampled_from([*'[]{}",:\\ \n1aé', '"id":', '{"id":1}']), max_size=12), WINDOWS)
@example(["[", '{"id":1}', ",", "]"], 1)
def test_any_nonsense_gives_the_same_in_a_small_window_as_in_a_large_one(
    pieces: list[str], window: int
) -> None:
    data = "".join(["[", '{"id":1}', ",", *pieces]).encode()
    small, large = outcome(data, window), outcome(data, WINDOW)
    assert small == large or {small, large} <= {"input-not-json", "input-cut-off"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 100_000, "input-cut-off"),
        (b"[" * 100_000 + b"]" * 100_000, "input-not-json"),
        (b'{"a":' * 100_000, "input-not-json"),
        (b'[{"id":1,"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}]", "input-not-json"),
    ],
)
def test_a_hundred_thousand_brackets_are_refused_and_crash_nothing(data: bytes, code: str) -> None:
    assert [outcome(data, window) for window in (1 << 16, WINDOW)] == [code, code]


def test_a_problem_names_the_file_and_shows_what_was_found() -> None:
    with pytest.raises(ProblemError, match=r"input-not-a-list at a\.json: .*'id,text'"):
        read(b"id,text")
    with pytest.raises(ProblemError, match="cut off"):
        read(b'[{"id": 1')
