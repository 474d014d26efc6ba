"""A little of `python -m tests.crash`, which see: in a process of its own, for it forks."""

from __future__ import annotations

import subprocess
import sys
from itertools import chain

import pytest

from index.engines import ENGINES
from tests.support.places import PROJECT
from tests.support.program import environment

A_LITTLE = {
    "--operation": "update",
    "--kills": "4",
    "--write-faults": "3",
    "--full-disks": "1",
    "--damages": "5",
    "--wrecks": "2",
    "--pairs": "2",
    "--readers": "2",
    "--seconds": "2",
}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_writer_that_is_cut_off_loses_nothing_and_damage_is_noticed(engine: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", "--engine", engine, *chain(*A_LITTLE.items())],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert all(word in done.stdout for word in ("killed", "could not write", "noticed", "pairs of", "commands")), (
        done.stdout
    )
