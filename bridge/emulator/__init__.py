"""A local Azure AI Language that really trains and predicts; imports nothing else of spanbridge."""
