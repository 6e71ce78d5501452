"""Settings: from the command line, the environment and spanbridge.toml into one frozen object.

    project = "incidents"
    endpoint = "https://texts.cognitiveservices.azure.com"
    storage = "folders/storage"

    [profiles.production]
    project = "incidents-2"

    [prices]
    currency = "EUR"

What is given first counts: the command line, then the environment, then the profile, then the rest
of the file. The file is looked for in the working folder and those above it; a relative path in it
starts where the file is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from ..converters.problems import ProblemError, Words
from .secret import Secret, address_secret, is_address, is_connection_string, storage_secret

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "spanbridge.toml"
TABLES = ("prices", "budget", "backend", "loop")
SCOPE = "https://cognitiveservices.azure.com/.default"
DEFAULT, COMMAND_LINE = "default", "command line"

_Positive = Annotated[float, Meta(gt=0)]


class Settings(Struct, frozen=True):
    """All that the bridge can be told. `sources` says where each value came from."""

    endpoint: str | None = None
    key: Secret | None = None
    storage: Secret | None = None
    project: str | None = None
    deployment: str | None = None
    api_version: str = "2023-04-01"
    authority: str | None = None
    scope: str = SCOPE
    proxy: Secret | None = None
    ca_bundle: str | None = None
    state: str = ".spanbridge"
    timeout: _Positive = 60.0
    max_wait: _Positive = 86_400.0
    disable_service_logs: bool = True
    authoring_posts: _Positive = 10.0
    authoring_gets: _Positive = 100.0
    runtime_calls: _Positive = 1000.0
    database: Secret | None = None
    label_studio_url: str | None = None
    label_studio_api_key: Secret | None = None
    webhook_secret: Secret | None = None
    backend_user: str | None = None
    backend_password: Secret | None = None
    prices: dict[str, Any] = {}
    budget: dict[str, Any] = {}
    backend: dict[str, Any] = {}
    loop: dict[str, Any] = {}
    sources: dict[str, str] = {}

    def need(self, name: str) -> Any:
        """Return a setting that can't be done without.

        Raises:
            ProblemError: it is not given.
        """
        value = getattr(self, name)
        if value is None or value == "":
            setting = SETTINGS[name]
            how = f"`{name} = …` in {FILE}, or {setting.environment[0]} in the environment"
            if setting.option:
                how = f"{setting.option}, {how}"
            raise ProblemError.of("setting-missing", "settings", name=name, how=Words(how))
        return value

    @property
    def secrets(self) -> list[str]:
        """What no message may hold, longest first."""
        held = [getattr(self, name) for name in SETTINGS]
        found = {part for one in held if isinstance(one, Secret) for part in one.parts()}
        return sorted(found, key=len, reverse=True)

    def shown(self) -> dict[str, str | float | bool | None]:
        """Give the settings as people may see them."""
        held = {name: getattr(self, name) for name in SETTINGS}
        return {name: str(v) if isinstance(v, Secret) else v for name, v in held.items()}


class Setting(NamedTuple):
    """What there is to say of one setting: its words, its environment, its option."""

    help: str
    environment: tuple[str, ...]
    option: str | None = None


SETTINGS: dict[str, Setting] = {
    "endpoint": Setting(
        "The address of the Language resource.",
        ("SPANBRIDGE_AZURE_ENDPOINT", "AZURE_LANGUAGE_ENDPOINT"),
        "--endpoint",
    ),
    "key": Setting(
        "Its key. Without one, `DefaultAzureCredential` is asked (extra `entra`).",
        ("SPANBRIDGE_AZURE_KEY", "AZURE_LANGUAGE_KEY"),
    ),
    "storage": Setting(
        "Where texts are: a folder, a connection string, or the address of an account or "
        "container, with a SAS or without.",
        ("SPANBRIDGE_STORAGE", "AZURE_STORAGE_CONNECTION_STRING"),
        "--storage",
    ),
    "project": Setting("The project.", ("SPANBRIDGE_PROJECT",), "--project"),
    "deployment": Setting("The deployment.", ("SPANBRIDGE_DEPLOYMENT",), "--deployment"),
    "api_version": Setting("Of the authoring API.", ("SPANBRIDGE_AZURE_API_VERSION",)),
    "authority": Setting(
        "Where tokens are asked for, in other clouds.",
        ("SPANBRIDGE_AZURE_AUTHORITY", "AZURE_AUTHORITY_HOST"),
    ),
    "scope": Setting("What tokens are asked for.", ("SPANBRIDGE_AZURE_SCOPE",)),
    "proxy": Setting(
        "The proxy of all calls, but for those to a Label Studio on this machine. Without one, "
        "`HTTPS_PROXY` and `NO_PROXY` hold.",
        ("SPANBRIDGE_PROXY",),
    ),
    "ca_bundle": Setting(
        "The file of authorities to trust.", ("SPANBRIDGE_CA_BUNDLE", "REQUESTS_CA_BUNDLE")
    ),
    "state": Setting(
        "The folder of backups, snapshots, journals and the audit log.",
        ("SPANBRIDGE_STATE",),
        "--state",
    ),
    "database": Setting(
        "Where the ML backend and the loop remember things: an address such as "
        "`postgresql://user:password@host/name` (extra `postgres`). Without one, a SQLite file in "
        "`state`.",
        ("SPANBRIDGE_DATABASE",),
    ),
    "timeout": Setting("Seconds to wait for an answer.", ("SPANBRIDGE_TIMEOUT",)),
    "max_wait": Setting(
        "Seconds to wait for a job of Azure's; it goes on when we don't.",
        ("SPANBRIDGE_MAX_WAIT",),
        "--max-wait",
    ),
    "disable_service_logs": Setting(
        "Whether Azure is told not to keep what it analyses.",
        ("SPANBRIDGE_DISABLE_SERVICE_LOGS",),
    ),
    "authoring_posts": Setting(
        "Calls a minute that change something, of all projects.", ("SPANBRIDGE_AUTHORING_POSTS",)
    ),
    "authoring_gets": Setting("Calls a minute that read.", ("SPANBRIDGE_AUTHORING_GETS",)),
    "runtime_calls": Setting("Calls a minute that predict.", ("SPANBRIDGE_RUNTIME_CALLS",)),
    "label_studio_url": Setting("The address of Label Studio.", ("LABEL_STUDIO_URL",)),
    "label_studio_api_key": Setting(
        "Its token: a personal access token, or a legacy one.", ("LABEL_STUDIO_API_KEY",)
    ),
    "webhook_secret": Setting(
        "What Label Studio's webhooks must bring to the ML backend, as `X-Spanbridge-Secret`. "
        "Without one, what `label-studio connect` has made and kept in `state`.",
        ("SPANBRIDGE_WEBHOOK_SECRET",),
    ),
    "backend_user": Setting(
        "Who may ask the ML backend (Basic authentication).", ("SPANBRIDGE_BACKEND_USER",)
    ),
    "backend_password": Setting(
        "The password of `backend_user`.", ("SPANBRIDGE_BACKEND_PASSWORD",)
    ),
}
_KINDS = get_type_hints(Settings, include_extras=True)
_PATHS = ("ca_bundle", "state")


def load(
    given: Mapping[str, object] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    file: str | Path | None = None,
    profile: str | None = None,
) -> Settings:
    """Gather the settings.

    Args:
        given: those of the command line; None is not given.
        environment: by default that of the process.
        file: a spanbridge.toml; by default the one here or above.
        profile: one of the file's; by default SPANBRIDGE_PROFILE, or what the file names.

    Raises:
        ProblemError: a setting is unknown or can't be used, or the file or profile isn't there.

    Example:
        >>> found = load({"project": "p"}, environment={"SPANBRIDGE_AZURE_KEY": "hunter2"})
        >>> found.project, found.key, found.sources["key"]
        ('p', Secret(***), 'SPANBRIDGE_AZURE_KEY')
    """
    environment = os.environ if environment is None else environment
    found: dict[str, tuple[object, str]] = {}
    path = Path(file) if file else _nearest()
    home = path.parent if path else Path()
    tables = _from_file(path, profile or environment.get("SPANBRIDGE_PROFILE"), found)
    for name, setting in SETTINGS.items():
        for variable in reversed(setting.environment):
            if environment.get(variable):
                found[name] = (environment[variable], variable)
    found |= {name: (v, COMMAND_LINE) for name, v in (given or {}).items() if v is not None}
    found.setdefault("state", (str(home / ".spanbridge"), DEFAULT))
    _kept_secret(found)
    values = {name: _value(name, value, source) for name, (value, source) in found.items()}
    sources = {name: found[name][1] if name in found else DEFAULT for name in SETTINGS}
    settings = Settings(**values, **tables, sources=sources)
    _check_endpoint(settings)
    return settings


def secret_file(state: str) -> Path:
    """Return where `label-studio connect` keeps the secret that it makes for webhooks."""
    return Path(state) / "webhook-secret"


def _kept_secret(found: dict[str, tuple[object, str]]) -> None:
    """Take the webhooks' secret from the state folder, unless one is given."""
    file = secret_file(str(found["state"][0]))
    if "webhook_secret" not in found and file.is_file():
        try:
            found["webhook_secret"] = (file.read_text("ascii").strip(), str(file))
        except (OSError, UnicodeDecodeError) as error:
            raise ProblemError.of("input-unreadable", str(file), error=error) from error


