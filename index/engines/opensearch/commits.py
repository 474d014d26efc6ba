"""Transactions in a cluster, which has none: what is written shows when one document says so.

Each transaction has a number of its own, which stands in all that it writes. The document `commit` names the last one
that is committed; readers see articles of that one and of those before. What a transaction removes is first listed in
documents beside the articles (tombstones), which readers take account of, and then removed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple
from uuid import uuid4

from corpus.language import tr
from index.engines.opensearch.connection import Cluster, ConflictError, MissingError, to_json
from index.engines.opensearch.mapping import COMMIT, escape_text, unescape
from index.errors import REBUILD, IndexBusyError, IndexDamagedError

# Names in one tombstone: so many are some megabytes at most.
_NAMED: Final = 10_000


@dataclass(frozen=True)
class Remote:
    """One index of a cluster, which holds a generation. When it is made, it gets so many `shards` and copies of each;
    with no number of `replicas`, one where there is more than one machine.
    """

    cluster: Cluster
    index: str
    shards: int = 1
    replicas: int | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """Which transactions are done: `number` is the last one that is committed, `begun` the last one that began, and
    `dead` says how many tombstones of the last commit are there still.

    `written` is random, so that a writer knows what it wrote itself; `version` is the cluster's own for the document,
    by which it tells whether another writer has changed it.
    """

    number: int = 0
    begun: int = 0
    dead: int = 0
    written: str = ""
    version: tuple[int, int] = (0, 0)

    @property
    def shown(self) -> tuple[int, int]:
        """Changes with what readers see, and how."""
        return self.number, self.dead


class Removed(NamedTuple):
    """What a transaction removes: files with all their articles, articles by id, and what was known of files."""

    sources: list[str]
    ids: list[str]
    files: list[str]


def read_commit(remote: Remote) -> Commit:
    """The last commit. Raises IndexDamagedError."""
    try:
        found = remote.cluster.ask("GET", f"/{remote.index}/_doc/{COMMIT}")
        values = json.loads(found["_source"]["record"])
    except MissingError as fault:
        shown = remote.cluster.shown
        raise IndexDamagedError(
            tr(
                "the index {index} at {cluster} is gone or not whole; {remedy}",
                index=remote.index,
                cluster=shown,
                remedy=tr(REBUILD),
            )
        ) from fault
    return Commit(**values, version=(found["_seq_no"], found["_primary_term"]))


def first_commit(remote: Remote) -> None:
    """The commit of an empty index."""
    remote.cluster.ask("PUT", f"/{remote.index}/_doc/{COMMIT}", _document(Commit()))


def write_commit(remote: Remote, commit: Commit) -> Commit:
    """Replaces the commit that was read. Raises IndexBusyError where another writer has done so."""
    sequence, term = commit.version
    commit = replace(commit, written=uuid4().hex)
    try:
        answer = remote.cluster.ask(
            "PUT", f"/{remote.index}/_doc/{COMMIT}", _document(commit), if_seq_no=sequence, if_primary_term=term
        )
    except ConflictError as fault:
        now = read_commit(remote)
        if now.written == commit.written:  # the answer was lost, and it was sent twice
            return now
        raise IndexBusyError(
            tr(
                "another process has begun to write to {index} at {cluster}; nothing was changed, try again",
                index=remote.index,
                cluster=remote.cluster.shown,
            )
        ) from fault
    return replace(commit, version=(answer["_seq_no"], answer["_primary_term"]))


def write_tombstones(remote: Remote, number: int, removed: Removed) -> int:
    """Lists what the transaction of this number removes, and says in how many documents."""
    listed = [(kind, name) for kind, names in removed._asdict().items() for name in names]
    parts = [listed[at : at + _NAMED] for at in range(0, len(listed), _NAMED)]
    for place, part in enumerate(parts):
        record = {"record": escape_text(json.dumps(part, ensure_ascii=False))}
        remote.cluster.ask("PUT", f"/{remote.index}/_doc/{_tombstone(number, place)}", record)
    return len(parts)


def read_removed(remote: Remote, commit: Commit) -> Removed:
    """What the last commit removed and may be there still. Raises IndexDamagedError."""
    removed = Removed([], [], [])
    for place in range(commit.dead):
        try:
            found = remote.cluster.ask("GET", f"/{remote.index}/_doc/{_tombstone(commit.number, place)}")
        except MissingError as fault:
            raise IndexDamagedError(
                tr("the index {index} is not whole; {remedy}", index=remote.index, remedy=tr(REBUILD))
            ) from fault
        for kind, name in json.loads(unescape(found["_source"]["record"])):
            getattr(removed, kind).append(name)
    return removed


def tombstone_ids(number: int, dead: int) -> Iterator[str]:
    """The cluster's names for the tombstones of a transaction."""
    return (_tombstone(number, place) for place in range(dead))


def _tombstone(number: int, place: int) -> str:
    return f"tombstone-{number}-{place}"


def _document(commit: Commit) -> dict[str, Any]:
    values = {"number": commit.number, "begun": commit.begun, "dead": commit.dead, "written": commit.written}
    return {"record": to_json(values)}
