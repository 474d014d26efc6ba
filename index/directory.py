"""The index directory: `meta.json`, the compiled dictionary, `facets.json`, and one directory for each generation.

A rebuild writes a new generation beside the old one and switches by renaming `meta.json`, so that a reader sees the
old or the new index, never half of one.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from corpus.language import tr
from index import checked, durable, trust
from index.errors import COUNT_ANEW, REBUILD, UPGRADE, IndexDamagedError, IndexMissingError
from index.versions import ANALYSIS_VERSION, FORMAT_VERSION

if TYPE_CHECKING:  # lists and completion open no engine and cut no word, and searches count nothing
    from index.analyzer import Analyzer
    from index.dictionary import Dictionary
    from index.engines import Engine, Reader
    from index.facets import Facets

DIRECTORY_NAME: Final = ".wensou"
ENVIRONMENT: Final = "WENSOU_INDEX"
META: Final = "meta.json"
FACETS: Final = "facets.json"
GENERATIONS: Final = "generations"
LOCK: Final = "writer.lock"
HOLDER: Final = "writer.json"


class Meta(NamedTuple):
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
        if not (Path(named) / META).exists():
            raise IndexMissingError(
                tr("there is no index in {named}; make one: wensou index --index {named} PATH...", named=named)
            )
        return Path(named)
    for folder in (start, *start.parents):
        if (folder / DIRECTORY_NAME / META).exists():
            return folder / DIRECTORY_NAME
    raise IndexMissingError(
        tr("there is no index here or in a folder above ({start}); make one: wensou index PATH...", start=start)
    )


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
        from index.engines import engine

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
        from index.facets import Facets

        path = self.path / FACETS
        try:
            return Facets.from_dict(checked.loads(path.read_bytes()))
        except PermissionError:
            raise
        except (OSError, ValueError) as fault:
            why = tr(str(fault.strerror)) if isinstance(fault, OSError) else fault
            raise IndexDamagedError(
                tr("{path} is damaged ({why}); {count_anew}", path=path, why=why, count_anew=tr(COUNT_ANEW))
            ) from fault


def facets_commit(path: Path) -> tuple[int, int] | None:
    """The generation and commit that `facets.json` counts; None where it cannot be told."""
    try:
        facets = Index(path).facets()
        return facets.generation, facets.commit
    except IndexDamagedError:
        return None


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
        return Meta(**checked.loads(data))
    except ValueError as fault:
        raise IndexDamagedError(
            tr("{path} is damaged ({fault}); {rebuild}", path=path / META, fault=fault, rebuild=tr(REBUILD))
        ) from fault


def _refuse_other_versions(path: Path, data: bytes) -> None:
    """Refuses an index that an earlier or later version of wensou made, which may say so in another form."""
    try:
        values = json.loads(data)
        format_version, analysis_version = int(values["format"]), int(values["analysis"])
    except (ValueError, TypeError, KeyError):
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


def write_meta(path: Path, meta: Meta) -> None:
    """Switches to the generation that `meta` names."""
    durable.replace(path / META, checked.dumps(meta._asdict()))


def write_facets(path: Path, facets: Facets) -> None:
    """Replaces `facets.json`."""
    durable.replace(path / FACETS, checked.dumps(facets.as_dict()))


def dictionary_path(path: Path, digest: str) -> Path:
    """Where the dictionary with that hash stands."""
    from index.dictionary import file_name

    return path / file_name(digest)


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
        needed = {generation_path(path, meta.generation), dictionary_path(path, meta.dictionary)}
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
