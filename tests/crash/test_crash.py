"""A little of `python -m tests.crash`, which see: in a process of its own, for it forks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from index.engines import ENGINES
from tests.support.places import PROJECT
from tests.support.program import environment

A_LITTLE = ["--operation", "update", "--operation", "rebuild", "--kills", "3", "--write-faults", "2"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_writer_that_is_cut_off_loses_nothing(engine: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", "--engine", engine, *A_LITTLE],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "killed" in done.stdout
    assert "failed" in done.stdout
