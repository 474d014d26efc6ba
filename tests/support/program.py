"""Runs the `wensou` program as a user would: as a process of its own."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

WENSOU = [sys.executable, "-m", "wensou"]


def environment(**values: str) -> dict[str, str]:
    """The environment without what would change how the program behaves, and with these values; no pager waits, and
    messages are in English.
    """
    drop = {
        "LANGUAGE",
        "LC_ALL",
        "LC_MESSAGES",
        "WENSOU_LANGUAGE",
        "WENSOU_INDEX",
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
        "FORCE_COLOR",
        "PYTHONWARNINGS",
    }
    kept = {k: v for k, v in os.environ.items() if k not in drop}
    return {**kept, "TERM": "xterm-256color", "PAGER": "cat", "LANG": "C.UTF-8", **values}


def wensou(*arguments: str | Path, cwd: Path, stdin: str = "", **values: str) -> subprocess.CompletedProcess[str]:
    """Runs the program with its output in pipes."""
    return subprocess.run(
        [*WENSOU, *map(str, arguments)],
        cwd=cwd,
        env=environment(**values),
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=120,
        check=False,
    )


def on_terminal(*arguments: str | Path, cwd: Path, columns: int = 80, **values: str) -> tuple[int, str]:
    """Runs the program on a terminal and returns its exit status and all that it showed."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*WENSOU, *map(str, arguments)],
        cwd=cwd,
        env=environment(COLUMNS=str(columns), **values),
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    shown = b""
    try:
        while piece := os.read(leader, 65_536):
            shown += piece
    except OSError:  # the last process on the terminal has ended
        pass
    os.close(leader)
    return process.wait(timeout=60), shown.decode("utf-8", "replace").replace("\r\n", "\n")
