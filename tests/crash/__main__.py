"""`python -m tests.crash`: kills and write faults, as many as are asked for, with figures; status 1 if anything was
wrong."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from index.dictionary import compile_dictionary
from index.engines import ENGINES, engine
from tests.crash.operations import OPERATIONS
from tests.crash.trials import Trials


def main() -> int:
    """Runs trials and prints a line for each engine and operation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append", help="which engines (default: all)")
    parser.add_argument("--operation", choices=OPERATIONS, action="append", help="which operations (default: all)")
    parser.add_argument("--kills", type=int, default=200, help="for each engine and operation")
    parser.add_argument("--write-faults", type=int, default=50, help="for each engine and operation")
    parser.add_argument("--seed", type=int, default=1, help="of what is chosen at random")
    options = parser.parse_args()
    engines = options.engine or ENGINES
    _load(engines)
    wrong: list[str] = []
    for name in engines:
        for operation in options.operation or OPERATIONS:
            with tempfile.TemporaryDirectory() as folder:
                trials = Trials(Path(folder), OPERATIONS[operation], name, options.seed)
                trials.kills(options.kills)
                trials.write_faults(options.write_faults)
            counts = ", ".join(f"{count} {what}" for what, count in sorted(trials.figures.counts.items()))
            print(f"{name:<8} {operation:<8} {counts}, {len(trials.figures.wrong)} wrong", flush=True)
            print(*trials.figures.wrong, sep="\n", flush=True)
            wrong += trials.figures.wrong
    return 1 if wrong else 0


def _load(engines: Sequence[str]) -> None:
    """Imports here what the processes need, so that none of them has to."""
    import filelock  # noqa: F401

    import search.cli.index
    import search.cli.remove  # noqa: F401

    compile_dictionary()
    for name in engines:
        engine(name)


if __name__ == "__main__":
    sys.exit(main())
