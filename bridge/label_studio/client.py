"""A client of one Label Studio server, over label-studio-sdk 2, which is loaded when it is needed.

The SDK takes personal access tokens and legacy ones alike. It repeats calls that went unanswered;
here only those that change nothing are repeated, since an import that is repeated doubles tasks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from msgspec import Raw, Struct

from ...converters.json_stream import elements
from ...converters.problems import ProblemError, Words
from ..settings import Settings
from .chunks import Chunks
from .errors import failed, translated
from .reaching import http_client

if TYPE_CHECKING:
    from label_studio_sdk import LabelStudio

_CHUNK: Final = 1 << 18
_ONCE: Final = {"max_retries": 0}
_LONG: Final = 600
"""Seconds for a piece of an import and for an export, which a small server is slow to make."""
_BODIES: Final = {"predictions": {"only_id": False}}


class Project(Struct, frozen=True):
    """A project of Label Studio."""

    id: int
    title: str
    label_config: str = ""
    tasks: int = 0
    annotated: int = 0
    predictions: int = 0


class Server:
    """A Label Studio server. Every method may raise `ServiceError`.

    Args:
        settings: `label_studio_url` and `label_studio_api_key`.

    Raises:
        ProblemError: a setting is missing.

    Example:
        >>> server = Server(load())  # doctest: +SKIP
        >>> [project.title for project in server.projects()]  # doctest: +SKIP
        ['incidents']
    """

    def __init__(self, settings: Settings) -> None:
        self.address = str(settings.need("label_studio_url")).rstrip("/")
        self._key = settings.need("label_studio_api_key")
        self._secrets = settings.secrets
        self._timeout = settings.timeout
        self._settings = settings

    def projects(self) -> Iterator[Project]:
        """Yield the projects that the token's holder can see."""
        with self._told():
            for one in self._sdk.projects.list(page_size=100):
                yield _project(one)

    def project(self, number: int) -> Project:
        """Tell what a project is."""
        with self._told():
            return _project(self._sdk.projects.get(number))

    def create(self, title: str, label_config: str, instructions: str = "") -> Project:
        """Create a project; a title has 3 to 50 characters."""
        with self._told():
            made = self._sdk.projects.create(
                title=f"{title:<3}"[:50].replace("  ", "--"),
                label_config=label_config,
                expert_instruction=instructions,
                show_instruction=bool(instructions),
                request_options=_ONCE,
            )
            return _project(made)

    def tasks(self, project: int, *, with_predictions: bool = False) -> Iterator[dict[str, Raw]]:
        """Yield the tasks of a project as a snapshot has them, each with its fields undecoded."""
        chunks = Chunks(self.export(project, with_predictions=with_predictions))
        for batch in elements(chunks, f"project {project}", kind=dict[str, Raw]):
            yield from (task for task in batch if isinstance(task, dict))

    def add_tasks(self, project: int, tasks: Sequence[Any]) -> list[int]:
        """Import tasks, once; return their ids in their order.

        Raises:
            UncertainError: no answer came; they may be in or not.
        """
        with self._told():
            done = self._sdk.projects.import_tasks(
                project,
                request=tasks,
                return_task_ids=True,
                request_options={**_ONCE, "timeout_in_seconds": _LONG},
            )
        return [int(number) for number in done.task_ids or ()]

    def add_predictions(self, project: int, predictions: Sequence[Any]) -> None:
        """Import predictions, once; one whose task isn't there lets Label Studio refuse them all.

        Raises:
            UncertainError: no answer came; they may be in or not.
        """
        with self._told():
            self._sdk.projects.import_predictions(
                project,
                request=predictions,
                request_options={**_ONCE, "timeout_in_seconds": _LONG},
            )

    def export(self, project: int, *, with_predictions: bool = False) -> Iterator[bytes]:
        """Make a snapshot of all tasks, yield it as JSON bit by bit, and delete it again.

        Label Studio's own export lists predictions by their ids only; so does this, unless their
        bodies are asked for.
        """
        options: Any = {"request_options": {**_ONCE, "timeout_in_seconds": _LONG}}
        bodies: Any = {"serialization_options": _BODIES} if with_predictions else {}
        with self._told():
            exports = self._sdk.projects.exports
            made = exports.create(project, title="spanbridge", **bodies, **options)
            number = int(made.id or 0)
            try:
                chunks: Any = {"chunk_size": _CHUNK, "timeout_in_seconds": _LONG}
                yield from exports.download(
                    project, number, export_type="JSON", request_options=chunks
                )
            finally:
                exports.delete(project, number)

    def close(self) -> None:
        """Close the connections."""
        if "_sdk" in vars(self):
            self._http.httpx_client.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        raw: bool = False,
    ) -> Any:
        """Call a path below `/api/`; return the answer, decoded or as its bytes.

        For what the SDK has no words for. Only a GET is repeated where no answer comes.

        Raises:
            UncertainError: no answer came; what was asked for may have taken effect or not.
        """
        options: Any = {} if method == "GET" else dict(_ONCE)
        options["timeout_in_seconds"] = _LONG if method == "DELETE" else self._timeout
        with self._told():
            answer = self._http.request(
                f"api/{path}", method=method, json=json, params=params, request_options=options
            )
            if not answer.is_success:
                raise failed(answer.status_code, _decoded(answer), self._secrets)
            if raw:
                return answer.content
            return answer.json() if answer.content else None

    @cached_property
    def _sdk(self) -> LabelStudio:
        try:
            from label_studio_sdk import LabelStudio  # noqa: PLC0415 (slow to import)
        except ImportError as error:
            raise _missing() from error
        return LabelStudio(
            base_url=self.address, api_key=self._key.reveal(), timeout=self._timeout, max_retries=2,
            httpx_client=http_client(self._settings, self.address),
        )  # fmt: skip

    @property
    def _http(self) -> Any:
        """The SDK's own client, which renews tokens."""
        return self._sdk._client_wrapper.httpx_client  # noqa: SLF001 (nothing public is as general)

    def _told(self) -> Any:
        try:
            import label_studio_sdk  # noqa: F401, PLC0415 (slow to import; whether it is there)
        except ImportError as error:
            raise _missing() from error
        return translated(self._secrets, self.address)


def _decoded(answer: Any) -> Any:
    try:
        return answer.json()
    except ValueError:
        return answer.text


def _missing() -> ProblemError:
    what = Words("Speaking with Label Studio")
    return ProblemError.of("extra-missing", "settings", what=what, extra=Words("label-studio"))


def _project(one: Any) -> Project:
    return Project(
        int(one.id),
        str(one.title or ""),
        str(one.label_config or ""),
        int(one.task_number or 0),
        int(getattr(one, "num_tasks_with_annotations", 0) or 0),
        int(getattr(one, "total_predictions_number", 0) or 0),
    )
