"""The paths of Label Studio's API that need no tasks, in memory, as 1.23.2 was seen to answer."""

from __future__ import annotations

import json as as_json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from spanbridge.bridge.label_studio.errors import failed

_BLOCKED = "URL resolves to a reserved network address (block: 127.0.0.0/8)"
_UNKNOWN = "Model version doesn't exist either as live model or as static predictions."
_ROUTES = (
    (r"projects/\d+/", "_project"),
    (r"projects/\d+/model-versions/", "_versions"),
    (r"ml(?:/(\d+))?", "_ml"),
    (r"webhooks/(?:(\d+)/)?", "_webhooks"),
    (r"dm/views/(?:(\d+)/)?", "_views"),
    (r"tasks", "_tasks"),
    (r"predictions/(\d+)/", "_predictions"),
)


def _matches(task: dict[str, Any], item: dict[str, Any]) -> bool:
    value = item["value"]
    if item["filter"].endswith("predictions_model_versions"):
        held = [one["model_version"] for one in task.get("predictions", ())]
        return any(value[0] in version for version in held)
    if item["operator"] == "in":
        return bool(value["min"] <= task["id"] <= value["max"])
    return bool(task["id"] in value if item["operator"] == "in_list" else task["id"] == value)


def refused(status: int, detail: str, **errors: list[str]) -> Exception:
    """Make the error that an answer of Label Studio becomes."""
    more = {"validation_errors": errors} if errors else {}
    return failed(status, {"detail": detail, **more})


@dataclass
class MemoryCalls:
    """Holds one project's settings, ML connections, webhooks and tabs.

    `setup` is the model version that the backends' /setup answers, by their address; one that is
    not there can't be reached. `blocked` hosts are refused by the guard of addresses, those in
    `half_blocked` only by that of webhooks; `unknown` hosts have no address. `password` is what the
    backends take. `calls` are all that changed something.
    """

    held: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    connections: dict[int, dict[str, Any]] = field(default_factory=dict)
    hooks: dict[int, dict[str, Any]] = field(default_factory=dict)
    views: dict[int, dict[str, Any]] = field(default_factory=dict)
    setup: dict[str, str] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    half_blocked: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    password: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        raw: bool = False,
    ) -> Any:
        """Answer a call."""
        if method != "GET":
            self.calls.append((method, path))
        for pattern, name in _ROUTES:
            if found := re.fullmatch(pattern, path):
                number = int(found[1]) if found.groups() and found[1] else None
                answer = getattr(self, name)(method, number, json, params or {})
                return as_json.dumps(answer).encode() if raw else answer
        raise refused(404, "Not found.")

    def _project(self, method: str, _number: None, json: Any, _params: Any) -> Any:
        if method == "PATCH":
            version = json.get("model_version")
            if version and version not in {*self._titles(), *self._counted()}:
                raise refused(400, "Validation error", model_version=[_UNKNOWN])
            self.settings |= json
        return {"model_version": "", "sampling": "Sequential sampling", **self.settings}

    def _versions(self, method: str, _number: None, json: Any, _params: Any) -> Any:
        if method == "GET":
            shown = self.settings.get("model_version")
            return self._counted() | ({shown: self._counted().get(shown, 0)} if shown else {})
        gone = json["model_version"]
        count = self._counted().get(gone, 0)
        for task in self.held:
            kept = [one for one in task.get("predictions", ()) if one["model_version"] != gone]
            task["predictions"] = kept
        self._unset(gone)
        return {"deleted_predictions": count}

    def _ml(self, method: str, number: int | None, json: Any, params: Any) -> Any:
        del params
        if method == "GET":
            return [self._asked(one) for one in self.connections.values()]
        if method == "DELETE":
            self._unset(self.connections.pop(int(number or 0))["title"])
            return None
        self._validated(json)
        if method == "PATCH":
            held = self.connections[int(number or 0)]
            if self.settings.get("model_version") == held["title"]:
                self.settings["model_version"] = json["title"]
            held.update(json)
            return self._asked(held)
        made = {"id": len(self.connections) + 1, **json}
        self.connections[made["id"]] = made
        self._hook_of(made["url"].rstrip("/") + "/webhook", json["project"])
        if not self.settings.get("model_version"):
            self.settings["model_version"] = made["title"]
        return self._asked(made)

    def _validated(self, json: Any) -> None:
        host = urlsplit(json["url"]).hostname or ""
        if host in self.blocked:
            raise refused(403, _BLOCKED)
        if host in self.unknown:
            raise refused(500, f"Can't resolve hostname {host}")
        if self.password and json.get("basic_auth_pass") != self.password:
            words = "Able to connect to ML Server, but authentication parameters were incorrect."
            raise refused(400, "Validation error", non_field_errors=[words])
        if json["url"] not in self.setup:
            words = f"Can't connect to ML backend {json['url']}, health check failed."
            raise refused(400, "Validation error", non_field_errors=[words])

    def _asked(self, one: dict[str, Any]) -> dict[str, Any]:
        """Ask a backend, as each call does."""
        version = self.setup.get(one["url"])
        shown = {key: value for key, value in one.items() if key != "basic_auth_pass"}
        shown = {"auth_method": "NONE", "basic_auth_user": None} | shown
        return {
            **shown,
            "state": "DI" if version is None else "CO",
            "model_version": version or None,
        }

    def _hook_of(self, url: str, project: int) -> None:
        if not any(one["url"] == url for one in self.hooks.values()):
            if urlsplit(url).hostname in self.half_blocked:
                raise refused(403, _BLOCKED)
            self._webhooks("POST", None, {"url": url, "project": project}, {})

    def _webhooks(self, method: str, number: int | None, json: Any, params: Any) -> Any:
        del params
        if method == "GET":
            return [*self.hooks.values()]
        if method == "DELETE":
            return self.hooks.pop(int(number or 0)) and None
        if method == "POST":
            number = len(self.hooks) + 1
            plain = {"headers": {}, "is_active": True, "send_payload": True, "actions": []}
            self.hooks[number] = {"id": number, **plain, "send_for_all_actions": True}
        self.hooks[int(number or 0)] |= json
        return self.hooks[int(number or 0)]

    def _views(self, method: str, number: int | None, json: Any, params: Any) -> Any:
        del params
        if method == "GET":
            return [*self.views.values()]
        if method == "DELETE":
            return self.views.pop(int(number or 0)) and None
        number = number or len(self.views) + 1
        self.views[number] = {"id": number, **json}
        return self.views[number]

    def _tasks(self, _method: str, _number: None, _json: Any, params: Any) -> Any:
        given = as_json.loads(params["query"]) if "query" in params else None
        filters = (given or self.views[params["view"]]["data"])["filters"]
        chooses = all if filters["conjunction"] == "and" else any
        plain = {"annotations": [], "predictions": []}
        shown = [t for t in self.held if chooses(_matches(t, one) for one in filters["items"])]
        return {"tasks": [plain | task for task in shown]}

    def _predictions(self, _method: str, number: int, _json: Any, _params: Any) -> None:
        for task in self.held:
            task["predictions"] = [p for p in task.get("predictions", ()) if p["id"] != number]

    def _titles(self) -> list[str]:
        return [one["title"] for one in self.connections.values()]

    def _counted(self) -> dict[str, int]:
        versions = [one["model_version"] for t in self.held for one in t.get("predictions", ())]
        return {version: versions.count(version) for version in dict.fromkeys(versions)}

    def _unset(self, version: str) -> None:
        if self.settings.get("model_version") == version:
            self.settings["model_version"] = ""
