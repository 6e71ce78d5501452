"""spanbridge."""
