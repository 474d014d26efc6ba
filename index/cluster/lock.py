"""The writer's lock in a cluster: a document that its holder renews, so that others can tell whether it lives.

It keeps writers out of each other's way. Should two write all the same, because one was given up for dead, the cluster
lets but one of them commit (index.engines.opensearch.commits).
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Final

from corpus.language import tr
from index.engines.opensearch.commits import Remote
from index.engines.opensearch.connection import ConflictError, MissingError, to_json
from index.errors import ClusterError, IndexBusyError, IndexDamagedError

_NAME: Final = "writer"
# Seconds between renewals, and after which a lock that was not renewed is anybody's: clocks may differ by as much.
_RENEWED: Final = 10.0
_DEAD: Final = 90.0
_LOOKED: Final = 0.5  # seconds between looks at a lock that is waited for


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who holds the lock, and the cluster's version of the document that says so."""

    host: str
    pid: int
    since: str
    renewed: float
    version: tuple[int, int]

    @property
    def is_dead(self) -> bool:
        """Whether it can be told that nobody holds the lock any more."""
        if self.host == socket.gethostname() and hasattr(os, "kill"):
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                return True
            except OSError:
                pass
        return time.time() - self.renewed > _DEAD

    def __str__(self) -> str:
        return tr("process {process} on {host} (since {since})", process=self.pid, host=self.host, since=self.since)


@contextmanager
def locked(remote: Remote, wait: float, waiting: Callable[[str], None]) -> Iterator[None]:
    """Holds the lock in an index. Raises IndexBusyError."""
    since = datetime.now(timezone.utc).isoformat(timespec="seconds")
    deadline = time.monotonic() + wait
    told = False
    while (holder := _taken(remote, since)) is not None:
        if wait > 0 and not told:
            waiting(tr("waiting up to {wait:g} s for {holder}", wait=wait, holder=holder))
            told = True
        if time.monotonic() >= deadline:
            raise IndexBusyError(
                tr(
                    "{holder} is writing there; try again later, or wait for it: --wait SECONDS",
                    holder=holder,
                )
            )
        time.sleep(min(_LOOKED, max(0.0, deadline - time.monotonic())))
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(remote, since, ended), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()
        with suppress(ClusterError, MissingError, IndexDamagedError):
            remote.cluster.ask("DELETE", _path(remote))


def is_held(remote: Remote) -> bool:
    """Whether somebody holds the lock in an index."""
    holder = _holder(remote)
    return holder is not None and not holder.is_dead


def _taken(remote: Remote, since: str) -> _Holder | None:
    """Takes the lock, unless somebody holds it."""
    try:
        remote.cluster.ask("PUT", _path(remote), _document(since), op_type="create")
    except ConflictError:
        holder = _holder(remote)
        if holder is None or (holder.is_dead and _take_over(remote, holder, since)):
            return None if holder else _taken(remote, since)
        return holder
    return None


def _take_over(remote: Remote, holder: _Holder, since: str) -> bool:
    sequence, term = holder.version
    try:
        remote.cluster.ask("PUT", _path(remote), _document(since), if_seq_no=sequence, if_primary_term=term)
    except ConflictError:
        return False
    return True


def _holder(remote: Remote) -> _Holder | None:
    try:
        found = remote.cluster.ask("GET", _path(remote))
    except MissingError:
        return None
    values: dict[str, Any] = json.loads(found["_source"]["record"])
    return _Holder(**values, version=(found["_seq_no"], found["_primary_term"]))


def _renew(remote: Remote, since: str, ended: threading.Event) -> None:
    while not ended.wait(_RENEWED):
        with suppress(ClusterError, MissingError, ConflictError, IndexDamagedError):  # the next time may do
            remote.cluster.ask("PUT", _path(remote), _document(since))


def _path(remote: Remote) -> str:
    return f"/{remote.index}/_doc/{_NAME}"


def _document(since: str) -> dict[str, str]:
    values = {"host": socket.gethostname(), "pid": os.getpid(), "since": since, "renewed": time.time()}
    return {"record": to_json(values)}
