"""A loop as it is set: a table `[loop.NAME]` of spanbridge.toml.

[loop.incidents]
label_studio_project = 7
azure_project = "incidents"      # NAME by default
language = "en-us"
changed = 50                     # tasks that changed start a round
rounds_a_day = 4

[loop.incidents.categories]      # after labels were renamed or removed
"Server" = "ServerName"
"Misc" = ""                      # is left out
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from ...converters.azure.names import is_project_name
from ...converters.document import Kind
from ...converters.problems import ProblemError, Words
from ..settings import Settings

TABLE: Final = "loop"
_Count = Annotated[int, Meta(ge=0)]
_Some = Annotated[int, Meta(ge=1)]
_Hours = Annotated[float, Meta(ge=0)]
_Share = Annotated[float, Meta(ge=0, le=1)]


class LoopOptions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How one loop is set.

    `staging` empty is a resource that may have one deployment only (the free tier). `changed` tasks
    start a round, or `quiet_changed` of them after `quiet_minutes` without a change.
    `records_a_round` caps what is predicted anew, of which `random_share` is chosen by chance.
    `min_test_documents` and `min_test_spans` are needed to judge a model. A call that may have
    taken effect is not repeated for `settle_seconds`. `suggestions_in_test` says that annotators
    see suggestions in the test part too.
    """

    label_studio_project: int
    azure_project: str = ""
    container: str = ""
    production: str = "production"
    staging: str = "staging"
    kind: Kind = "entities"
    language: str | None = None
    language_field: str | None = None
    group_by: str | None = None
    annotations: str = "ground-truth-or-latest"
    accept: str = "human"
    multilingual: bool = False
    split: str = "80/20"
    changed: _Some = 50
    quiet_minutes: _Hours = 60.0
    quiet_changed: _Some = 10
    look_minutes: Annotated[float, Meta(gt=0)] = 5.0
    rounds_a_day: _Some = 4
    records_a_round: _Count = 5_000
    random_share: _Share = 0.1
    training_hours_a_month: _Hours | None = None
    retry_hours: _Hours = 1.0
    min_test_documents: _Some = 10
    min_test_spans: _Some = 50
    settle_seconds: _Hours = 300.0
    keep_models: Annotated[int, Meta(ge=2, le=9)] = 6
    keep_versions: Annotated[int, Meta(ge=1)] = 2
    suggestions_in_test: bool = False
    categories: dict[str, str] = {}

    @property
    def single(self) -> bool:
        """Whether there is only one deployment."""
        return not self.staging


def loops_of(settings: Settings) -> dict[str, LoopOptions]:
    """Read the loops of the settings, by their names.

    Raises:
        ProblemError: a table can't be used, or two loops share a project.
    """
    found = {name: _options(name, table) for name, table in settings.loop.items()}
    for what in ("label_studio_project", "azure_project"):
        held = Counter(getattr(one, what) for one in found.values())
        twice = [str(value) for value, count in held.items() if count > 1]
        if twice:
            words = f"the project {twice[0]} belongs to two loops, which would work against another"
            raise _malformed(TABLE, words)
    return found


def loop_of(settings: Settings, name: str) -> LoopOptions:
    """Return the loop of a name.

    Raises:
        ProblemError: there is none, or it can't be used.
    """
    found = loops_of(settings)
    if name not in found:
        known = Words(", ".join(found) or "none")
        raise ProblemError.of("loop-unknown", "spanbridge.toml", name=name, known=known)
    return found[name]


def _options(name: str, table: object) -> LoopOptions:
    if not is_project_name(name):
        raise _malformed(f"{TABLE}.{name}", "names have letters, digits, '.', '_' and '-'")
    given: Mapping[str, Any] = table if isinstance(table, Mapping) else {}
    try:
        found = msgspec.convert(dict(given), LoopOptions)
    except msgspec.ValidationError as error:
        raise _malformed(f"{TABLE}.{name}", str(error)) from error
    if found.production in {"", found.staging}:
        raise _malformed(f"{TABLE}.{name}", "production and staging are two deployments")
    return replace(found, azure_project=found.azure_project or name)


def _malformed(name: str, words: str) -> ProblemError:
    error = Words(words)
    return ProblemError.of("setting-malformed", "spanbridge.toml", name=name, error=error)
