"""Writing to an index: one transaction at a time, on the current generation or, for a rebuild, on a new one."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpus.language import tr
from index import directory, durable
from index.dictionary import Dictionary, compile_dictionary, digest
from index.directory import Meta
from index.encoding import Encoder
from index.engines import SMALL, Encoded, Reader, SourceFile, Writer, engine
from index.errors import DictionaryError, EngineError, IndexBusyError, IndexDamagedError, IndexMissingError
from index.facets import count_facets
from index.versions import ANALYSIS_VERSION, FORMAT_VERSION

if TYPE_CHECKING:
    from index.sharing import Added, Sharing

# Who has just got the lock tells at once who it is; so often, and with so many seconds between, one looks for that.
_LOOKS: Final = 10
_BETWEEN_LOOKS: Final = 0.05


class IndexWriter:
    """A transaction on an index. Made by `writer`; nothing shows before `commit`."""

    def __init__(self, path: Path, meta: Meta, *, fresh: bool) -> None:
        self.path = path
        self.meta = meta
        self.fresh = fresh
        self._changed = fresh
        self._engine = engine(meta.engine)
        self._writer: Writer = self._engine.writer(self._generation)
        self._committed: Reader | None = None

    @property
    def _generation(self) -> Path:
        return directory.generation_path(self.path, self.meta.generation)

    def reader(self) -> Reader:
        """The last commit of the generation that is written to: empty for a new one."""
        return self._engine.reader(self._generation)

    @cached_property
    def _sharing(self) -> Sharing:
        from index.sharing import Sharing

        self._committed = self.reader()
        return Sharing(self._writer, self._committed, self._engine.put, self.encoder)

    def sources(self) -> dict[str, SourceFile]:
        """What the index knows before this transaction, by source."""
        reader = self.reader()
        try:
            return reader.sources()
        finally:
            reader.close()

    @property
    def encoder(self) -> Encoder:
        """Makes articles ready for `add`."""
        return Encoder(self.meta.engine, directory.dictionary_path(self.path, self.meta.dictionary))

    def add(
        self,
        articles: Sequence[Encoded],
        *,
        exists: Callable[[str], bool] = lambda source: True,
        rename: bool = False,
    ) -> Added:
        """Adds articles of a file, as `encoder` has encoded them. Their source is told of by `put_source`.

        An article that stands in other files is stored once, with all of them. If another article of a file that
        `exists` has its id, it is refused or, where articles may be renamed, gets another one.
        """
        self._changed = True
        return self._sharing.add(articles, exists, rename=rename)

    def put_source(self, source: SourceFile) -> None:
        """Takes what is known of a file, in place of what was known before."""
        self._writer.put_source(source)
        self._changed = True

    def remove_source(self, source: str) -> int:
        """Removes a file with all the articles that it gave before this transaction; those that stand in other files
        stay there. How many of these stand in one file alone now.
        """
        self._changed = True
        return self._sharing.remove_source(source)

    def remove_article(self, article_id: str) -> None:
        """Removes an article from all its files."""
        self._sharing.remove_article(article_id)
        self._changed = True

    def commit(self) -> None:
        """Makes all changes visible at once: the engine commits, a new generation is switched to, the facets are
        counted.
        """
        self._end_sharing()
        if self._changed:
            self._writer.commit()
        else:
            self._writer.cancel()
        if self.fresh:
            durable.flush_directory(self._generation.parent)
            # A write that fails may have switched to this generation all the same; what is left of one to which nothing
            # leads is removed by the next transaction.
            self.fresh = False
            directory.write_meta(self.path, self.meta)
        self._bring_facets_up_to_date()
        directory.remove_leftovers(self.path)

    def _bring_facets_up_to_date(self) -> None:
        """Counts the facets unless they are those of the last commit: a crash may have come between the two."""
        reader = self.reader()
        try:
            if self._changed or directory.facets_commit(self.path) != (
                self.meta.generation,
                reader.commit_number(),
            ):
                directory.write_facets(self.path, count_facets(reader, self.meta.generation))
        finally:
            reader.close()

    def _end_sharing(self) -> None:
        if self._committed is not None:
            self._sharing.close()
            self._committed.close()
            self._committed = None

    def cancel(self) -> None:
        """Forgets all changes, and the whole index if it is a new one."""
        self._end_sharing()
        self._writer.cancel()
        if self.fresh:
            shutil.rmtree(self._generation, ignore_errors=True)


@contextmanager
def writer(
    path: Path,
    *,
    engine_name: str | None = None,
    rebuild: bool = False,
    user_words: dict[str, int | None] | None = None,
    wait: float = 0.0,
    waiting: Callable[[str], None] = lambda message: None,
    version: str = "",
) -> Iterator[IndexWriter]:
    """Begins a transaction, commits it at the end of the block, and cancels it when the block raises.

    Makes the index where there is none, and a new generation of it for a rebuild, which needs nothing of the old one.
    Then alone an engine (Whoosh where none is named) and `user_words` are chosen (None keeps those of the old one that
    can be read); for an index that is there, other ones raise EngineError and DictionaryError.

    While another process writes, `waiting` is told once, and after `wait` seconds IndexBusyError is raised. Raises
    IndexDamagedError where the directory holds something else.
    """
    directory.check_owner(path)
    _refuse_foreign(path)
    existed = path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    # It holds the text of documents that others may not be allowed to read.
    path.mkdir(mode=0o700, exist_ok=True)
    with _locked(path, wait, waiting):
        try:
            transaction = _begin(path, engine_name, rebuild, user_words, version)
            try:
                yield transaction
                transaction.commit()
            except BaseException:
                with suppress(Exception):  # what went wrong before is what the user must hear
                    transaction.cancel()
                raise
        except BaseException:
            if not existed and not (path / directory.META).exists():
                shutil.rmtree(path, ignore_errors=True)
            raise


def _begin(
    path: Path, engine_name: str | None, rebuild: bool, user_words: dict[str, int | None] | None, version: str
) -> IndexWriter:
    directory.remove_leftovers(path)
    if (path / directory.META).exists() and not rebuild:
        meta = directory.read_meta(path)
        if engine_name not in (None, meta.engine):
            raise EngineError(
                tr(
                    "the engine of this index is {engine}; to move it: wensou index --rebuild --engine {engine_name} "
                    "PATH...",
                    engine=meta.engine,
                    engine_name=engine_name,
                )
            )
        if user_words is not None and dictionary_hash(user_words) != meta.dictionary:
            raise DictionaryError(
                tr(
                    "the index was cut with other words; to use this dictionary, make it anew: wensou index --rebuild "
                    "--user-dict FILE PATH..."
                )
            )
        return IndexWriter(path, meta, fresh=False)
    engine_name = engine_name or SMALL
    if user_words is None:
        user_words = _former_words(path)
    packed = compile_dictionary(user_words)
    meta = Meta(
        format=FORMAT_VERSION,
        engine=engine_name,
        analysis=ANALYSIS_VERSION,
        dictionary=digest(packed),
        user_words=len(user_words or ()),
        generation=directory.new_generation(path),
        created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        wensou=version,
    )
    _put_dictionary(path, meta, packed)
    engine(engine_name).create(directory.generation_path(path, meta.generation))
    return IndexWriter(path, meta, fresh=True)


def _put_dictionary(path: Path, meta: Meta, packed: bytes) -> None:
    """Writes the dictionary, unless it is there: others may be reading it."""
    target = directory.dictionary_path(path, meta.dictionary)
    try:
        Dictionary(target).check()
    except IndexDamagedError:
        durable.replace(target, packed)


def _former_words(path: Path) -> dict[str, int | None]:
    """The user's words of the index that is made anew, as far as they can be read."""
    try:
        return dict(directory.Index(path).dictionary.user_words())
    except (IndexMissingError, IndexDamagedError, OSError):
        return {}


