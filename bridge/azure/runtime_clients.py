"""Makes the two clients of the runtime: Microsoft's, which sends, and one that asks for jobs again.

Both have our rate, our rules of retrying and our polls in their pipelines.
"""

from __future__ import annotations

from typing import Any, Final

import requests
from azure.ai.textanalytics import TextAnalyticsClient
from azure.core import PipelineClient
from azure.core.credentials import AzureKeyCredential
from azure.core.pipeline.policies import (
    AzureKeyCredentialPolicy,
    BearerTokenCredentialPolicy,
    HttpLoggingPolicy,
    ProxyPolicy,
    RequestIdPolicy,
    UserAgentPolicy,
)
from azure.core.pipeline.transport import RequestsTransport

from ..settings import Settings
from .credentials import Credential, client_options
from .runtime_policies import Own
from .transport import AGENT, KEY_HEADER

API_VERSION: Final = "2023-04-01"
"""The newest that azure-ai-textanalytics 5 speaks."""
WORKERS: Final = 100
"""Jobs in flight at most: at 1,000 calls a minute, two a job, enough for jobs of 12 seconds."""


def sdk_client(settings: Settings, credential: Credential, own: Own) -> TextAnalyticsClient:
    """Make Microsoft's client."""
    jobs, calls = own.policies()
    options = client_options(settings)
    return TextAnalyticsClient(
        str(settings.need("endpoint")),
        credential,
        api_version=API_VERSION,
        transport=_transport(options),
        per_call_policies=[jobs],
        retry_policy=calls,
        credential_scopes=[settings.scope],
        user_agent=AGENT,
        **options,
    )


def plain_client(settings: Settings, credential: Credential, own: Own) -> PipelineClient[Any, Any]:
    """Make a client for what the SDK can't do: to ask for a job by its id."""
    options = client_options(settings)
    if isinstance(credential, AzureKeyCredential):
        who: Any = AzureKeyCredentialPolicy(credential, KEY_HEADER)
    else:
        who = BearerTokenCredentialPolicy(credential, settings.scope)
    policies = [
        RequestIdPolicy(),
        UserAgentPolicy(base_user_agent=AGENT),
        ProxyPolicy(options.get("proxies")),
        *own.policies(),
        who,
        HttpLoggingPolicy(),
    ]
    endpoint = str(settings.need("endpoint"))
    return PipelineClient(endpoint, transport=_transport(options), policies=policies)


def _transport(options: dict[str, Any]) -> RequestsTransport:
    """Hold as many connections as jobs may be in flight."""
    session = requests.Session()
    adapter = requests.adapters.HTTPAdapter(pool_maxsize=WORKERS, max_retries=0)
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter)
    return RequestsTransport(session=session, **options)
