"""The only file that knows HTTP: azure-core's pipeline over requests, and our rules of retrying.

azure-core's own RetryPolicy sends a POST again on 500, 503 and 504, which trains twice. Here

    read      GET, and what changes nothing: tried again whatever passed
    start     begins something: tried again on 429, or when nothing was sent

and any other failure of `start` is an `UncertainError`: the caller looks whether it took effect.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, Final, Literal, TypeVar
from urllib.parse import quote, urlsplit

import msgspec
from azure.core import PipelineClient
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import AzureError, ClientAuthenticationError
from azure.core.pipeline.policies import (
    AzureKeyCredentialPolicy,
    BearerTokenCredentialPolicy,
    DistributedTracingPolicy,
    HttpLoggingPolicy,
    ProxyPolicy,
    RequestIdPolicy,
    UserAgentPolicy,
)
from azure.core.pipeline.transport import RequestsTransport
from azure.core.rest import HttpRequest, HttpResponse
from msgspec import Struct
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError

from ..settings import Settings
from .credentials import Credential, client_options, credential_of
from .errors import (
    LATER,
    Failure,
    NotFoundError,
    RefusedError,
    ServiceError,
    ThrottledError,
    UnauthorisedError,
    UncertainError,
    UnreachableError,
    failure_of,
    masked,
)
from .limits import Bucket, bucket
from .patience import Patience

KEY_HEADER: Final = "Ocp-Apim-Subscription-Key"
AGENT: Final = f"spanbridge/{version('spanbridge')}"
JSON: Final = "application/json"
_ROOT: Final = "/language/"
_PASSING: Final = frozenset({408, 500, 502, 503, 504})
_REQUEST_IDS: Final = ("apim-request-id", "x-ms-request-id", "x-ms-client-request-id")
_NOT_SENT: Final = (
    NewConnectionError,
    ConnectTimeoutError,
    ProxyError,
    ssl.SSLCertVerificationError,
)
_BY_STATUS: Final[dict[int, type[RefusedError]]] = {
    401: UnauthorisedError,
    403: UnauthorisedError,
    404: NotFoundError,
    429: ThrottledError,
}
_WHATEVER: Final = (UncertainError, UnreachableError)
Method = Literal["POST", "PUT", "PATCH", "DELETE"]
T = TypeVar("T")


class Answer(Struct, frozen=True):
    """What came back: its status, what its headers tell, its body."""

    status: int
    body: bytes
    request_id: str | None
    operation: str | None = None
    retry_after: float | None = None

    def decode(self, kind: type[T]) -> T:
        """Decode the body.

        Raises:
            UncertainError: it is not what it should be.
        """
        try:
            return msgspec.json.decode(self.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = f"The answer can't be read: {masked(str(error), ())}."
            raise UncertainError(
                Failure(message, self.status, request_id=self.request_id, remedy=LATER)
            ) from error


class Transport:
    """Sends calls to one Language resource, within its limits.

    Args:
        settings: endpoint, key, versions, proxy, limits.
        credential: in place of the settings' key.
        patience: how long to go on trying.

    Raises:
        ProblemError: the endpoint is not given, or there is no credential.
    """

    def __init__(
        self,
        settings: Settings,
        credential: Credential | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.patience = patience or Patience()
        self._endpoint = str(settings.need("endpoint")).rstrip("/")
        self._version = settings.api_version
        self._secrets = settings.secrets
        self._buckets: dict[bool, Bucket] = {
            True: bucket(settings, "authoring_gets"),
            False: bucket(settings, "authoring_posts"),
        }
        who = credential or credential_of(settings)
        if isinstance(who, AzureKeyCredential):
            self._secrets = [*self._secrets, who.key]
        self._client: PipelineClient[HttpRequest, HttpResponse] = PipelineClient(
            self._endpoint,
            transport=RequestsTransport(**client_options(settings)),
            policies=_policies(settings, who),
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def read(self, path: str, kind: type[T], **query: str) -> T:
        """GET something, and decode it; tried again whatever passed.

        Args:
            path: below the endpoint, or an address that the service gave.
            kind: what the body is decoded to.
            query: its parameters; `api-version` is added.

        Raises:
            ServiceError: it was refused, or failed each time.
        """
        return self.ask(path, kind, **query)[0]

    def ask(self, path: str, kind: type[T], **query: str) -> tuple[T, float | None]:
        """Read something, and after how many seconds to ask again, if the service says so."""

        def once() -> tuple[T, float | None]:
            answer = self._send("GET", path, query)
            return answer.decode(kind), answer.retry_after

        return self._again(once, *_WHATEVER)

    def repeat(self, method: Method, path: str, made: Callable[[Answer], T], **query: str) -> T:
        """Call what may be called twice with no harm; tried again whatever passed.

        Args:
            method: of the call.
            path: below the endpoint.
            made: makes of the answer what is returned.
            query: its parameters.

        Raises:
            ServiceError: it was refused, or failed each time.
        """
        return self._again(lambda: made(self._send(method, path, query)), *_WHATEVER)

    def start(
        self,
        method: Method,
        path: str,
        body: bytes | None = None,
        content_type: str = JSON,
        **query: str,
    ) -> Answer:
        """Call what must not be called twice; tried again only where it can't have been heard.

        Raises:
            RefusedError: the service did nothing.
            UnreachableError: nothing was sent, however often we tried.
            UncertainError: it may have taken effect: look before calling again.
        """
        return self._again(
            lambda: self._send(method, path, query, body, content_type), UnreachableError
        )

    def _again(self, call: Callable[[], T], *passing: type[ServiceError]) -> T:
        """Try a call again on the errors that pass, a few times."""
        number = 0
        while True:
            try:
                return call()
            except passing as error:  # noqa: PERF203 (that is what it is for)
                number += 1
                if number >= self.patience.tries or _is_final(error):
                    raise
                self.patience.pause(number - 1)

    def _send(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        body: bytes | None = None,
        content_type: str = JSON,
    ) -> Answer:
        """Send a call once, and again as long as the service answers that there are too many."""
        limit, waited, number = self._buckets[method == "GET"], 0.0, 0
        while True:
            limit.take()
            answer = self._sent(self._request(method, path, query, body, content_type))
            if answer.status != 429:  # noqa: PLR2004 (too many requests)
                return self._checked(answer)
            pause = answer.retry_after or self.patience.seconds(number)
            waited, number = waited + pause, number + 1
            if waited > self.patience.throttled:
                return self._checked(answer)
            limit.hold(pause)

    def _request(
        self, method: str, path: str, query: dict[str, str], body: bytes | None, content_type: str
    ) -> HttpRequest:
        url, asked = self.address(path)
        asked |= {name: quote(value, safe="") for name, value in query.items()}
        headers = {"Accept": JSON}
        if body is not None:
            headers["Content-Type"] = content_type
        elif method != "GET":
            headers["Content-Length"] = "0"
        return HttpRequest(method, url, params=asked, headers=headers, content=body)

    def address(self, path: str) -> tuple[str, dict[str, str]]:
        """Return the address and parameters of a path, or of an address that the service gave.

        Of that, host and scheme don't count: the key goes to our endpoint only.
        """
        parts = urlsplit(path)
        found = parts.path.find(_ROOT) if parts.netloc else 0
        if found < 0:
            message = "The service named an address that is not its own."
            raise UncertainError(Failure(message))
        given = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
        return f"{self._endpoint}{parts.path[found:]}", {"api-version": self._version} | given

    def _sent(self, request: HttpRequest) -> Answer:
        try:
            response = self._client.send_request(request)
            body = response.content
        except ClientAuthenticationError as error:
            message = f"No token was given: {self._words(error)}"
            remedy = "Log in with `az login`, or give a key by SPANBRIDGE_AZURE_KEY."
            raise UnauthorisedError(Failure(message, remedy=remedy)) from None
        except (AzureError, OSError) as error:
            raise self._failed(error) from None  # its words may hold addresses and headers
        headers = response.headers
        return Answer(
            response.status_code,
            body,
            next((headers[name] for name in _REQUEST_IDS if headers.get(name)), None),
            headers.get("operation-location"),
            _seconds(headers.get("Retry-After")),
        )

    def _failed(self, error: Exception) -> ServiceError:
        """Tell what was never sent from what may have been heard."""
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLCertVerificationError):
                message = f"The certificate of {self._endpoint} is not trusted."
                remedy = "Name the file of its authority: ca_bundle, or SPANBRIDGE_CA_BUNDLE."
                return UnreachableError(Failure(message, code="certificate", remedy=remedy))
            if isinstance(cause, _NOT_SENT):
                message = f"{self._endpoint} can't be reached."
                remedy = "Check the endpoint, the proxy and the network."
                return UnreachableError(Failure(message, remedy=remedy))
        if "non-TLS" in str(error):
            message = "A token is sent over https:// only."
            return UnreachableError(Failure(message, code="plain-http"))
        message = f"The connection to {self._endpoint} broke before there was an answer."
        return UncertainError(Failure(message, code=type(error).__name__, remedy=LATER))

    def _checked(self, answer: Answer) -> Answer:
        """Return a good answer; raise what the others are."""
        if 200 <= answer.status < 300:  # noqa: PLR2004 (done, or begun)
            return answer
        try:
            body = msgspec.json.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            body = None
        failure = failure_of(answer.status, body, answer.request_id, self._secrets)
        if answer.status in _PASSING or answer.status >= 500:  # noqa: PLR2004 (the service's fault)
            raise UncertainError(failure)
        raise _BY_STATUS.get(answer.status, RefusedError)(failure)

    def _words(self, error: Exception) -> str:
        return masked(str(error).partition("\n")[0], self._secrets)


def _policies(settings: Settings, credential: Credential) -> list[Any]:
    """Return the pipeline: ours retries outside it."""
    if isinstance(credential, AzureKeyCredential):
        who: Any = AzureKeyCredentialPolicy(credential, KEY_HEADER)
    else:
        who = BearerTokenCredentialPolicy(credential, settings.scope)
    return [
        RequestIdPolicy(),
        UserAgentPolicy(base_user_agent=AGENT),
        ProxyPolicy(client_options(settings).get("proxies")),
        who,
        DistributedTracingPolicy(),
        HttpLoggingPolicy(),
    ]


def never_sent(error: BaseException) -> bool:
    """Whether a call that failed can't have been heard: there was nothing to send it on.

    Example:
        >>> never_sent(ConnectionResetError()), never_sent(NewConnectionError("there", "refused"))
        (False, True)
    """
    return any(isinstance(cause, _NOT_SENT) for cause in _causes(error))


def _causes(error: BaseException | None) -> list[BaseException]:
    """Return an error with all that it came from, however libraries have wrapped it."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None)]
            waiting += [getattr(one, "inner_exception", None), *one.args]
    return found


def _is_final(error: ServiceError) -> bool:
    """Whether to try again is in vain."""
    return error.code in {"certificate", "plain-http"}


def _seconds(header: str | None) -> float | None:
    """Read Retry-After, in seconds; a date is as good as none."""
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None
