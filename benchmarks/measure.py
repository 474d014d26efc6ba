"""Runs one command and prints `{"seconds": ..., "peak": ...}`: wall-clock time, and peak memory in bytes.

    python -I -S measure.py COMMAND [ARGUMENT...]

The peak is of the process and all that it started together: the largest sum of their proportional set sizes (PSS, in
which a page that several share counts once), looked at every few milliseconds in /proc; and never less than the
largest resident set of one process, which the system records. Without /proc it is the latter alone.

A program of its own that imports next to nothing: on Linux a process inherits the peak of the one that started it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time

_INTERVAL = 0.005  # seconds between two looks
# The kernel walks all pages for a look, some 10 ms for a gigabyte. So much longer than a look is the pause after it.
_PAUSE = 20


class MemoryWatch(threading.Thread):
    """Looks at a process and its descendants until it is told to stop; `peak` is in bytes."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._process = process
        self._over = threading.Event()

    def run(self) -> None:
        took = 0.0
        while not self._over.wait(max(_INTERVAL, _PAUSE * took)):
            started = time.perf_counter()
            self.peak = max(self.peak, sum(map(_memory, _tree(self._process))))
            took = time.perf_counter() - started

    def stop(self) -> None:
        self._over.set()
        self.join()


def _tree(process: int) -> list[int]:
    """The process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if entry.isdecimal():
            children.setdefault(_parent(entry), []).append(int(entry))
    found = [process]
    for one in found:
        found += children.get(one, ())
    return found


def _parent(process: str) -> int:
    try:
        with open(f"/proc/{process}/stat", "rb") as stream:
            # Behind the name, which is in brackets and may hold any, stand the state and the parent (proc_pid_stat(5)).
            return int(stream.read().rpartition(b")")[2].split()[1])
    except OSError:  # it has ended
        return 0


def _memory(process: int) -> int:
    """The proportional set size in bytes; 0 for a process that has ended."""
    try:
        with open(f"/proc/{process}/smaps_rollup", "rb") as stream:
            return next((1024 * int(line.split()[1]) for line in stream if line.startswith(b"Pss:")), 0)
    except OSError:
        return 0


def main() -> None:
    started = time.perf_counter()
    process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
    watch = MemoryWatch(process)
    watch.start()
    _, status = os.waitpid(process, 0)
    seconds = time.perf_counter() - started
    watch.stop()
    if status:
        sys.exit(f"{sys.argv[1:]} failed")
    # Kilobytes, but bytes on macOS (getrusage(2)).
    unit = 1 if sys.platform == "darwin" else 1024
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    print(json.dumps({"seconds": seconds, "peak": max(watch.peak, largest)}))


if __name__ == "__main__":
    main()
