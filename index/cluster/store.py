"""An index in a cluster.

NAME is an alias of the index of the generation that readers open, NAME-1, NAME-2 and so on, which holds the articles,
what was read from which file, and what the index was made with. NAME-store holds the lock, the dictionary and the
counts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from corpus.language import tr
from index import checked
from index.cluster.blobs import Blobs, cache_folder, keep
from index.cluster.lock import is_held, locked
from index.engines.opensearch.commits import Remote
from index.engines.opensearch.connection import LONG, Access, Cluster, ConflictError, MissingError, to_json
from index.engines.opensearch.mapping import MADE_BY, OURS, store_body
from index.errors import COUNT_ANEW, REBUILD, ClusterError, IndexDamagedError, IndexMissingError
from index.facets import FORM, Facets
from index.store import META_FORM, Meta
from index.versions import ANALYSIS_VERSION, FORMAT_VERSION

_META: Final = "meta"
# Point in time searches came with it.
_LEAST_VERSION: Final = (2, 4)


class ClusterStore:
    """A cluster as the store of an index."""

    engines = ("opensearch",)
    folder = None
    root = None

    def __init__(self, access: Access, name: str) -> None:
        self._cluster = Cluster(access)
        self._name = name
        self._switched_from: set[str] = set()
        self._shards = 1
        self._replicas: int | None = None

    @property
    def shown(self) -> str:
        """The address."""
        first, *others = self._cluster.access.hosts
        return ",".join([first, *(host.partition("://")[2] for host in others)]) + f"/{self._name}"

    def exists(self) -> bool:
        """Whether there is an index."""
        return self._read_meta() is not None

    def meta(self) -> Meta:
        """What the index was made with. Raises IndexMissingError."""
        record = self._read_meta()
        if record is None:
            raise IndexMissingError(
                tr(
                    "there is no index in {cluster}; make one: wensou index --index {cluster} PATH...",
                    cluster=self.shown,
                )
            )
        values = json.loads(record)
        if (values["format"], values["analysis"]) != (FORMAT_VERSION, ANALYSIS_VERSION):
            made_by = values.get("wensou", "unknown")
            raise IndexDamagedError(
                tr(
                    "the index in {cluster} was made by another version of wensou ({made_by}); {remedy}",
                    cluster=self.shown,
                    made_by=made_by,
                    remedy=tr(REBUILD),
                )
            )
        try:
            checked.compare(values, META_FORM)
        except ValueError as fault:
            raise IndexDamagedError(
                tr("{path} is damaged ({fault}); {rebuild}", path=self.shown, fault=fault, rebuild=tr(REBUILD))
            ) from fault
        return Meta(**values)

    def _read_meta(self) -> str | None:
        try:
            record: str = self._cluster.ask("GET", f"/{self._name}/_doc/{_META}")["_source"]["record"]
        except MissingError:
            return None
        except KeyError as fault:
            raise IndexDamagedError(
                tr("{cluster} is no index of wensou's; name another one", cluster=self.shown)
            ) from fault
        return record

    def facets(self) -> Facets:
        """The counts as they were last written."""
        data = self._blobs.get(f"facets-{self.meta().generation}")
        try:
            return Facets.from_dict(checked.loads(data or b"", FORM))
        except ValueError as fault:
            raise IndexDamagedError(
                tr(
                    "the counts of {cluster} are damaged ({fault}); {remedy}",
                    cluster=self.shown,
                    fault=fault,
                    remedy=tr(COUNT_ANEW),
                )
            ) from fault

    def dictionary(self, digest: str) -> Path:
        """The dictionary with that hash, on this machine."""
        from index.dictionary import file_name

        path = cache_folder() / file_name(digest)
        if not path.exists():
            data = self._blobs.get(file_name(digest))
            if data is not None:
                keep(path, data)
        else:
            path.touch()
        return path

    def generation(self, number: int) -> Remote:
        """The index of a generation."""
        return Remote(self._cluster, f"{self._name}-{number}", self._shards, self._replicas)

    def stamp(self) -> tuple[object, ...]:
        """Changes whenever a commit has changed the index."""
        meta = self.meta()
        return meta, self._blobs.version(f"facets-{meta.generation}")

    def size(self) -> int:
        """Bytes of all indexes with all their copies; 0 where the cluster does not tell this user."""
        try:
            answer = self._cluster.ask("GET", f"/{self._name}-*/_stats/store")
            return sum(answer["indices"][name]["total"]["store"]["size_in_bytes"] for name in self._ours(answer))
        except (ClusterError, MissingError):
            return 0

    def is_written_to(self) -> bool:
        """Whether somebody may be writing."""
        return is_held(self._store)

    def strangers(self) -> list[str]:
        """What has a name of ours and is not ours, as messages."""
        return [tr("{name} in the cluster is no index of wensou's; remove it", name=name) for name in self._foreign()]

    @contextmanager
    def locked(self, wait: float, waiting: Callable[[str], None]) -> Iterator[None]:
        """Holds the writer's lock."""
        self._check_version()
        if foreign := self._foreign():
            raise IndexDamagedError(
                tr("{name} in the cluster is no index of wensou's; name another one", name=foreign[0])
            )
        is_new = self._make_store()
        self._cluster.patience = LONG  # there is work to lose now
        try:
            with locked(self._store, wait, waiting):
                yield
        finally:
            if is_new and not self.exists():
                self._delete(self._store.index)

    def divide(self, shards: int, replicas: int | None) -> None:
        """Has generations that are made from now on divided."""
        self._shards, self._replicas = shards, replicas

    def new_generation(self) -> int:
        """A number that no generation has."""
        return max(self._generations().values(), default=0) + 1

    def put_dictionary(self, digest: str, packed: bytes) -> None:
        """Keeps a dictionary, here and there."""
        from index.dictionary import file_name

        self._blobs.put(file_name(digest), packed)
        keep(cache_folder() / file_name(digest), packed)

    def switch(self, meta: Meta) -> None:
        """Makes a generation the one that readers open. Those who have the former one open may read on: the next
        transaction removes it.
        """
        index = self.generation(meta.generation).index
        self._cluster.ask("PUT", f"/{index}/_doc/{_META}", {"record": to_json(meta._asdict())})
        former = [name for name in self._generations() if name != index]
        self._switched_from.update(former)
        actions: list[dict[str, Any]] = [
            # The answer may be lost, and the request sent again.
            {"remove": {"index": name, "alias": self._name, "must_exist": False}}
            for name in self._current()
        ]
        actions.append({"add": {"index": index, "alias": self._name}})
        self._cluster.ask("POST", "/_aliases", {"actions": actions})

    def put_facets(self, facets: Facets) -> None:
        """Replaces the counts."""
        self._blobs.put(f"facets-{facets.generation}", checked.dumps(facets.as_dict()))

    def drop(self, meta: Meta) -> None:
        """Removes a generation that was not switched to."""
        self._delete(self.generation(meta.generation).index)

    def remove_leftovers(self) -> None:
        """Removes what nobody needs, but for a generation that was switched from just now."""
        needed = {*self._current(), *self._switched_from}
        for name, number in self._generations().items():
            if name not in needed:
                self._delete(name)
                self._blobs.remove(f"facets-{number}")

    @property
    def _store(self) -> Remote:
        return Remote(self._cluster, f"{self._name}-store")

    @property
    def _blobs(self) -> Blobs:
        return Blobs(self._store)

    def _check_version(self) -> None:
        """Refuses a cluster that lacks what is needed."""
        version = self._cluster.ask("GET", "/")["version"]
        number = tuple(int(part) for part in version["number"].split(".")[:2])
        if version.get("distribution") != "opensearch" or number < _LEAST_VERSION:
            least = ".".join(map(str, _LEAST_VERSION))
            raise ClusterError(
                tr(
                    "{cluster} is {name} {version}; OpenSearch {least} or later is needed",
                    cluster=self._cluster.shown,
                    name=version.get("distribution", "Elasticsearch"),
                    version=version["number"],
                    least=least,
                )
            )

    def _make_store(self) -> bool:
        """Makes the index for all that is not articles; whether it was not there."""
        if self._exists(self._store.index):
            return False
        try:
            self._cluster.ask("PUT", f"/{self._store.index}", store_body(self._replicas), wait_for_active_shards=1)
        except ConflictError:
            return False
        return True

    def _exists(self, index: str) -> bool:
        try:
            self._cluster.ask("GET", f"/{index}/_settings")
        except MissingError:
            return False
        return True

    def _mappings(self) -> dict[str, Any]:
        """The mapping of each index that has a name of ours."""
        try:
            found: dict[str, Any] = self._cluster.ask(
                "GET", f"/{self._name},{self._name}-*/_mapping", ignore_unavailable="true", allow_no_indices="true"
            )
        except MissingError:
            return {}
        return {name: found[name] for name in self._ours(found)}

    def _ours(self, names: dict[str, Any]) -> list[str]:
        found = names.get("indices", names)
        suffixes = {name: name.removeprefix(f"{self._name}-") for name in found}
        return [name for name, end in suffixes.items() if name == self._name or end == "store" or end.isdecimal()]

    def _foreign(self) -> list[str]:
        return [
            name
            for name, found in self._mappings().items()
            if name == self._name or found["mappings"].get("_meta", {}).get(MADE_BY) != OURS
        ]

    def _generations(self) -> dict[str, int]:
        """The indexes of generations, with their numbers."""
        ends = {name: name.removeprefix(f"{self._name}-") for name in self._mappings()}
        return {name: int(end) for name, end in ends.items() if end.isdecimal()}

    def _current(self) -> list[str]:
        """The indexes that the alias means: one, if any."""
        try:
            return [*self._cluster.ask("GET", f"/{self._name}-*/_alias/{self._name}")]
        except MissingError:
            return []

    def _delete(self, index: str) -> None:
        try:
            self._cluster.ask("DELETE", f"/{index}")
        except MissingError:
            return
