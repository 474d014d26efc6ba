"""The index directory: `meta.json`, the compiled dictionary, `facets.json`, and one directory for each generation.

A rebuild writes a new generation beside the old one and switches by renaming `meta.json`, so that a reader sees the
old or the new index, never half of one.
"""

from __future__ import annotations

import json
import os
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.language import tr
from index import checked, durable, trust
from index.errors import COUNT_ANEW, REBUILD, UPGRADE, IndexDamagedError, IndexMissingError
from index.store import META_FORM, Meta
from index.versions import ANALYSIS_VERSION, FORMAT_VERSION

if TYPE_CHECKING:  # lists and completion open no engine, and searches count nothing
    from collections.abc import Callable

    from index.facets import Facets

DIRECTORY_NAME: Final = ".wensou"
META: Final = "meta.json"
FACETS: Final = "facets.json"
GENERATIONS: Final = "generations"
LOCK: Final = "writer.lock"
HOLDER: Final = "writer.json"


class Directory:
    """A directory as the store of an index."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that can store an index here."""
        from index.engines import LARGE, SMALL

        return SMALL, LARGE

    @property
    def shown(self) -> str:
        """What messages and commands call it."""
        return str(self.path)

    @property
    def folder(self) -> Path:
        """The directory."""
        return self.path

    @property
    def root(self) -> Path:
        """The folder that relative sources start from."""
        return self.path.absolute().parent

    def exists(self) -> bool:
        """Whether there is an index."""
        return (self.path / META).exists()

    def meta(self) -> Meta:
        """The checked `meta.json`. Raises IndexMissingError."""
        return read_meta(self.path)

    def facets(self) -> Facets:
        """The counts as they were last written."""
        from index.facets import FORM, Facets

        path = self.path / FACETS
        try:
            return Facets.from_dict(checked.loads(path.read_bytes(), FORM))
        except PermissionError:
            raise
        except (OSError, ValueError) as fault:
            why = tr(str(fault.strerror)) if isinstance(fault, OSError) else fault
            raise IndexDamagedError(
                tr("{path} is damaged ({why}); {count_anew}", path=path, why=why, count_anew=tr(COUNT_ANEW))
            ) from fault

    def dictionary(self, digest: str) -> Path:
        """Where the dictionary with that hash stands."""
        from index.dictionary import file_name

        return self.path / file_name(digest)

    def generation(self, number: int) -> Path:
        """Where the engine's files of a generation stand."""
        return generation_path(self.path, number)

    def stamp(self) -> tuple[object, ...]:
        """Changes whenever a commit has changed the index."""
        files = (self.path / name for name in (META, FACETS))
        return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)

    def size(self) -> int:
        """Bytes of all files."""
        found = 0
        for folder, _, names in os.walk(self.path):
            for name in names:
                with suppress(FileNotFoundError):  # a writer has just removed it
                    found += os.path.getsize(os.path.join(folder, name))
        return found

    def is_written_to(self) -> bool:
        """Whether somebody may be writing."""
        return (self.path / HOLDER).exists()

    def strangers(self) -> list[str]:
        """What is no part of an index, as messages."""
        return strangers(self.path)

    def locked(self, wait: float, waiting: Callable[[str], None]) -> AbstractContextManager[None]:
        """Holds the writer's lock."""
        from index.locking import locked

        return locked(self.path, wait, waiting)

    def divide(self, shards: int, replicas: int | None) -> None:
        """Does nothing: a directory is one part without copies."""

    def new_generation(self) -> int:
        """Makes the directory of a generation, with a number that none has yet, and returns that."""
        return new_generation(self.path)

    def put_dictionary(self, digest: str, packed: bytes) -> None:
        """Writes the dictionary, unless it is there: others may be reading it."""
        from index.dictionary import Dictionary

        target = self.dictionary(digest)
        try:
            Dictionary(target).check()
        except IndexDamagedError:
            durable.replace(target, packed)

    def switch(self, meta: Meta) -> None:
        """Switches to the generation that `meta` names."""
        durable.flush_directory(self.generation(meta.generation).parent)
        durable.replace(self.path / META, checked.dumps(meta._asdict()))

    def put_facets(self, facets: Facets) -> None:
        """Replaces `facets.json`."""
        durable.replace(self.path / FACETS, checked.dumps(facets.as_dict()))

    def drop(self, meta: Meta) -> None:
        """Removes a generation that was not switched to."""
        from shutil import rmtree

        rmtree(self.generation(meta.generation), ignore_errors=True)

    def remove_leftovers(self) -> None:
        """Removes what `meta.json` does not name."""
        remove_leftovers(self.path)


