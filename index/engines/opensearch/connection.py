"""Talking to a cluster: one way to ask, with what may go wrong in words that say what to do."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from json import dumps
from typing import Any, Final, NoReturn

from opensearchpy import OpenSearch, exceptions
from opensearchpy.serializer import JSONSerializer
from urllib3 import Timeout

from corpus.language import tr
from index.errors import REBUILD, ClusterError, IndexDamagedError

# Seconds in which a machine that is there takes a connection, and in which it has answered what a reader asks, and any
# request.
_CONNECT: Final = 1.5
_ANSWER_READER: Final = 60.0
_ANSWER: Final = 600.0
# Seconds for which a request is sent again where nobody answers: a reader does not want to wait; a writer has work to
# lose, and a cluster that lost a machine takes so long to see it.
SHORT: Final = 2.5
LONG: Final = 120.0
_PAUSE: Final = 0.1  # before the first time, doubled each time
_LONGEST_PAUSE: Final = 5.0

# Statuses of a cluster that may answer the same request a moment later.
_AGAIN: Final = frozenset({429, 502, 503, 504})
# What a cluster says of snapshots on machines that are gone, whatever the status.
_LOST: Final = frozenset(
    {"search_context_missing_exception", "node_not_connected_exception", "no_shard_available_action_exception"}
)
# What it says of an index that is read-only, because somebody made it so or disks are full. Without a manager, a
# cluster says "blocked" for a moment too.
_BLOCKED: Final = ("blocked by: [FORBIDDEN/", "blocked by: [TOO_MANY_REQUESTS/")
_MISSING, _CONFLICT, _UNKNOWN_USER, _FORBIDDEN = 404, 409, 401, 403


# Whoever wants the client's own warnings can ask for them; on a terminal they say what messages say better.
logging.getLogger("opensearch").addHandler(logging.NullHandler())


class MissingError(Exception):
    """There is no such index or document."""


class LostError(ClusterError):
    """A part of a snapshot is lost, or cannot answer now."""


class ConflictError(Exception):
    """A document has changed since, or is there already."""


@dataclass(frozen=True)
class Access:
    """Where a cluster answers, and who asks. What is secret shows nowhere."""

    hosts: tuple[str, ...]
    ca_file: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)


class Patience:
    """How long something is tried again: after pauses that grow, for some seconds, and as often at `least`."""

    def __init__(self, seconds: float, least: int = 0) -> None:
        self._deadline = time.monotonic() + seconds
        self._least = least
        self._pause = _PAUSE

    def lasts(self) -> bool:
        """Waits before the next try; False where there is to be none."""
        self._least -= 1
        if self._least <= 0 and time.monotonic() + self._pause > self._deadline:
            return False
        time.sleep(self._pause)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return True


class Cluster:
    """A cluster that is asked. Each request is one that can be sent again."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.patience = SHORT

    @property
    def shown(self) -> str:
        """The cluster as messages name it."""
        return self.access.hosts[0]

    @cached_property
    def _client(self) -> OpenSearch:
        access = self.access
        given: dict[str, Any] = {"http_auth": (access.user, access.password)} if access.user else {}
        if access.api_key:
            given["headers"] = {"Authorization": f"ApiKey {access.api_key}"}
        if access.ca_file:
            given["ca_certs"] = access.ca_file
        return OpenSearch(
            list(access.hosts),
            timeout=Timeout(connect=_CONNECT, read=_ANSWER),
            max_retries=0,
            pool_maxsize=16,
            http_compress=False,
            serializer=_Serializer(),
            **given,
        )

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | str | None = None,
        *,
        patience: float | None = None,
        **parameters: Any,
    ) -> Any:
        """What the cluster answers. A request that nobody answers is sent again, to another machine if there are some.

        Raises MissingError, ConflictError, ClusterError, IndexDamagedError.
        """
        waiting = Patience(self.patience if patience is None else patience, least=len(self.access.hosts))
        if self.patience <= SHORT:
            parameters["request_timeout"] = Timeout(connect=_CONNECT, read=_ANSWER_READER)
        while True:
            try:
                return self._client.transport.perform_request(method, path, params={**parameters}, body=body)
            except exceptions.TransportError as fault:
                if not (_may_pass(fault) and waiting.lasts()):
                    raise self._explained(fault) from fault

    def raise_answer(self, answer: Mapping[str, Any]) -> NoReturn:
        """Raises what one of several answers from a snapshot tells of: LostError where another snapshot may do."""
        kind, reason = _reason_of(answer["error"])
        if answer["status"] in (_MISSING, *_AGAIN) or kind in _LOST:
            raise LostError(self._cannot_answer(reason))
        raise self._refusal(answer["status"], kind, reason)

    def _explained(self, fault: exceptions.TransportError) -> Exception:
        status = fault.status_code
        if not isinstance(status, int):
            return self._silence(fault)
        kind, reason = _reason(fault)
        if status == _CONFLICT or kind == "resource_already_exists_exception":
            return ConflictError(reason)
        if status == _MISSING:
            return MissingError(reason)
        if status == _FORBIDDEN and not is_blocked(reason):
            return ClusterError(
                tr(
                    "{cluster} does not let this user do that ({reason}); ask who runs the cluster",
                    cluster=self.shown,
                    reason=reason,
                )
            )
        return self._refusal(status, kind, reason)

    def _silence(self, fault: exceptions.TransportError) -> ClusterError:
        if isinstance(fault, exceptions.SSLError):
            return ClusterError(
                tr(
                    "{cluster} cannot prove who it is ({error}); name the certificate that vouches "
                    "for it: --ca-file FILE, or WENSOU_CA_FILE",
                    cluster=self.shown,
                    error=fault.error,
                )
            )
        return ClusterError(
            tr("nobody answers at {fault}; is the cluster running?", fault=", ".join(self.access.hosts))
        )

    def cannot_be_written_to(self, reason: str) -> str:
        """What is told where writing is forbidden."""
        return tr(
            "the index at {cluster} cannot be written to now ({reason}); its disks may be "
            "full, or somebody has made it read-only: ask who runs the cluster",
            cluster=self.shown,
            reason=reason,
        )

    def _cannot_answer(self, reason: str) -> str:
        return tr(
            "the cluster at {cluster} cannot answer now ({reason}); part of it may be missing: see its health",
            cluster=self.shown,
            reason=reason,
        )

    def _refusal(self, status: int, kind: str, reason: str) -> Exception:
        if status == _UNKNOWN_USER:
            return ClusterError(
                tr(
                    "{cluster} does not know who asks; set WENSOU_USER and WENSOU_PASSWORD, or WENSOU_API_KEY",
                    cluster=self.shown,
                )
            )
        if is_blocked(reason):
            return ClusterError(self.cannot_be_written_to(reason))
        if "too_many" in kind or "maxClauseCount" in reason:
            return ClusterError(
                tr(
                    "the query has more words than {cluster} takes at once; leave out some, or have "
                    "the cluster's indices.query.bool.max_clause_count raised",
                    cluster=self.shown,
                )
            )
        if status in _AGAIN:
            return ClusterError(self._cannot_answer(reason))
        if "no handler" in reason:
            return ClusterError(
                tr(
                    "{cluster} lacks what is needed ({reason}); OpenSearch 2.4 or later is needed",
                    cluster=self.shown,
                    reason=reason,
                )
            )
        return IndexDamagedError(
            tr("{cluster} cannot answer ({reason}); {remedy}", cluster=self.shown, reason=reason, remedy=tr(REBUILD))
        )


