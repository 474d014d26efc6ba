"""One state of an index of a cluster: a point in time of it, and what of that is committed (see `commits`)."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final, NamedTuple

from corpus.language import tr
from index.engines.opensearch.commits import Commit, Remote, Removed, read_commit, read_removed
from index.engines.opensearch.connection import Cluster, LostError, MissingError, Patience, to_json
from index.engines.opensearch.queries import Query, holding
from index.errors import REBUILD, ClusterError, IndexDamagedError

# How long a point in time is kept after it was last used.
_KEEP: Final = "5m"
# Times that one is taken because of a commit meanwhile.
_TRIES: Final = 5


class Snapshot:
    """The last commit of an index. `articles` and `files` are clauses of what it shows: articles, and documents that
    tell what was read from which file.
    """

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        taken = self._taken()
        self.commit = taken.commit.number
        self._point = taken.point
        gone_articles, gone_files = gone(self.commit, taken.removed)
        self.articles = _shown("born", self.commit, gone_articles)
        self.files = _shown("file_born", self.commit, gone_files)

    def ask(self, *bodies: Query) -> list[dict[str, Any]]:
        """Answers to several searches at once: where a machine that held a part is gone, from another point in time of
        the same commit. Raises ClusterError where there is none.
        """
        waiting = Patience(self._remote.cluster.patience)
        while True:
            try:
                return self._point.search(bodies)
            except LostError:
                if not waiting.lasts():
                    raise
            self._take_again()

    def close(self) -> None:
        """Gives it back."""
        self._point.close()

    def _taken(self) -> _Taken:
        """A point in time with the commit before it that is still the last one after it, and what that has removed."""
        commit = read_commit(self._remote)
        for _ in range(_TRIES):
            point = _PointInTime(self._remote)
            try:
                taken = _Taken(commit, point, read_removed(self._remote, commit))
            except IndexDamagedError:
                if read_commit(self._remote).shown == commit.shown:
                    raise
            now = read_commit(self._remote)
            if now.shown == commit.shown:
                return taken
            point.close()
            commit = now
        raise ClusterError(
            tr("the index at {cluster} changes all the time; try again", cluster=self._remote.cluster.shown)
        )

    def _take_again(self) -> None:
        self._point.close()
        taken = self._taken()
        self._point = taken.point
        if taken.commit.number != self.commit:
            raise ClusterError(
                tr("the index at {cluster} has changed meanwhile; ask again", cluster=self._remote.cluster.shown)
            )


class _PointInTime:
    """The cluster's own snapshot of an index, which it keeps until it is given back or forgotten."""

    def __init__(self, remote: Remote) -> None:
        self._cluster = remote.cluster
        try:
            # Unless it is told otherwise, a cluster leaves out parts that it cannot reach, and searches then find less.
            answer = self._cluster.ask(
                "POST",
                f"/{remote.index}/_search/point_in_time",
                keep_alive=_KEEP,
                allow_partial_pit_creation="false",
            )
        except MissingError as fault:
            raise IndexDamagedError(
                tr(
                    "there is no index {index} at {cluster} any more; {remedy}",
                    index=remote.index,
                    cluster=self._cluster.shown,
                    remedy=tr(REBUILD),
                )
            ) from fault
        self._id: str = answer["pit_id"]
        self.close = weakref.finalize(self, _give_back, self._cluster, self._id)

    def search(self, bodies: tuple[Query, ...]) -> list[dict[str, Any]]:
        """Answers of all of the index. Raises LostError where a part of it is lost."""
        head = to_json({"search_type": "dfs_query_then_fetch", "allow_partial_search_results": False})
        pit = {"id": self._id, "keep_alive": _KEEP}
        lines = [line for body in bodies for line in (head, to_json({**body, "pit": pit}))]
        answers = self._cluster.ask("POST", "/_msearch", "\n".join(lines) + "\n")["responses"]
        for answer in answers:
            if "error" in answer:
                self._cluster.raise_answer(answer)
        return list(answers)


class _Taken(NamedTuple):
    commit: Commit
    point: _PointInTime
    removed: Removed


def _give_back(cluster: Cluster, point: str) -> None:
    with suppress(Exception):  # the cluster forgets it in a few minutes anyway
        cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [point]}, patience=0.0)


def gone(commit: int, removed: Removed) -> tuple[list[Query], list[Query]]:
    """What a commit has removed: articles, and documents of files."""
    return (
        [*_former("born", commit, source=removed.sources, id=removed.ids)],
        [*_former("file_born", commit, file=removed.files)],
    )


def _former(born: str, commit: int, **values: list[str]) -> Iterator[Query]:
    before = {"range": {born: {"lt": commit}}}
    return ({"bool": {"filter": [before, holding(field, some)]}} for field, some in values.items() if some)


def _shown(born: str, commit: int, without: list[Query]) -> list[Query]:
    return [{"range": {born: {"lte": commit}}}, *({"bool": {"must_not": [query]}} for query in without)]
