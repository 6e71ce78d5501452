"""`python -m spanbridge.bridge.cli`, where no `spanbridge` is on the path."""

from . import main

main()
