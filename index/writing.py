"""Writing to an index: one transaction at a time, on the current generation or, for a rebuild, on a new one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from errno import EACCES, EDQUOT, EFBIG, ENOSPC, EPERM, EROFS
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from corpus.language import tr
from index.dictionary import compile_dictionary, digest
from index.encoding import Encoder
from index.engines import Encoded, Reader, SourceFile, Writer, engine
from index.errors import DictionaryError, EngineError, IndexDamagedError, IndexMissingError
from index.facets import count_facets
from index.opening import Index, engine_of, stored
from index.store import Meta, Store
from index.versions import ANALYSIS_VERSION, FORMAT_VERSION

if TYPE_CHECKING:
    from index.sharing import Added, Sharing

# A full disk, a quota, a limit to the size of files.
_NO_ROOM: Final = {ENOSPC, EDQUOT, EFBIG}
# What is not ours to write to, or nobody's.
_NOT_ALLOWED: Final = {EACCES, EPERM, EROFS}


class IndexWriter:
    """A transaction on an index. Made by `writer`; nothing shows before `commit`."""

    def __init__(self, store: Store, meta: Meta, *, fresh: bool, text_size: int = 0) -> None:
        self.store = store
        self.meta = meta
        self.fresh = fresh
        self._changed = fresh
        self._engine = engine_of(store, meta)
        self._writer: Writer = self._engine.writer(self._generation, text_size)
        self._committed: Reader | None = None

    @property
    def _generation(self) -> Any:
        return self.store.generation(self.meta.generation)

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
        return Encoder(self.meta.engine, self.store.dictionary(self.meta.dictionary))

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
            # A write that fails may have switched to this generation all the same; what is left of one to which nothing
            # leads is removed by the next transaction.
            self.fresh = False
            self.store.switch(self.meta)
        self._bring_facets_up_to_date()
        self.store.remove_leftovers()

    def _bring_facets_up_to_date(self) -> None:
        """Counts the facets unless they are those of the last commit: a crash may have come between the two."""
        reader = self.reader()
        try:
            if self._changed or self._counted() != (self.meta.generation, reader.commit_number()):
                self.store.put_facets(count_facets(reader, self.meta.generation))
        finally:
            reader.close()

    def _counted(self) -> tuple[int, int] | None:
        """The generation and commit that the facets count; None where it cannot be told."""
        try:
            facets = self.store.facets()
        except (IndexDamagedError, OSError):  # as for one who may not read it
            return None
        return facets.generation, facets.commit

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
            self.store.drop(self.meta)


@contextmanager
def writer(
    place: str | os.PathLike[str] | Store,
    *,
    engine_name: str | None = None,
    rebuild: bool = False,
    user_words: dict[str, int | None] | None = None,
    text_size: int = 0,
    wait: float = 0.0,
    waiting: Callable[[str], None] = lambda message: None,
    version: str = "",
) -> Iterator[IndexWriter]:
    """Begins a transaction, commits it at the end of the block, and cancels it when the block raises.

    Makes the index where there is none, and a new generation of it for a rebuild, which needs nothing of the old one.
    Then alone an engine (Whoosh where none is named) and `user_words` are chosen (None keeps those of the old one that
    can be read); for an index that is there, other ones raise EngineError and DictionaryError. `text_size` says about
    how many bytes of text there are to add, at most.

    While another process writes, `waiting` is told once, and after `wait` seconds IndexBusyError is raised. Raises
    IndexDamagedError where the directory holds something else.
    """
    store = stored(place) if isinstance(place, (str, os.PathLike)) else place
    with _refusals_explained(store), store.locked(wait, waiting):
        transaction = _begin(store, engine_name, rebuild, user_words, text_size, version)
        try:
            yield transaction
            transaction.commit()
        except BaseException:
            with suppress(Exception):  # what went wrong before is what the user must hear
                transaction.cancel()
            raise


@contextmanager
def _refusals_explained(store: Store) -> Iterator[None]:
    """Says what to do where the system refuses to write."""
    try:
        yield
    except OSError as fault:
        why = tr(str(fault.strerror))
        if fault.errno in _NO_ROOM:
            raise EngineError(
                tr(
                    "there is no room for the index in {path} ({why}); what it held is still there; make room, and run "
                    "the same command again",
                    path=store.shown,
                    why=why,
                )
            ) from fault
        if fault.errno in _NOT_ALLOWED and fault.filename:
            raise EngineError(
                tr(
                    "{file}: {why}; to make an index elsewhere: wensou index --index DIR PATH...",
                    file=fault.filename,
                    why=why,
                )
            ) from fault
        raise


def _begin(
    store: Store,
    engine_name: str | None,
    rebuild: bool,
    user_words: dict[str, int | None] | None,
    text_size: int,
    version: str,
) -> IndexWriter:
    store.remove_leftovers()
    if store.exists() and not rebuild:
        meta = store.meta()
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
        return IndexWriter(store, meta, fresh=False, text_size=text_size)
    engine_name = engine_name or store.engines[0]
    if engine_name not in store.engines:
        raise EngineError(
            tr(
                "{engine_name} cannot store an index in {path}; name one of {engines}",
                engine_name=engine_name,
                path=store.shown,
                engines=", ".join(store.engines),
            )
        )
    if user_words is None:
        user_words = _former_words(store)
    packed = compile_dictionary(user_words)
    meta = Meta(
        format=FORMAT_VERSION,
        engine=engine_name,
        analysis=ANALYSIS_VERSION,
        dictionary=digest(packed),
        user_words=len(user_words or ()),
        generation=store.new_generation(),
        created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        wensou=version,
    )
    store.put_dictionary(meta.dictionary, packed)
    engine(engine_name).create(store.generation(meta.generation))
    return IndexWriter(store, meta, fresh=True, text_size=text_size)


def _former_words(store: Store) -> dict[str, int | None]:
    """The user's words of the index that is made anew, as far as they can be read."""
    try:
        return dict(Index(store).dictionary.user_words())
    except (IndexMissingError, IndexDamagedError, OSError):
        return {}


def dictionary_hash(user_words: dict[str, int | None]) -> str:
    """The hash of the dictionary that these words give."""
    return digest(compile_dictionary(user_words))
