"""Texts are fetched from where that is allowed, and a name can't lead anywhere else."""

from __future__ import annotations

import pytest
from spanbridge.converters.problems import ProblemError
from spanbridge.ml_backend.addresses import Allowed, resolved
from spanbridge.ml_backend.errors import UnfetchableError

OWN = "http://127.0.0.1:8080"
PUBLIC = "93.184.215.14"


def allowed(*given, own=OWN, leads_to=PUBLIC):
    addresses = [leads_to] if isinstance(leads_to, str) else leads_to
    return Allowed(own, given, lambda _host, _port: addresses)


def test_label_studios_own_texts_are_fetched_wherever_it_is():
    for address in ("/data/upload/3/a.txt", f"{OWN}/data/upload/3/a.txt"):
        place = allowed(leads_to="127.0.0.1").place(address)
        assert (place.connect, place.port, place.path) == (
            "127.0.0.1",
            8080,
            "/data/upload/3/a.txt",
        )
        assert place.is_own


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8081/a.txt",
        "https://127.0.0.1:8080/a.txt",
        "http://127.0.0.1/a.txt",
        "http://localhost:8080/a.txt",
        "https://elsewhere.example/a.txt",
        "https://user:pass@texts.example.com/a.txt",
        "file:///etc/passwd",
        "ftp://texts.example.com/a.txt",
        "//texts.example.com/a.txt",
        "https://",
        "https://[",
        "https://texts.example.com:x/",
        "s3://bucket/a.txt",
        "a.txt",
    ],
)
def test_what_is_not_allowed_is_refused(address):
    with pytest.raises(UnfetchableError):
        allowed("texts.example.com", leads_to="127.0.0.1").place(address)


@pytest.mark.parametrize(
    "private",
    ["127.0.0.1", "10.0.0.7", "169.254.169.254", "192.168.1.1", "::1", "fe80::1", "fd00::1",
     "0.0.0.0", "::ffff:127.0.0.1", "100.64.0.1"],  # noqa: S104 (it is refused)
)  # fmt: skip
def test_a_name_that_is_allowed_leads_to_no_private_address(private):
    with pytest.raises(UnfetchableError):
        allowed("texts.example.com", leads_to=private).place("https://texts.example.com/a.txt")
    with pytest.raises(UnfetchableError):
        allowed("texts.example.com", leads_to=[PUBLIC, private]).place("https://texts.example.com/")


def test_a_network_that_is_named_is_allowed():
    place = allowed("10.1.0.0/16", leads_to="10.1.2.3").place("http://files.internal/a.txt?v=1")
    assert (place.connect, place.path) == ("10.1.2.3", "/a.txt?v=1")
    with pytest.raises(UnfetchableError):
        allowed("10.1.0.0/16", leads_to="10.2.2.3").place("http://files.internal/a.txt")


def test_names_are_compared_without_case_and_final_dot():
    place = allowed("Texts.Example.com").place("https://TEXTS.example.COM./a.txt")
    assert place.host == "texts.example.com"


def test_a_path_alone_needs_to_know_where_label_studio_is():
    with pytest.raises(UnfetchableError):
        allowed(own=None).place("/data/upload/3/a.txt")


def test_a_host_that_is_not_there_is_told():
    def nowhere(_host, _port):
        raise OSError

    with pytest.raises(UnfetchableError, match="there is no host"):
        Allowed(None, ["texts.example.com"], nowhere).place("https://texts.example.com/a.txt")
    with pytest.raises(UnfetchableError, match="there is no host"):
        allowed("texts.example.com", leads_to=[]).place("https://texts.example.com/a.txt")


@pytest.mark.parametrize("given", ["", "*", "http://x", "a/b", "user@host", "host:80"])
def test_what_names_no_host_and_no_network_is_told(given):
    with pytest.raises(ProblemError, match="texts_from"):
        allowed(given)


def test_this_machine_resolves_its_own_name():
    assert resolved("127.0.0.1", 80) == ["127.0.0.1"]
