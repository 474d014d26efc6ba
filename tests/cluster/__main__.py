"""Runs the tests that need a cluster: `python -m tests.cluster`, or `make test-cluster`.

Ends with 0 and says so where there can be no cluster, and where time is up.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from typing import Final

from tests.cluster.nodes import NotAtHandError, environment, machines

_TESTS: Final = ("tests/engines", "tests/cluster")
# What takes longest, and compares every engine with every other.
_LONG: Final = ("tests/engines/test_laws.py", "tests/engines/test_agreement.py", "tests/engines/test_plans.py")


def main() -> int:
    """Runs the tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out what takes minutes")
    parser.add_argument("--seconds", type=float, help="stop after so long, and say so")
    options, rest = parser.parse_known_args()
    start = time.monotonic()
    left_out = [f"--ignore={path}" for path in _LONG] if options.quick else []
    try:
        with machines(1) as cluster:
            seconds = None if options.seconds is None else options.seconds - (time.monotonic() - start)
            return _pytest([*_TESTS, "-k", "opensearch or cluster", *left_out, *rest], environment(cluster), seconds)
    except NotAtHandError as fault:
        sys.stdout.write(f"SKIPPED: the tests of OpenSearch clusters: {fault}\n")
        return 0


def _pytest(arguments: list[str], variables: dict[str, str], seconds: float | None) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "--durations=5", *arguments]
    try:
        return subprocess.run(command, env=variables, timeout=seconds, check=False).returncode
    except subprocess.TimeoutExpired:
        sys.stdout.write(f"SKIPPED: some of the tests of OpenSearch clusters, for {seconds:.0f} s were all there was\n")
        return 0


if __name__ == "__main__":
    sys.exit(main())
