"""`python -m tests.fuzz`: changed documents of every kind, as many as time allows, with figures.

Its status is 1 if any of them was neither read nor refused.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from corpus import read
from corpus.kinds import NEWSLETTERS
from tests.fuzz.seeds import seeds
from tests.fuzz.trials import Trials


def main() -> int:
    """Runs trials and prints what came of them."""
    documents = seeds()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=sorted(documents), action="append", help="which suffixes (default: all)")
    parser.add_argument("--seconds", type=int, default=480, help="for each suffix")
    parser.add_argument("--count", type=int, help="so many for each suffix, however long it takes")
    parser.add_argument("--seed", type=int, default=1, help="of what is chosen at random")
    parser.add_argument("--keep", type=Path, help="a folder for the documents that went wrong")
    options = parser.parse_args()
    kinds = options.kind or sorted(documents)
    _load(kinds, documents)
    wrong = 0
    for suffix in kinds:
        trials = Trials(suffix, documents[suffix], options.seed)
        trials.run(_fewer(options.count) if options.count else _until(time.monotonic() + options.seconds))
        wrong += len(trials.figures.wrong)
        _tell(suffix, trials)
        if options.keep:
            _keep(options.keep, suffix, trials)
    return 1 if wrong else 0


def _fewer(count: int) -> Callable[[int], bool]:
    return lambda number: number < count


def _until(end: float) -> Callable[[int], bool]:
    return lambda _: time.monotonic() < end


def _tell(suffix: str, trials: Trials) -> None:
    figures = trials.figures
    counts = ", ".join(f"{count:,} {kind}" for kind, count in sorted(figures.counts.items()))
    seconds, number = figures.slowest
    print(f"{suffix}: {counts}; the slowest, number {number}, {seconds:.2f} s; {figures.memory // 1024} MB at most")
    for number, what in figures.wrong.items():
        print(f"  WRONG {number}: {what}")
    sys.stdout.flush()


def _keep(folder: Path, suffix: str, trials: Trials) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in trials.figures.wrong:
        (folder / f"{number}{suffix}").write_bytes(trials.document(number))


def _load(kinds: list[str], documents: dict[str, list[bytes]]) -> None:
    """Imports here what the processes need, so that none of them has to."""
    for suffix in kinds:
        if suffix in NEWSLETTERS:
            import_module(NEWSLETTERS[suffix])
        read(Path(f"fuzz{suffix}"), data=documents[suffix][0])


if __name__ == "__main__":
    sys.exit(main())
