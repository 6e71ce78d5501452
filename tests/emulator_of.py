"""Speaks with an emulator, or with Azure itself, and makes small projects to speak of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from azure.core import PipelineClient
from azure.core.credentials import AzureKeyCredential
from azure.core.pipeline.policies import AzureKeyCredentialPolicy
from azure.core.rest import HttpRequest, HttpResponse

PROJECTS = "/language/authoring/analyze-text/projects"
JOBS = "/language/analyze-text/jobs"
NER = "CustomEntityRecognition"
TRAIN = {"modelLabel": "m", "trainingConfigVersion": "2022-05-01"}
_NAMES = ("Ada Lovelace", "Grace Hopper", "Alan Turing", "Edsger Dijkstra", "Barbara Liskov")
_CITIES = ("Paris", "New York", "São Paulo", "東京", "Utrecht", "Nairobi")
_FRAMES = (
    "😀 {name} lives in {city}.",
    "Yesterday 👩‍👩‍👧 met {name} 🐢 in {city}!",
    "The office of {name} is in {city}, they say.",
    "{city} 𠮷 is where {name} was born.",
)

Spans = list[tuple[str, str]]


@dataclass
class Rest:
    """A client made of azure-core's own parts; nothing is tried again."""

    endpoint: str
    key: str
    version: str = "2023-04-01"
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        credential = AzureKeyCredential(self.key)
        policy = AzureKeyCredentialPolicy(credential, "Ocp-Apim-Subscription-Key")
        self._client: PipelineClient[Any, Any] = PipelineClient(self.endpoint, policies=[policy])

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> HttpResponse:
        """Call an operation; `version=` chooses another api-version."""
        query = {"api-version": query.pop("version", self.version), **query}
        patch = {"Content-Type": "application/merge-patch+json"} if method == "PATCH" else {}
        headers = patch | self.headers
        content = (
            {} if body is None else {"content": body} if isinstance(body, bytes) else {"json": body}
        )
        path = path.removeprefix(self.endpoint).partition("?")[0]
        request = HttpRequest(
            method, self.endpoint + path, params=query, headers=headers, **content
        )
        return self._client.send_request(request)

    def get(self, path: str, **query: Any) -> Any:
        """Return what is there."""
        response = self.call("GET", path, **query)
        assert response.status_code == 200, response.text()
        return response.json()

    def job(self, method: str, path: str, body: Any = None, **query: Any) -> dict[str, Any]:
        """Start a job and wait for its end; return its last state."""
        response = self.call(method, path, body, **query)
        assert response.status_code == 202, response.text()
        return self.finished(response, **{k: v for k, v in query.items() if k == "version"})

    def finished(self, response: HttpResponse, **query: Any) -> dict[str, Any]:
        """Wait for the job that an answer names."""
        while True:
            state: dict[str, Any] = self.get(response.headers["operation-location"], **query)
            if state["status"] not in {"notStarted", "running", "cancelling"}:
                return state

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call a route that only the emulator has."""
        response = self.call(method, path, body)
        assert response.status_code < 300, response.text()
        return response.json() if response.text() else None


def texts(count: int = 24) -> dict[str, tuple[str, Spans]]:
    """Give texts by their names, with the words that are labelled."""
    found = {}
    for number in range(count):
        name, city = _NAMES[number % len(_NAMES)], _CITIES[number % len(_CITIES)]
        text = _FRAMES[number % len(_FRAMES)].format(name=name, city=city)
        found[f"{number:02}.txt"] = (text, [(name, "Person"), (city, "City")])
    return found


def utf16(text: str) -> int:
    """Count UTF-16 code units, by the standard library alone."""
    return len(text.encode("utf-16-le")) // 2


def project_file(
    labelled: Mapping[str, tuple[str, Spans]], name: str = "p", container: str = "texts",
    categories: Iterable[str] = ("Person", "City"),
) -> dict[str, Any]:  # fmt: skip
    """Make a labels file of texts."""
    documents = [
        {
            "location": location,
            "language": "en-us",
            "entities": [
                {
                    "regionOffset": 0,
                    "regionLength": utf16(text),
                    "labels": [label(text, words, category) for words, category in spans],
                }
            ],
        }
        for location, (text, spans) in labelled.items()
    ]
    assets = {"entities": [{"category": one} for one in categories], "documents": documents}
    return envelope(NER, assets, name, container)


def label(text: str, words: str, category: str) -> dict[str, Any]:
    """Label the first place of some words."""
    offset = utf16(text[: text.index(words)])
    return {"category": category, "offset": offset, "length": utf16(words)}


def envelope(
    kind: str, assets: dict[str, Any], name: str = "p", container: str = "texts"
) -> dict[str, Any]:
    """Make a labels file of assets."""
    return {
        "projectFileVersion": "2022-05-01",
        "stringIndexType": "Utf16CodeUnit",
        "metadata": {
            "projectKind": kind,
            "storageInputContainerName": container,
            "projectName": name,
            "language": "en",
            "multilingual": True,
            "settings": {},
        },
        "assets": {"projectKind": kind} | assets,
    }


def write_texts(folder: Path, labelled: Mapping[str, tuple[str, Any]]) -> Path:
    """Write texts where the emulator's storage has them."""
    folder.mkdir(parents=True, exist_ok=True)
    for location, (text, _) in labelled.items():
        (folder / location).write_bytes(text.encode())
    return folder


def upload_texts(container: str) -> None:
    """Upload the texts to a container of Azure's, named by an address that is signed for it."""
    from azure.storage.blob import ContainerClient  # noqa: PLC0415 (slow to import)

    with ContainerClient.from_container_url(container) as client:
        for location, (text, _) in texts().items():
            client.upload_blob(location, text.encode(), overwrite=True)


def deployed(rest: Rest, file: dict[str, Any]) -> str:
    """Import, train and deploy; return the project's address."""
    project = f"{PROJECTS}/{file['metadata']['projectName']}"
    for method, path, body in (
        ("POST", f"{project}/:import", file),
        ("POST", f"{project}/:train", TRAIN),
        ("PUT", f"{project}/deployments/d", {"trainedModelLabel": "m"}),
    ):
        state = rest.job(method, path, body)
        assert state["status"] == "succeeded", json.dumps(state)
    return project


def analysis(*documents: str, kind: str = NER, **parameters: Any) -> dict[str, Any]:
    """Make the body of an analysis job."""
    texts = [{"id": str(i), "text": text, "language": "en"} for i, text in enumerate(documents)]
    known = {"projectName": "p", "deploymentName": "d"} | parameters
    return {
        "analysisInput": {"documents": texts},
        "tasks": [{"kind": kind, "taskName": "t", "parameters": known}],
    }
