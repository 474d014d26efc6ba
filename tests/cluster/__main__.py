"""Runs the tests that need a cluster: `python -m tests.cluster`, or `make test-cluster`.

Ends with 0 and says so where there can be no cluster, and where time is up.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Final, NoReturn

from tests.cluster.nodes import NotAtHandError, environment, machines

_TESTS: Final = ("tests/cluster", "tests/engines")
# Of them, those of clusters, and those that compare a cluster with an engine of one machine.
_OF_CLUSTERS: Final = "opensearch or cluster or agreement"
# What takes minutes: many articles, and machines that fail.
_LONG: Final = (
    "tests/cluster/test_failures.py",
    "tests/cluster/test_ranking.py",
    "tests/engines/test_agreement.py",
    "tests/engines/test_laws.py",
)


class TimeIsUpError(Exception):
    """No more seconds are left."""


def main() -> int:
    """Runs the tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out what takes minutes")
    parser.add_argument("--seconds", type=int, default=0, help="stop after so long, and say so")
    options, rest = parser.parse_known_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever started machines has to end them
    signal.signal(signal.SIGALRM, _time_is_up)
    signal.alarm(options.seconds)
    left_out = [f"--ignore={path}" for path in _LONG] if options.quick else []
    try:
        with machines(1) as cluster:
            return _pytest(["-k", _OF_CLUSTERS, *left_out, *rest], environment(cluster))
    except NotAtHandError as fault:
        sys.stdout.write(f"SKIPPED: the tests of OpenSearch clusters: {fault}\n")
    except TimeIsUpError:
        sys.stdout.write(f"SKIPPED: some of the tests of OpenSearch clusters: {options.seconds} s were all there was\n")
    return 0


def _pytest(arguments: list[str], variables: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:xdist", "--durations=5", *_TESTS, *arguments]
    process = subprocess.Popen(command, env=variables, start_new_session=True)
    try:
        return process.wait()
    finally:
        signal.alarm(0)
        with suppress(ProcessLookupError):  # with all that it has started
            os.killpg(process.pid, signal.SIGKILL)


def _time_is_up(*_: object) -> NoReturn:
    raise TimeIsUpError


if __name__ == "__main__":
    sys.exit(main())
