"""A little of `python -m tests.fuzz`, which see: in a process of its own, for it forks and bounds memory."""

from __future__ import annotations

import subprocess
import sys

from tests.fuzz.seeds import seeds
from tests.support.places import PROJECT
from tests.support.program import environment


def test_changed_documents_are_read_or_refused_and_nothing_else() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--count", "8"],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == sorted(seeds())
    assert all(word in done.stdout for word in (" read", " refused")), done.stdout
