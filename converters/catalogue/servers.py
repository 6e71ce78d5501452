"""Label Studio's server, and the way there and back: their problems."""

from __future__ import annotations

from .code import DOCUMENT, Code

_AS_IT_IS = "It is left as it is there."

SERVERS: dict[str, Code] = {
    "task-there-differs": Code(
        "warning",
        "A task of this name is in the project already, with another text.",
        _AS_IT_IS,
        "Give it another name, or delete the task in Label Studio and run again.",
    ),
    "task-given-twice": Code(
        "warning",
        "An earlier task of the input has the same name, or the same data.",
        "It is imported once.",
        "Nothing.",
    ),
    "prediction-without-task": Code(
        "error",
        "The project has no task with these data.",
        "Its predictions are left out.",
        "Import the task first: `spanbridge label-studio import`.",
    ),
    "text-file-not-utf8": Code(
        "error",
        "The file is not UTF-8: {error}.",
        "The file is left out.",
        "Save it as UTF-8.",
    ),
    "text-file-empty": Code(
        "error", "The file is empty or only white space.", "The file is left out.", "Nothing."
    ),
    "text-file-refused": Code(
        "error",
        "No text of this name can be in a container: {name}.",
        "The file is left out.",
        "Give it a plain name that ends in .txt.",
    ),
    "pieces-joined": Code(
        "warning",
        "The text was ingested in {count} pieces.",
        "They are one document again; the way back brings it as one task.",
        "Nothing.",
    ),
    "pieces-missing": Code(
        "error",
        "Of the {count} pieces of {name}, {missing} are not here, or not labelled.",
        DOCUMENT,
        "Label all of them, or export the whole project.",
    ),
    "pieces-differ": Code(
        "error",
        "The pieces of {name} don't make the text that was ingested.",
        DOCUMENT,
        "Ingest the file again.",
    ),
    "connection-not-first": Code(
        "warning",
        "Another ML connection, {title} to {url}, comes first in the project.",
        "Label Studio asks only the first one for predictions.",
        "Remove it under Settings, Model, and run this again.",
    ),
    "backend-serves-nothing": Code(
        "warning",
        "The backend at {url} doesn't say which model it serves.",
        "There are no suggestions, and tasks come in no order, until it does.",
        "Train and deploy a model, see that the backend can reach Azure, and run this again.",
    ),
    "other-version-shown": Code(
        "warning",
        "The project shows the predictions of {shown}.",
        "Annotators don't see those of {version}, and tasks aren't sorted by them.",
        "Choose {version} under Settings, Model, if that is wanted.",
    ),
}
