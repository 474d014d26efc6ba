"""Which index is meant, and an index opened for reading."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpus.language import tr
from index.directory import DIRECTORY_NAME, Directory
from index.errors import UPGRADE, IndexDamagedError, IndexMissingError

if TYPE_CHECKING:  # lists and completion cut no word
    from index.analyzer import Analyzer
    from index.dictionary import Dictionary
    from index.engines import Engine, Reader
    from index.facets import Facets
    from index.store import Meta, Store

ENVIRONMENT: Final = "WENSOU_INDEX"
# The file with the certificate that vouches for a cluster.
CA_FILE: Final = "WENSOU_CA_FILE"


def stored(place: str | os.PathLike[str]) -> Store:
    """Where the index is kept that a path names, or the address of a cluster: `https://HOST:9200/NAME`."""
    if is_address(place):
        from index.cluster import cluster_store

        return cluster_store(os.fspath(place))
    return Directory(Path(place))


def is_address(place: str | os.PathLike[str]) -> bool:
    """Whether a cluster is meant, and no path."""
    return isinstance(place, str) and place.startswith(("https://", "http://"))


def find(start: Path, explicit: str | None = None) -> Store:
    """Where the index is kept that a command means: the explicit one, else `WENSOU_INDEX`, else `.wensou` here or in a
    parent. Whether a cluster has it turns out when it is opened.

    Raises IndexMissingError.
    """
    named = explicit or os.environ.get(ENVIRONMENT)
    if named:
        store = stored(named)
        if not (is_address(named) or store.exists()):
            raise IndexMissingError(
                tr("there is no index in {named}; make one: wensou index --index {named} PATH...", named=named)
            )
        return store
    for folder in (start, *start.parents):
        store = Directory(folder / DIRECTORY_NAME)
        if store.exists():
            return store
    raise IndexMissingError(
        tr("there is no index here or in a folder above ({start}); make one: wensou index PATH...", start=start)
    )


def place(start: Path, explicit: str | None = None) -> Store:
    """Where the index is to be kept that is written to: where `find` finds it, else where a new one belongs."""
    named = explicit or os.environ.get(ENVIRONMENT)
    if named:
        return stored(named)
    try:
        return find(start)
    except IndexMissingError:
        return Directory(start / DIRECTORY_NAME)


def engine_of(store: Store, meta: Meta) -> Engine[Any]:
    """The engine that wrote an index. Raises IndexDamagedError where it is none of those that can."""
    from index.engines import engine

    if meta.engine not in store.engines:
        raise IndexDamagedError(
            tr(
                "this version of wensou has no engine {engine!r}, which the index in {path} was made with; {upgrade}",
                engine=meta.engine,
                path=store.shown,
                upgrade=tr(UPGRADE),
            )
        )
    return engine(meta.engine)


class Index:
    """An index, opened for reading. Opening reads what it was made with; all else is read when it is asked for."""

    def __init__(self, place: str | os.PathLike[str] | Store) -> None:
        self.store = stored(place) if isinstance(place, (str, os.PathLike)) else place
        self.meta = self.store.meta()

    @property
    def path(self) -> Path:
        """The directory of an index that is one."""
        assert self.store.folder is not None
        return self.store.folder

    @property
    def root(self) -> Path | None:
        """The folder that relative sources start from; None where they are absolute."""
        return self.store.root

    @cached_property
    def dictionary(self) -> Dictionary:
        """The dictionary that cut this index; where a rebuild has removed it since, the new one, for whatever cuts a
        query, all that has its text is found.
        """
        if not self.store.dictionary(self.meta.dictionary).exists():
            self._follow_rebuild()
        from index.dictionary import Dictionary

        return Dictionary(self.store.dictionary(self.meta.dictionary))

    @cached_property
    def analyzer(self) -> Analyzer:
        """The analyzer for queries."""
        from index.analyzer import Analyzer

        return Analyzer(self.dictionary.segmenter, self.dictionary.general_frequency)

    @property
    def engine(self) -> Engine[Any]:
        """The engine that wrote the index. Raises IndexDamagedError."""
        return engine_of(self.store, self.meta)

    @property
    def generation(self) -> Any:
        """Where the engine's storage is, as the engine takes it."""
        return self.store.generation(self.meta.generation)

    def reader(self) -> Reader:
        """A snapshot of the articles. Raises IndexDamagedError."""
        try:
            return self.engine.reader(self.generation)
        except IndexDamagedError:
            if not self._follow_rebuild():
                raise
            return self.reader()

    def _follow_rebuild(self) -> bool:
        """Turns to the generation that a rebuild has switched to, removing this one, since the index was opened. False
        where there is no other.
        """
        now = self.store.meta()
        if now.generation == self.meta.generation:
            return False
        self.meta = now
        self.__dict__.pop("dictionary", None)
        self.__dict__.pop("analyzer", None)
        return True

    def facets(self) -> Facets:
        """What the index holds, without the engine. Raises IndexDamagedError."""
        return self.store.facets()
