"""Tasks of Label Studio in, predictions fitted to their labeling configuration out; no network."""

from .options import SuggestOptions
from .suggester import Prediction, Scores, Suggester, fields_of

__all__ = ["Prediction", "Scores", "SuggestOptions", "Suggester", "fields_of"]
