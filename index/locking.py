"""The writer's lock of an index directory."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpus.language import tr
from index import directory, durable
from index.errors import IndexBusyError, IndexDamagedError

if TYPE_CHECKING:  # readers take no lock
    from filelock import FileLock

# Who has just got the lock tells at once who it is; so often, and with so many seconds between, one looks for that.
_LOOKS: Final = 10
_BETWEEN_LOOKS: Final = 0.05


@contextmanager
def locked(path: Path, wait: float, waiting: Callable[[str], None]) -> Iterator[None]:
    """Makes the directory and holds its lock, see index.store. Raises IndexBusyError, and IndexDamagedError where the
    directory holds something else.
    """
    directory.check_owner(path)
    _refuse_foreign(path)
    existed = path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with _held(path, wait, waiting):
        try:
            yield
        except BaseException:
            if not existed and not (path / directory.META).exists():
                _give_up(path)
            raise


def _give_up(path: Path) -> None:
    """Removes a directory in which no index came about: the lock last, for then whoever waits for it goes on."""
    with suppress(OSError):
        for entry in path.iterdir():
            if entry.name != directory.LOCK:
                durable.remove(entry)
        durable.remove(path / directory.LOCK)
        path.rmdir()


def _refuse_foreign(path: Path) -> None:
    """An index is never made in a directory that holds something else: a rebuild removes what it does not know."""
    if not path.exists():
        return
    if not path.is_dir():
        raise IndexDamagedError(tr("{path} is a file; name a directory for the index", path=path))
    if found := directory.strangers(path):
        raise IndexDamagedError(
            tr("{fault}, or name an empty or new directory: wensou index --index DIR PATH...", fault=found[0])
        )


@contextmanager
def _held(path: Path, wait: float, waiting: Callable[[str], None]) -> Iterator[None]:
    """Holds the index's writer lock, which the system frees when its holder dies."""
    from filelock import FileLock, Timeout

    if (path / directory.LOCK).is_dir():
        durable.remove(path / directory.LOCK)
    lock = FileLock(str(path / directory.LOCK))
    try:
        _acquire(lock, path, 0)
    except Timeout:
        holder = _holder(path)
        if wait > 0:
            waiting(tr("waiting up to {wait:g} s for {holder}", wait=wait, holder=holder))
        try:
            _acquire(lock, path, wait)
        except Timeout as fault:
            raise IndexBusyError(
                tr(
                    "{holder} is writing to {path}; try again later, or wait for it: --wait SECONDS",
                    holder=holder,
                    path=path,
                )
            ) from fault
    try:
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        with suppress(OSError):  # on a full disk files can still be removed from the index
            durable.replace(path / directory.HOLDER, json.dumps({"pid": os.getpid(), "since": now}).encode())
        yield
    finally:
        durable.remove(path / directory.HOLDER)
        lock.release()


def _acquire(lock: FileLock, path: Path, wait: float) -> None:
    """Takes the lock within so many seconds, and makes the directory, also where a writer that gave up has removed it
    meanwhile. Raises filelock.Timeout.
    """
    end = time.monotonic() + wait
    while True:
        # It holds the text of documents that others may not be allowed to read.
        path.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):
            lock.acquire(timeout=max(0.0, end - time.monotonic()))
            return


def _holder(path: Path) -> str:
    """Who holds the lock, in words."""
    for _ in range(_LOOKS):
        try:
            values: dict[str, Any] = json.loads((path / directory.HOLDER).read_text(encoding="utf-8"))
            return tr("process {process} (since {since})", process=values["pid"], since=values["since"])
        except (OSError, ValueError, KeyError, TypeError):
            time.sleep(_BETWEEN_LOOKS)
    return tr("another process")