class _Serializer(JSONSerializer):
    """JSON in which Chinese is not escaped."""

    def dumps(self, data: Any) -> Any:
        return data if isinstance(data, str) else to_json(data)


def to_json(data: Any) -> str:
    """JSON in one line."""
    return dumps(data, ensure_ascii=False, separators=(",", ":"))


def is_blocked(reason: str) -> bool:
    """Whether it is for a block that nobody waits for that something was refused."""
    return any(block in reason for block in _BLOCKED)


def _may_pass(fault: exceptions.TransportError) -> bool:
    if isinstance(fault, exceptions.SSLError) or is_blocked(_reason(fault)[1]):
        return False
    return not isinstance(fault.status_code, int) or fault.status_code in _AGAIN


def _reason(fault: exceptions.TransportError) -> tuple[str, str]:
    """Which kind of error a cluster tells of, and its reason."""
    try:
        info: Any = fault.info
        return _reason_of(info["error"])
    except (TypeError, KeyError, AttributeError, IndexError):
        return "", str(fault.error)


def _reason_of(error: Mapping[str, Any]) -> tuple[str, str]:
    cause = (error.get("root_cause") or [error])[0]
    inner = (error.get("caused_by") or cause).get("reason")
    return str(cause.get("type")), str(inner or cause.get("reason"))
