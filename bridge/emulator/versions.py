"""The api-versions of the two services, oldest first, and what each of them lacks."""

from __future__ import annotations

from typing import Final

from .exceptions import ServiceError

AUTHORING: Final = (
    "2022-05-01",
    "2022-05-15-preview",
    "2022-07-01-preview",
    "2022-10-01-preview",
    "2023-04-01",
    "2023-04-15-preview",
    "2024-11-15-preview",
    "2025-05-15-preview",
)
RUNTIME: Final = (
    "2022-05-01",
    "2023-04-01",
    "2024-11-01",
    "2024-11-15-preview",
    "2025-05-15-preview",
    "2025-11-15-preview",
    "2026-05-15-preview",
)
VERSIONS: Final = {"authoring": AUTHORING, "runtime": RUNTIME}

TRAINING_CONFIGS: Final = ("2022-05-01",)
"""The versions of the training configuration; `latest` stands for the last."""


def check(service: str, version: str | None, since: str) -> str:
    """Return the api-version of a call to an operation that exists since some version.

    Raises:
        ServiceError: no version is given, there is none of that name, or it lacks the operation.
    """
    if not version:
        raise ServiceError("InvalidRequest", "The query parameter api-version is missing.")
    if version not in VERSIONS[service]:
        known = ", ".join(VERSIONS[service])
        message = f"The api-version '{version}' is none of the {service} service's: {known}."
        raise ServiceError("InvalidRequest", message, target="api-version")
    if version < since:
        message = f"The resource does not exist in the api-version '{version}'."
        raise ServiceError("NotFound", message)
    return version
