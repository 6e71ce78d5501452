"""A certificate for this machine and the names it goes by, made when needed (needs trustme)."""

from __future__ import annotations

import ssl
import tempfile
from pathlib import Path
from typing import NamedTuple

from .options import OptionError


class Certificate(NamedTuple):
    """What a server shows, and what its clients must trust."""

    context: ssl.SSLContext
    authority: bytes
    """The certificate of the authority, as PEM."""


def make_certificate(*names: str) -> Certificate:
    """Make an authority, and a certificate of it for these names and addresses, and localhost.

    Raises:
        OptionError: trustme isn't installed.
    """
    try:
        import trustme  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise OptionError("TLS needs trustme: pip install 'spanbridge[emulator-tls]'") from error
    authority = trustme.CA()
    certificate = authority.issue_cert(*{*names, "127.0.0.1", "localhost"})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return Certificate(context, authority.cert_pem.bytes())


def write_authority(certificate: Certificate, path: Path | None = None) -> Path:
    """Write the authority's certificate to a file, by default a new one; its readers remove it."""
    if path:
        path.write_bytes(certificate.authority)
        return path
    with tempfile.NamedTemporaryFile(prefix="spanbridge-", suffix=".pem", delete=False) as file:
        file.write(certificate.authority)
    return Path(file.name)
