"""Write seeded incident reports as a Label Studio task list."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from incidents import incidents
from tasks import task


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    options = _parser().parse_args(arguments)
    tasks = [task(one) for one in incidents(options.documents, options.seed, options.noise)]
    content = json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    if options.out is None:
        sys.stdout.buffer.write(content.encode())
    else:
        options.out.write_bytes(content.encode())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500, help="how many (default 500)")
    parser.add_argument("--seed", type=int, default=7, help="a run is repeated by its seed")
    parser.add_argument("--noise", type=float, default=0.0, help="share of spoilt entities")
    parser.add_argument("--out", type=Path, help="file to write (default: standard output)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
