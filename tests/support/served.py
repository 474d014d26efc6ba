"""Runs the program as `program` does, a hundred times as fast: from one process that has everything loaded, and forks.

That process starts no threads, so that forking is safe, and gets the streams of each run from here: files, pipes,
devices, terminals, or none. What differs from a real start is that modules are loaded; what a start costs, and what it
loads, other tests look at.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import termios
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

from tests.support.places import PROJECT
from tests.support.program import environment

# What the program loads when it is used, so that no run has to.
_LOADED: Final = """
search.cli.index search.cli.search search.cli.show search.cli.lists search.cli.parse search.cli.analyze
search.cli.remove search.cli.status search.cli.config search.cli.completion search.cli.answers search.searcher
search.ingest search.explain search.suggest search.output.terminal search.output.overview search.output.progress
search.output.page corpus.reading corpus.regions index.writing index.analyzer index.engines.whoosh.engine
rich.console rich.progress difflib marisa_trie filelock corpus.layout.build corpus.readers.text
"""
# No run takes so long, and no request is so large.
_SECONDS: Final = 600
_BYTES: Final = 1 << 20

ROWS: Final = 24


@dataclass(frozen=True, slots=True)
class Done:
    """How a run ended: exit status, standard output, standard error; on a terminal, `out` is all that it showed."""

    status: int
    out: str
    err: str = ""


def served(
    *arguments: str | Path,
    cwd: Path,
    stdin: str | None = "",
    streams: Mapping[int, int | None] | None = None,
    **values: str,
) -> Done:
    """A run with its output in files. `streams` puts other files in the place of these, or closes them (None)."""
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write((stdin or "").encode("utf-8", "surrogateescape"))
        given.seek(0)
        fds: dict[int, int | None] = {0: given.fileno(), 1: out.fileno(), 2: err.fileno(), **(streams or {})}
        _ask(arguments, cwd, environment(**values), fds)
        status = _answer()
        return Done(status, _read(out), _read(err))


def served_on_terminal(*arguments: str | Path, cwd: Path, columns: int = 80, **values: str) -> Done:
    """A run on a terminal of so many columns."""
    leader, follower = os.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
    _ask(arguments, cwd, environment(COLUMNS=str(columns), **values), {0: follower, 1: follower, 2: follower})
    os.close(follower)
    shown = b""
    with suppress(OSError):  # the last process on the terminal has ended
        while piece := os.read(leader, 65_536):
            shown += piece
    os.close(leader)
    return Done(_answer(), shown.decode("utf-8", "replace").replace("\r\n", "\n"))


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "surrogateescape")


def _ask(
    arguments: tuple[str | Path, ...], cwd: Path, values: Mapping[str, str], streams: Mapping[int, int | None]
) -> None:
    given = {number: file for number, file in streams.items() if file is not None}
    request = {"arguments": [*map(str, arguments)], "cwd": str(cwd), "environment": values, "streams": [*given]}
    socket.send_fds(_server(), [json.dumps(request).encode()], [*given.values()])


def _answer() -> int:
    return int(_server().recv(_BYTES))


@cache
def _server() -> socket.socket:
    """The way to the process that forks, which ends when there is nobody at the other end."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    here.settimeout(_SECONDS)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.support.served", str(there.fileno())], cwd=PROJECT, pass_fds=[there.fileno()]
    )
    there.close()
    atexit.register(server.wait)
    atexit.register(here.close)  # what is registered last runs first
    return here


def _serve(requests: socket.socket) -> None:
    for name in _LOADED.split():
        import_module(name)
    while True:
        data, files, *_ = socket.recv_fds(requests, _BYTES, 3)
        if not data:
            return
        child = os.fork()
        if not child:
            _run(json.loads(data), files)
        for file in files:
            os.close(file)
        requests.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def _run(request: Any, files: list[int]) -> None:
    """Does what a process does that is started so; never returns."""
    status = 1
    try:
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["environment"])
        kept = dict(zip(request["streams"], map(os.dup, files), strict=True))
        for number in range(3):
            os.dup2(kept[number], number) if number in kept else os.close(number)
        sys.stdin, sys.stdout, sys.stderr = (_stream(number) if number in kept else None for number in range(3))
        for file in (*kept.values(), *files):
            if file > 2:
                os.close(file)
        sys.argv = ["wensou", *request["arguments"]]
        from search.cli import main

        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        status = 120  # as Python does at exit
    os._exit(status)


def _stream(number: int) -> Any:
    errors = "backslashreplace" if number == 2 else "strict"
    buffering = 1 if number == 2 or os.isatty(number) else -1
    return open(number, "w" if number else "r", buffering, encoding="utf-8", errors=errors, closefd=False)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
