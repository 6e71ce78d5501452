"""How the demo in Label Studio looks in a terminal: where to go, and who one is there."""

from __future__ import annotations

from rich.text import Text

from ..demo.label_studio import EMAIL, Studio
from . import azure_view as view
from .console import err, out
from .demo_view import Terminal

__all__ = ["Terminal", "end", "tell"]
_NEXT = """\
Open a task with "Label All Tasks": the least certain comes first, with what the model suggests.
Correct it and submit. Then, in another terminal:
  cd {folder}
  spanbridge label-studio export {project} --out export.json
  spanbridge convert to-azure export.json --language en --split 80/20 --out azure"""


def tell(studio: Studio) -> None:
    """Say where everything is."""
    out.print()
    out.rule(Text("Label Studio is ready", "bold"), align="left", style="dim")
    view.facts(
        label_studio=studio.task_list,
        user=EMAIL,
        password=studio.password,
        ml_backend=studio.backend,
        azure=f"{studio.azure.endpoint} (emulated)",
        azure_key=studio.azure.key,
        tasks_with_suggestions=studio.suggestions,
    )
    out.print(
        Text(_NEXT.format(folder=studio.folder.resolve(), project=studio.project)), soft_wrap=True
    )
    out.print("Ctrl-C stops all of it.")


def end() -> None:
    """Say that nothing runs any more."""
    err.print("All that the demo had started is stopped.")
