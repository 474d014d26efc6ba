"""`python -m tests.crash`: kills, write faults and damages, as many as are asked for, with figures.

Its status is 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.engines import ENGINES, SMALL, engine
from tests.crash.cuts import preload, small_disk
from tests.crash.damage import Damages
from tests.crash.operations import NEW, OPERATIONS, write
from tests.crash.together import Together
from tests.crash.trials import Figures, Trials, look


def main() -> int:
    """Runs trials and prints what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append", help="which engines (default: all)")
    parser.add_argument("--operation", choices=OPERATIONS, action="append", help="which operations (default: all)")
    parser.add_argument("--kills", type=int, default=200, help="for each engine and operation")
    parser.add_argument("--write-faults", type=int, default=50, help="for each engine and operation")
    parser.add_argument("--full-disks", type=int, default=10, help="for each engine and operation")
    parser.add_argument("--damages", type=int, default=500, help="changed bytes, for each engine")
    parser.add_argument("--wrecks", type=int, default=100, help="files missing, cut short and so on, for each engine")
    parser.add_argument("--seconds", type=float, default=300, help="of searching while one writes, for each engine")
    parser.add_argument("--readers", type=int, default=8, help="programs that search meanwhile")
    parser.add_argument("--pairs", type=int, default=20, help="of programs that write at once, for each engine")
    parser.add_argument("--seed", type=int, default=1, help="of what is chosen at random")
    options = parser.parse_args()
    preload()
    engines = options.engine or ENGINES
    _warm_up(engines)
    wrong = 0
    for name in engines:
        for operation in options.operation or OPERATIONS:
            with tempfile.TemporaryDirectory() as folder:
                trials = Trials(Path(folder), OPERATIONS[operation], name, options.seed)
                trials.kills(options.kills)
                trials.write_faults(options.write_faults)
            wrong += _tell(f"{name} {operation}", trials.figures)
            with tempfile.TemporaryDirectory() as folder, small_disk(Path(folder)) as disk:
                if disk is not None and options.full_disks:
                    trials = Trials(Path(folder), OPERATIONS[operation], name, options.seed)
                    trials.full_disks(options.full_disks, disk)
                    wrong += _tell(f"{name} {operation} on a full disk", trials.figures)
        with tempfile.TemporaryDirectory() as folder:
            damages = Damages(Path(folder), name, options.seed)
            damages.flips(options.damages)
            damages.wrecks(options.wrecks)
        wrong += _tell(f"{name} damages", damages.figures)
        with tempfile.TemporaryDirectory() as folder:
            together = Together(Path(folder), name)
            together.write_in_pairs(options.pairs)
            together.read_while_writing(options.readers, options.seconds)
        wrong += _tell(f"{name} several programs", together.figures)
    return 1 if wrong else 0


def _tell(what: str, figures: Figures) -> int:
    """Prints figures, and what was wrong; returns how much that was."""
    print(f"{what}: {len(figures.wrong)} wrong")
    for name, count in sorted(figures.counts.items()):
        print(f"  {count:>5} {name}")
    for wrong in figures.wrong:
        print(f"  WRONG {wrong}")
    sys.stdout.flush()
    return len(figures.wrong)


def _warm_up(engines: Sequence[str]) -> None:
    """Does here, without starting a thread, what each of the processes would have to do first."""
    import rjieba

    import search.cli.lists
    import search.cli.remove
    import search.cli.search
    import search.cli.show
    import search.cli.status  # noqa: F401
    from search.cli import index  # noqa: F401
    from search.ingest import index_paths

    for name in engines:
        engine(name)
    # It takes most of the time of a run; here no user has words of his own to add to it.
    vars(rjieba)["Jieba"] = cache(rjieba.Jieba)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), NEW)
        index_paths(folder, index=Path(folder, "index"), engine=SMALL)
        look(Path(folder), "index")


if __name__ == "__main__":
    sys.exit(main())