def _from_file(
    path: Path | None, profile: str | None, found: dict[str, tuple[object, str]]
) -> dict[str, Any]:
    """Add the settings of the file; return its tables."""
    content = _read(path) if path else {}
    given = content.pop("profiles", {})
    profiles = given if isinstance(given, dict) else {}
    chosen = profile or content.pop("profile", None)
    content.pop("profile", None)
    layers = [(content, path.name if path else FILE)]
    if chosen is not None:
        if not isinstance(profiles.get(chosen), dict):
            known = Words(", ".join(profiles) or "none is there")
            raise ProblemError.of("profile-unknown", str(path or FILE), name=chosen, known=known)
        layers.append((profiles[chosen], f"{FILE} [profiles.{chosen}]"))
    tables: dict[str, Any] = {}
    for layer, source in layers:
        for name in TABLES:
            tables[name] = tables.get(name, {}) | _table(name, layer.get(name, {}), source)
        for name in layer.keys() - {*TABLES}:
            found[name] = (_placed(name, layer[name], path), source)
    return tables


def _nearest() -> Path | None:
    here = Path.cwd()
    return next((p for folder in (here, *here.parents) if (p := folder / FILE).is_file()), None)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or error
        raise ProblemError.of("input-unreadable", str(path), error=reason) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProblemError.of("settings-malformed", str(path), error=error) from error


