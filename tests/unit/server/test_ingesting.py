"""Texts become tasks byte by byte, in pieces if need be, and whole texts again for Azure."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from server_of import MemoryServer
from spanbridge import to_azure
from spanbridge.bridge.convert import documents_of
from spanbridge.bridge.label_studio.cutting import BLANK_LINES, pieces
from spanbridge.bridge.label_studio.ingesting import Ingestion, ingest

TEXTS = {
    "crlf.txt": "Ada 😀\r\nlives.\r\n\r\nIn  Paris.\t\r\n",
    "lf.txt": "One.\n\n\nTwo.\n \nThree 👩‍👩‍👧.",
    "Test 1.txt": "\n  a lone line \u2028 with odd ends\r",
}


def folder_of(folder, texts):
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    return folder


@given(st.text(st.sampled_from("aé😀 \t\r\n.")), st.sampled_from([BLANK_LINES, 3, 10]))
def test_pieces_join_to_the_text_and_none_is_blank(text, split_at):
    found = pieces(text, split_at)
    assert "".join(found) == text
    assert all(piece.strip() for piece in found) or len(found) <= 1


@pytest.mark.parametrize("split_at", [None, BLANK_LINES, 8])
def test_texts_come_to_azure_byte_by_byte_however_they_were_cut(tmp_path, split_at):
    server, folder = MemoryServer(), folder_of(tmp_path / "texts", TEXTS)
    ingest(server, 1, Ingestion(folder, "en-us", split_at))
    file = tmp_path / "export.json"
    file.write_text(json.dumps(server.held), encoding="utf-8")
    report = to_azure(file, tmp_path / "azure", include_unlabelled=True)
    assert not report.has_errors
    assert report.problems["pieces-joined"] == {None: 0, BLANK_LINES: 2, 8: 3}[split_at]
    for name in TEXTS:
        written = (tmp_path / "azure" / "documents" / name).read_bytes()
        assert written == (folder / name).read_bytes()


def test_a_second_run_adds_only_new_files(tmp_path):
    server, folder = MemoryServer(), folder_of(tmp_path / "texts", TEXTS)
    assert ingest(server, 1, Ingestion(folder, "en-us")).added == 3
    (folder / "new.txt").write_bytes(b"New.")
    assert ingest(server, 1, Ingestion(folder, "en-us")).added == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xff\xfe", "text-file-not-utf8"), (b" \r\n", "text-file-empty"), (b"a\0", "text-nul")],
)
def test_what_can_be_no_document_is_told_and_left_out(tmp_path, data, code):
    folder = folder_of(tmp_path / "texts", {"good.txt": "Good."})
    (folder / "bad.txt").write_bytes(data)
    server = MemoryServer()
    done = ingest(server, 1, Ingestion(folder, "en-us"))
    assert (done.added, done.report.problems) == (1, {code: 1})


def test_a_text_of_which_a_piece_is_missing_is_told_and_left_out(tmp_path):
    server = MemoryServer()
    folder = folder_of(tmp_path / "texts", {"lf.txt": TEXTS["lf.txt"]})
    ingest(server, 1, Ingestion(folder, "en-us", BLANK_LINES))
    file = tmp_path / "export.json"
    file.write_text(json.dumps(server.held[1:]), encoding="utf-8")
    report = to_azure(file, tmp_path / "azure", include_unlabelled=True)
    assert report.problems == {"pieces-missing": 1}


def test_a_text_whose_piece_was_changed_is_told_and_left_out(tmp_path):
    server = MemoryServer()
    folder = folder_of(tmp_path / "texts", {"lf.txt": TEXTS["lf.txt"]})
    ingest(server, 1, Ingestion(folder, "en-us", BLANK_LINES))
    server.held[0]["data"]["text"] += "!"
    file = tmp_path / "export.json"
    file.write_text(json.dumps(server.held), encoding="utf-8")
    report = to_azure(file, tmp_path / "azure", include_unlabelled=True)
    assert report.problems == {"pieces-differ": 1}


def test_a_file_whose_name_no_container_takes_is_told_and_left_out(tmp_path):
    folder = folder_of(tmp_path / "texts", {"good.txt": "Good.", "CON.txt": "A device."})
    done = ingest(MemoryServer(), 1, Ingestion(folder, "en-us"))
    assert (done.added, done.report.problems) == (1, {"text-file-refused": 1})


def test_pieces_stay_tasks_of_their_own_wherever_they_are_not_on_the_way_to_azure(tmp_path):
    server = MemoryServer()
    folder = folder_of(tmp_path / "texts", {"lf.txt": TEXTS["lf.txt"]})
    ingest(server, 1, Ingestion(folder, "en-us", BLANK_LINES))
    file = tmp_path / "export.json"
    file.write_text(json.dumps(server.held), encoding="utf-8")
    records = [*documents_of(file, include_unlabelled=True)]
    assert [one.text for r in records for one in r.documents] == server.texts()
