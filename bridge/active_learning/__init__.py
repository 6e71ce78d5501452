"""Active learning: which text to label next, whether a new model is better, when to stop. Pure."""