def _table(name: str, value: object, source: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ProblemError.of("setting-malformed", source, name=name, error=Words("it is no table"))
    return value


def _placed(name: str, value: object, path: Path | None) -> object:
    """Let a relative path of the file start where the file is."""
    is_path = name in _PATHS or (
        name == "storage"
        and isinstance(value, str)
        and not (is_connection_string(value) or is_address(value))
    )
    return str(path.parent / value) if is_path and path and isinstance(value, str) else value


def _value(name: str, value: object, source: str) -> Any:
    """Make of a value what the setting holds; a secret one is never quoted."""
    if name not in SETTINGS:
        known = Words(", ".join(SETTINGS))
        raise ProblemError.of("setting-unknown", source, name=name, known=known)
    try:
        kind = _KINDS[name]
        return msgspec.convert(value, kind, strict=False, dec_hook=_secret_of(name))
    except msgspec.ValidationError as error:
        raise ProblemError.of("setting-malformed", source, name=name, error=error) from error


def _secret_of(name: str) -> Any:
    makers = {"storage": storage_secret, "proxy": address_secret, "database": address_secret}

    def secret(_kind: type, value: object) -> Secret:
        if not isinstance(value, str):
            raise msgspec.ValidationError("it is no text")
        return makers.get(name, Secret)(value)

    return secret


def _check_endpoint(settings: Settings) -> None:
    """Refuse to send a key or a token where others can read it."""
    if settings.endpoint is None:
        return
    where, parts = settings.sources["endpoint"], urlsplit(settings.endpoint)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        error = Words("it is no address that begins with https://")
        raise ProblemError.of("setting-malformed", where, name="endpoint", error=error)
    if parts.scheme == "http" and not is_here(parts.hostname):
        raise ProblemError.of("endpoint-not-secure", where, endpoint=settings.endpoint)


def is_here(host: str) -> bool:
    """Whether a host is this machine.

    Example:
        >>> is_here("127.0.0.1"), is_here("texts.example.com")
        (True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
