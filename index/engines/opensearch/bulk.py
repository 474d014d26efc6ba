"""Many small changes in few requests, several of them under way at a time.

Each change names its document, so that one that is sent again changes nothing more. Changes of one document go through
one lane, and stay in their order.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeAlias
from zlib import crc32

from corpus.language import tr
from index.engines.opensearch.connection import LONG, Cluster, Patience, is_blocked
from index.errors import ClusterError

# A change as the cluster takes it: one line that names the document, and one with its fields if there are any.
Change: TypeAlias = "tuple[str, str]"

LANES: Final = 4
# Characters of a request: some megabytes are what OpenSearch's documentation advises.
_REQUEST: Final = 2_000_000
_MISSING: Final = 404
# What a document is refused with for a time: the cluster has too much to do, or a machine is gone.
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})


class Bulk:
    """Sends changes to an index. Whoever hands over more than the cluster takes has to wait."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._lanes = [_Lane(cluster, index) for _ in range(LANES)]

    def change(self, document: str, lines: str) -> None:
        """Takes a change of a document."""
        self._lanes[crc32(document.encode()) % LANES].take(document, lines)

    def flush(self) -> None:
        """Returns when the cluster has all changes. Raises ClusterError."""
        for lane in self._lanes:
            lane.send()
        for lane in self._lanes:
            lane.wait()

    def close(self) -> None:
        """Ends the lanes; what was not flushed may be sent or not."""
        for lane in self._lanes:
            lane.close()


class _Lane:
    """Changes that are sent one request after the other."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._changes: list[Change] = []
        self._size = 0
        self._under_way: Future[None] | None = None
        self._thread = ThreadPoolExecutor(1)

    def take(self, document: str, lines: str) -> None:
        self._changes.append((document, lines))
        self._size += len(lines)
        if self._size >= _REQUEST:
            self.send()

    def send(self) -> None:
        """Sends what has come together, after what is under way."""
        self.wait()
        if self._changes:
            self._under_way = self._thread.submit(_send, self._cluster, self._index, self._changes)
            self._changes, self._size = [], 0

    def wait(self) -> None:
        if self._under_way is not None:
            under_way, self._under_way = self._under_way, None
            under_way.result()

    def close(self) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)


def _send(cluster: Cluster, index: str, changes: list[Change]) -> None:
    """Sends changes until each of them is done."""
    waiting = Patience(LONG)
    while changes:
        body = "".join(lines for _, lines in changes)
        answer = cluster.ask("POST", f"/{index}/_bulk", body, patience=LONG)
        refused = [*_refused(changes, answer)] if answer["errors"] else []
        if blocked := next((reason for _, reason in refused if is_blocked(reason)), None):
            raise ClusterError(cluster.cannot_be_written_to(blocked))
        if len(refused) < len(changes):
            waiting = Patience(LONG)
        if refused and not waiting.lasts():
            raise ClusterError(
                tr(
                    "the cluster at {cluster} takes no more changes ({reason})",
                    cluster=cluster.shown,
                    reason=refused[0][1],
                )
            )
        changes = [change for change, _ in refused]


def _refused(changes: list[Change], answer: dict[str, Any]) -> Iterable[tuple[Change, str]]:
    """The changes that were refused for a time, and why. Raises ClusterError for one that is refused for good."""
    for change, item in zip(changes, answer["items"], strict=True):
        ((action, result),) = item.items()
        status = result["status"]
        if status < 300 or (action == "delete" and status == _MISSING):
            continue
        reason = str(result.get("error", {}).get("reason", status))
        if status not in _AGAIN and not is_blocked(reason):
            raise ClusterError(tr("the cluster refuses an article ({reason})", reason=reason))
        yield change, reason


def deletion(document: str) -> str:
    """The line that deletes a document."""
    return f'{{"delete":{{"_id":"{document}"}}}}\n'


def replacement(document: str, fields: str) -> str:
    """The lines that put a document in the place of what has its name; `fields` is JSON."""
    return f'{{"index":{{"_id":"{document}"}}}}\n{fields}\n'
