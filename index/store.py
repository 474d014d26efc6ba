"""Where an index is kept, as the rest of wensou knows it: a directory, or a cluster.

Either holds the same things: what the index was made with (`Meta`), the compiled dictionary that cuts it, the counts
for lists (index.facets), an engine's storage for each generation, and a lock for the one who writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from index.checked import Form, is_count, is_text

if TYPE_CHECKING:  # lists and completion open no engine, and searches count nothing
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from index.facets import Facets


class Meta(NamedTuple):
    """What an index was made with.

    `dictionary` is the hash in the dictionary's file name; `user_words` counts words of the user's; `created` is a time
    in ISO 8601.
    """

    format: int
    engine: str
    analysis: int
    dictionary: str
    user_words: int
    generation: int
    created: str
    wensou: str


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and value.isalnum()  # it becomes part of a file's name


def _is_time(value: object) -> bool:
    from datetime import datetime

    try:
        time = datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return time.tzinfo is not None and 1 < time.year < 9999  # so that it has a date in every zone


# The values of `Meta`, as they are kept.
META_FORM: Final[Form] = {
    "format": is_count,
    "engine": is_text,
    "analysis": is_count,
    "dictionary": _is_hash,
    "user_words": is_count,
    "generation": is_count,
    "created": _is_time,
    "wensou": is_text,
}


class Store(Protocol):
    """Where one index is kept. All of it raises IndexDamagedError for what is not as it was written."""

    @property
    def shown(self) -> str:
        """What messages and commands call it."""

    @property
    def folder(self) -> Path | None:
        """The directory that it is, if it is one: nothing in there is to be indexed."""

    @property
    def root(self) -> Path | None:
        """The folder that names of files start from; None where they are absolute."""

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that can store an index here, first the one for few articles."""

    def exists(self) -> bool:
        """Whether there is an index."""

    def meta(self) -> Meta:
        """What the index was made with. Raises IndexMissingError."""

    def facets(self) -> Facets:
        """The counts as they were last written."""

    def dictionary(self, digest: str) -> Path:
        """A file with the dictionary of that hash, which need not be there."""

    def generation(self, number: int) -> Any:
        """Where the engine's storage of a generation is, as the engine takes it."""

    def stamp(self) -> tuple[object, ...]:
        """Changes whenever a commit has changed the index."""

    def size(self) -> int:
        """Bytes that all of it takes."""

    def is_written_to(self) -> bool:
        """Whether somebody may be writing: who was killed counts until the next one comes."""

    def strangers(self) -> list[str]:
        """What is no part of an index, as messages."""

    # For writers, who hold the lock.

    def locked(self, wait: float, waiting: Callable[[str], None]) -> AbstractContextManager[None]:
        """Holds the writer's lock. While another process does, `waiting` is told once, and after `wait` seconds
        IndexBusyError is raised. Where there was nothing, and no index is there in the end, there is nothing again.
        """

    def divide(self, shards: int, replicas: int | None) -> None:
        """Has generations that are made from now on divided into so many parts, with so many copies of each on other
        machines; for None, one where there are several machines. A directory is one part without copies.
        """

    def new_generation(self) -> int:
        """A number that no generation has."""

    def put_dictionary(self, digest: str, packed: bytes) -> None:
        """Keeps a dictionary, unless it is there: others may be reading it."""

    def switch(self, meta: Meta) -> None:
        """Makes a generation the one that readers open."""

    def put_facets(self, facets: Facets) -> None:
        """Replaces the counts."""

    def drop(self, meta: Meta) -> None:
        """Removes a generation that was not switched to."""

    def remove_leftovers(self) -> None:
        """Removes what nobody needs: former generations, and what transactions left that were cut off."""