def dictionary_hash(user_words: dict[str, int | None]) -> str:
    """The hash of the dictionary that these words give."""
    return digest(compile_dictionary(user_words))


def _refuse_foreign(path: Path) -> None:
    """An index is never made in a directory that holds something else: a rebuild removes what it does not know."""
    if not path.exists():
        return
    if not path.is_dir():
        raise IndexDamagedError(tr("{path} is a file; name a directory for the index", path=path))
    if found := directory.strangers(path):
        raise IndexDamagedError(
            tr("{fault}, or name an empty or new directory: wensou index --index DIR PATH...", fault=found[0])
        )


@contextmanager
def _locked(path: Path, wait: float, waiting: Callable[[str], None]) -> Iterator[None]:
    """Holds the index's writer lock, which the system frees when its holder dies."""
    from filelock import FileLock, Timeout

    if (path / directory.LOCK).is_dir():
        durable.remove(path / directory.LOCK)
    lock = FileLock(str(path / directory.LOCK))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        holder = _holder(path)
        if wait > 0:
            waiting(tr("waiting up to {wait:g} s for {holder}", wait=wait, holder=holder))
        try:
            lock.acquire(timeout=wait)
        except Timeout as fault:
            raise IndexBusyError(
                tr(
                    "{holder} is writing to {path}; try again later, or wait for it: wensou index --wait SECONDS "
                    "PATH...",
                    holder=holder,
                    path=path,
                )
            ) from fault
    try:
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        with suppress(OSError):  # on a full disk files can still be removed from the index
            durable.replace(path / directory.HOLDER, json.dumps({"pid": os.getpid(), "since": now}).encode())
        yield
    finally:
        durable.remove(path / directory.HOLDER)
        lock.release()


def _holder(path: Path) -> str:
    """Who holds the lock, in words."""
    for _ in range(_LOOKS):
        try:
            values: dict[str, Any] = json.loads((path / directory.HOLDER).read_text(encoding="utf-8"))
            return tr("process {process} (since {since})", process=values["pid"], since=values["since"])
        except (OSError, ValueError, KeyError, TypeError):
            time.sleep(_BETWEEN_LOOKS)
    return tr("another process")
