"""The index directory: `meta.json`, the compiled dictionary, `facets.json`, and one directory for each generation.

A rebuild writes a new generation beside the old one and switches by renaming `meta.json`, so that a reader sees the
old or the new index, never half of one.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from index.engines import ENGINES, Engine, Reader, engine
from index.errors import REBUILD, IndexDamagedError, IndexMissingError
from index.facets import Facets
from index.versions import ANALYSIS_VERSION, FORMAT_VERSION

if TYPE_CHECKING:  # lists and completion cut no word
    from index.analyzer import Analyzer
    from index.dictionary import Dictionary

DIRECTORY_NAME: Final = ".wensou"
ENVIRONMENT: Final = "WENSOU_INDEX"
META: Final = "meta.json"
FACETS: Final = "facets.json"
GENERATIONS: Final = "generations"


@dataclass(frozen=True, slots=True)
class Meta:
    """What stands in `meta.json`.

    `dictionary` is the hash in the dictionary's file name; `user_words` counts words of the user's.
    """

    format: int
    engine: str
    analysis: int
    dictionary: str
    user_words: int
    generation: int
    created: str
    wensou: str


def find(start: Path, explicit: str | None = None) -> Path:
    """The index directory that a command means: the explicit one, else `WENSOU_INDEX`, else `.wensou` here or in a
    parent.

    Raises IndexMissingError.
    """
    named = explicit or os.environ.get(ENVIRONMENT)
    if named:
        if not (Path(named) / META).is_file():
            raise IndexMissingError(f"there is no index in {named}; make one: wensou index --index {named} PATH...")
        return Path(named)
    for folder in (start, *start.parents):
        if (folder / DIRECTORY_NAME / META).is_file():
            return folder / DIRECTORY_NAME
    raise IndexMissingError(f"there is no index here or in a folder above ({start}); make one: wensou index PATH...")


def place(start: Path, explicit: str | None = None) -> Path:
    """The index directory to write to: the one that `find` finds, else where a new one belongs."""
    named = explicit or os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    try:
        return find(start)
    except IndexMissingError:
        return start / DIRECTORY_NAME


class Index:
    """An index on disk, opened for reading. Opening reads `meta.json` alone; all else is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.meta = read_meta(path)

    @property
    def root(self) -> Path:
        """The folder that relative sources start from."""
        return self.path.absolute().parent

    @cached_property
    def dictionary(self) -> Dictionary:
        """The dictionary that cut this index; where a rebuild has removed it since, the new one, for whatever cuts a
        query, all that has its text is found.
        """
        if not dictionary_path(self.path, self.meta.dictionary).exists():
            self._follow_rebuild()
        from index.dictionary import Dictionary

        return Dictionary(dictionary_path(self.path, self.meta.dictionary))

    @cached_property
    def analyzer(self) -> Analyzer:
        """The analyzer for queries."""
        from index.analyzer import Analyzer

        return Analyzer(self.dictionary.segmenter, self.dictionary.general_frequency)

    @property
    def engine(self) -> Engine:
        """The engine that wrote the index."""
        return engine(self.meta.engine)

    @property
    def generation_path(self) -> Path:
        """The directory of the engine's files."""
        return generation_path(self.path, self.meta.generation)

    def reader(self) -> Reader:
        """A snapshot of the articles. Raises IndexDamagedError."""
        try:
            return self.engine.reader(self.generation_path)
        except IndexDamagedError:
            if not self._follow_rebuild():
                raise
            return self.reader()

    def _follow_rebuild(self) -> bool:
        """Turns to the generation that a rebuild has switched to, removing this one, since `meta.json` was read. False
        where there is no other.
        """
        now = read_meta(self.path)
        if now.generation == self.meta.generation:
            return False
        self.meta = now
        self.__dict__.pop("dictionary", None)
        self.__dict__.pop("analyzer", None)
        return True

    def facets(self) -> Facets:
        """What the index holds, without the engine. Raises IndexDamagedError."""
        try:
            return Facets.from_dict(
                json.loads((self.path / FACETS).read_text(encoding="utf-8", errors="surrogateescape"))
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
            raise IndexDamagedError(
                f"{self.path / FACETS} cannot be read ({fault}); make it anew: wensou index PATH..."
            ) from fault


def facets_commit(path: Path) -> tuple[int, int] | None:
    """The generation and commit that `facets.json` counts; None where it cannot be told."""
    try:
        facets = Index(path).facets()
        return facets.generation, facets.commit
    except IndexDamagedError:
        return None


def read_meta(path: Path) -> Meta:
    """The checked `meta.json` of an index directory. Raises IndexDamagedError."""
    check_owner(path)
    try:
        values = json.loads((path / META).read_text(encoding="utf-8"))
        if values["format"] != FORMAT_VERSION or values["analysis"] != ANALYSIS_VERSION:
            made_by = values.get("wensou", "unknown")
            raise IndexDamagedError(f"the index in {path} was made by another version of wensou ({made_by}); {REBUILD}")
        meta = Meta(**values)
    except PermissionError:
        raise
    except FileNotFoundError as fault:
        raise IndexMissingError(f"there is no index in {path}; make one: wensou index PATH...") from fault
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise IndexDamagedError(f"{path / META} is damaged ({type(fault).__name__}: {fault}); {REBUILD}") from fault
    if not isinstance(meta.generation, int) or not str(meta.dictionary).isalnum() or meta.engine not in ENGINES:
        raise IndexDamagedError(f"{path / META} is damaged; {REBUILD}")
    return meta


def check_owner(path: Path) -> None:
    """Refuses an index of another user's: checksums tell damage, not malice.

    Raises IndexDamagedError.
    """
    if not hasattr(os, "geteuid") or not path.exists():
        return
    owner = path.stat().st_uid
    if owner not in (os.geteuid(), 0):
        raise IndexDamagedError(
            f"the index in {path} belongs to another user (uid {owner}), and damage made on purpose goes unnoticed; "
            "make your own elsewhere: wensou index --index DIR PATH..."
        )


def write_meta(path: Path, meta: Meta) -> None:
    """Switches to the generation that `meta` names."""
    write_atomically(path / META, asdict(meta))


def write_facets(path: Path, facets: Facets) -> None:
    """Replaces `facets.json`."""
    write_atomically(path / FACETS, facets.as_dict())


def write_atomically(target: Path, values: dict[str, Any]) -> None:
    """Writes JSON aside, flushes it to the disk and renames it."""
    aside = target.with_name(target.name + ".new")
    with aside.open("w", encoding="utf-8", errors="surrogateescape") as stream:
        json.dump(values, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(target)


def dictionary_path(path: Path, digest: str) -> Path:
    """Where the dictionary with that hash stands."""
    return path / f"dictionary-{digest}.marisa"


def generation_path(path: Path, generation: int) -> Path:
    """Where the engine's files of a generation stand."""
    return path / GENERATIONS / str(generation)


def next_generation(path: Path) -> int:
    """A generation number that no directory has yet."""
    folder = path / GENERATIONS
    taken = [int(entry.name) for entry in folder.iterdir() if entry.name.isdecimal()] if folder.is_dir() else []
    return max(taken, default=0) + 1


def remove_leftovers(path: Path, meta: Meta) -> None:
    """Removes generations and dictionaries that `meta` does not name.

    What another program still holds open stays for next time.
    """
    for entry in (path / GENERATIONS).iterdir():
        if entry.name != str(meta.generation):
            shutil.rmtree(entry, ignore_errors=True)
    current = dictionary_path(path, meta.dictionary)
    for entry in path.glob("dictionary-*.marisa"):
        if entry != current:
            entry.unlink(missing_ok=True)
