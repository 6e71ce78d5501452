"""Azure's suggestions in Label Studio: `model.py` is the backend, `server.py` its HTTP."""