def read_meta(path: Path) -> Meta:
    """The checked `meta.json` of an index directory. Raises IndexMissingError and IndexDamagedError."""
    check_owner(path)
    try:
        data = (path / META).read_bytes()
    except FileNotFoundError as fault:
        raise IndexMissingError(tr("there is no index in {path}; make one: wensou index PATH...", path=path)) from fault
    except (IsADirectoryError, NotADirectoryError) as fault:
        raise IndexDamagedError(tr("{path} is no file; {rebuild}", path=path / META, rebuild=tr(REBUILD))) from fault
    _refuse_other_versions(path, data)
    try:
        return Meta(**checked.loads(data, META_FORM))
    except ValueError as fault:
        raise IndexDamagedError(
            tr("{path} is damaged ({fault}); {rebuild}", path=path / META, fault=fault, rebuild=tr(REBUILD))
        ) from fault


def _refuse_other_versions(path: Path, data: bytes) -> None:
    """Refuses an index that an earlier or later version of wensou made, which may say so in another form."""
    try:
        values = json.loads(data)
        format_version, analysis_version = int(values["format"]), int(values["analysis"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return  # damaged
    made_by = values.get("wensou", "unknown")
    if format_version > FORMAT_VERSION or analysis_version > ANALYSIS_VERSION:
        raise IndexDamagedError(
            tr(
                "the index in {path} was made by a later version of wensou ({made_by}); {upgrade}",
                path=path,
                made_by=made_by,
                upgrade=tr(UPGRADE),
            )
        )
    if (format_version, analysis_version) != (FORMAT_VERSION, ANALYSIS_VERSION):
        raise IndexDamagedError(
            tr(
                "the index in {path} was made by an earlier version of wensou ({made_by}); {rebuild}",
                path=path,
                made_by=made_by,
                rebuild=tr(REBUILD),
            )
        )


def check_owner(path: Path) -> None:
    """Refuses an index of another user's whom nobody trusts. Raises IndexDamagedError."""
    owner = trust.stranger(path)
    if owner is not None:
        raise IndexDamagedError(
            tr(
                "the index in {path} belongs to another user (uid {owner}), and damage made on purpose goes "
                "unnoticed; if you trust whoever it is, set {setting}; to make your own elsewhere: wensou index "
                "--index DIR PATH...",
                path=path,
                owner=owner,
                setting=trust.how_to_trust(path),
            )
        )


def generation_path(path: Path, generation: int) -> Path:
    """Where the engine's files of a generation stand."""
    return path / GENERATIONS / str(generation)


def new_generation(path: Path) -> int:
    """Makes the directory of a generation, with a number that none has yet, and returns that."""
    folder = path / GENERATIONS
    if not folder.is_dir():
        durable.remove(folder)
        folder.mkdir()
    number = max((int(entry.name) for entry in folder.iterdir() if entry.name.isdecimal()), default=0) + 1
    generation_path(path, number).mkdir()
    return number


def remove_leftovers(path: Path) -> None:
    """Removes what `meta.json` does not name: former generations, and what transactions left that were cut off.

    What another program still holds open stays for next time, and so does all where `meta.json` is damaged.
    """
    from shutil import rmtree

    try:
        meta = read_meta(path)
        needed = {generation_path(path, meta.generation), Directory(path).dictionary(meta.dictionary)}
    except IndexMissingError:  # the first transaction was cut off
        needed = set()
    except IndexDamagedError:
        return
    for entry in _entries(path / GENERATIONS):
        if entry.name.isdecimal() and entry not in needed:
            rmtree(entry, ignore_errors=True)
    for entry in [*path.glob("dictionary-*"), *path.glob(f"*{durable.ASIDE}")]:
        if entry not in needed:
            with suppress(PermissionError):  # Windows
                durable.remove(entry)


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def strangers(path: Path) -> list[str]:
    """What is no part of an index, as messages: other files, and links, which lead out of it."""
    known = {META, FACETS, GENERATIONS, LOCK, HOLDER}
    found = []
    for entry in sorted(path.iterdir()):
        if entry.is_symlink():
            found.append(tr("{entry} is a link, which an index has none of; remove it", entry=entry))
        elif entry.name.removesuffix(durable.ASIDE) not in known and not entry.name.startswith("dictionary-"):
            found.append(tr("{entry} is no file of an index; remove it", entry=entry))
    for entry in _entries(path / GENERATIONS):
        if not entry.name.isdecimal() or entry.is_symlink():
            found.append(tr("{entry} is no generation of an index; remove it", entry=entry))
    return found
