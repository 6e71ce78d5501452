"""Keeps a Python process, and those it starts, on this machine: what else they try is noted.

Python imports this by itself where its folder stands in PYTHONPATH. It needs no privilege, and no
goodwill of the program: the hook sits below every library that uses Python's own sockets, and it
can't be removed. A name is refused before anybody is asked what its address is.
"""

from __future__ import annotations

import errno
import ipaddress
import json
import os
import sys
from typing import Any

_LOG = os.environ.get("SPANBRIDGE_OFFLINE_LOG")
_ADDRESS_AT = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
_NAME_AT = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}


def _stays_here(host: Any) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _host(event: str, arguments: tuple[Any, ...]) -> Any:
    if event in _NAME_AT:
        return arguments[_NAME_AT[event]]
    address = arguments[_ADDRESS_AT[event]]
    return address[0] if isinstance(address, tuple) else None  # a Unix socket has a path instead


def _refuse_what_leaves(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _NAME_AT and event not in _ADDRESS_AT:
        return
    host = _host(event, arguments)
    if _stays_here(host):
        return
    tried = json.dumps({"event": event, "host": str(host), "process": os.getpid()})
    file = os.open(_LOG or os.devnull, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, f"{tried}\n".encode())
    os.close(file)
    raise OSError(errno.ENETUNREACH, f"kept offline: {host}")


sys.addaudithook(_refuse_what_leaves)
