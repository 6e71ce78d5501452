"""The Label Studio ML backend."""
