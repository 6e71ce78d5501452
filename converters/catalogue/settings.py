"""Settings of the bridge: their problems."""

from __future__ import annotations

from .code import Code

_STOPPED = "Nothing was done."
_SHOW = "`spanbridge config show` tells every setting and where it came from."

SETTINGS: dict[str, Code] = {
    "setting-missing": Code(
        "error", "The setting {name} is not given.", _STOPPED, "Give it: {how}."
    ),
    "setting-unknown": Code(
        "error",
        "There is no setting {name}.",
        _STOPPED,
        "Correct it, or remove it; the settings are {known}.",
    ),
    "setting-malformed": Code(
        "error", "The setting {name} can't be used: {error}.", _STOPPED, f"Correct it. {_SHOW}"
    ),
    "settings-malformed": Code("error", "The file is not TOML: {error}.", _STOPPED, "Correct it."),
    "profile-unknown": Code(
        "error", "There is no profile {name}.", _STOPPED, "Name one of these: {known}."
    ),
    "loop-unknown": Code(
        "error",
        "There is no loop {name}.",
        _STOPPED,
        "Name one of these: {known}; or write a table of that name, as docs/loop.md shows.",
    ),
    "endpoint-not-secure": Code(
        "error",
        "The endpoint {endpoint} is plain HTTP.",
        "A key or token would be read by whoever listens on the way, so nothing was sent.",
        "Write https://; plain HTTP goes to this machine only.",
    ),
    "extra-missing": Code(
        "error",
        "{what} needs a package that is not installed.",
        _STOPPED,
        "Run `pip install 'spanbridge[{extra}]'`.",
    ),
    "database-unusable": Code(
        "error",
        "The database can't be reached, or takes no tables: {error}.",
        _STOPPED,
        "Check the setting `database`, and that its server runs.",
    ),
}
