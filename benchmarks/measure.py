"""Runs one command and prints `{"seconds": ..., "peak": ...}`: wall-clock time, and peak resident memory in bytes.

    python -I -S measure.py COMMAND [ARGUMENT...]

A program of its own that imports next to nothing: on Linux a process inherits the peak of the one that started it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time

if __name__ == "__main__":
    started = time.perf_counter()
    process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
    _, status = os.waitpid(process, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"{sys.argv[1:]} failed")
    # Kilobytes, but bytes on macOS (getrusage(2)).
    unit = 1 if sys.platform == "darwin" else 1024
    print(json.dumps({"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit}))
