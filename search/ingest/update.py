"""An indexing run from looking for the files to the commit: what `wensou index` does."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.encodings import check_encoding
from corpus.errors import CorpusError
from corpus.files import discover
from corpus.kinds import text_size
from corpus.language import tr
from corpus.limits import LIMITS, Limits, within
from index.engines import ENGINES, OPENSEARCH, fitting
from index.opening import Index, place, stored
from index.store import Store
from index.writing import IndexWriter, writer
from search.errors import RequestError
from search.ingest.progress import Progress, silent
from search.ingest.run import FEW_BYTES, ingest
from search.ingest.steps import Workers
from search.ingest.summary import Summary
from search.sources import SourceNames

if TYPE_CHECKING:
    from corpus.files import Discovery


class NothingToIndexError(CorpusError):
    """What the paths lead to gives a new index no article; `summary` says why."""

    def __init__(self, message: str, summary: Summary) -> None:
        super().__init__(message)
        self.summary = summary


def index_paths(
    *paths: str | os.PathLike[str],
    index: str | os.PathLike[str] | Store | None = None,
    engine: str | None = None,
    rebuild: bool = False,
    prune: bool = False,
    dry_run: bool = False,
    wait: float = 0.0,
    jobs: int = 1,
    user_words: Mapping[str, int | None] | None = None,
    encoding: str | None = None,
    limits: Limits = LIMITS,
    progress: Progress = silent,
    waiting: Callable[[str], None] = lambda message: None,
) -> Summary:
    """Brings an index up to date with files and folders, in one transaction, and tells what came of it.

    `index` is its directory or the address of a cluster, made where there is none; None stands for the one that `wensou
    index` would take. The `engine` and the `user_words`, each with its frequency or None, are for an index that is
    made, now or by `rebuild`; where no engine is named, the amount of text decides. `wait` is in seconds, and `waiting`
    is told for whom. `jobs` processes read, and others where a file may do harm: one that is not read within the
    `limits` is left out.

    A file that cannot be read is told of in the summary's `faults`. Raises NothingToIndexError where an index that is
    made would be empty, RequestError, IndexBusyError, IndexDamagedError, EngineError, DictionaryError.
    """
    _check(paths, engine, encoding)
    store = _store(index)
    found = discover(paths, without=store.folder)
    size, text = _sizes(found)
    is_new = rebuild or not store.exists()
    with within(limits), closing(Workers(jobs, limits)) as workers:
        bring = partial(
            ingest,
            found=found,
            names=SourceNames(store.root),
            encoding=encoding and codecs.lookup(encoding).name,
            prune=prune,
            workers=workers,
            progress=progress,
        )
        if dry_run:
            summary = _try(bring, None if is_new else Index(store))
            summary.engine = engine or (_fitting(store, text) if is_new else Index(store).meta.engine)
        else:
            if is_new and size >= FEW_BYTES:
                workers.start()
            begin = partial(
                writer,
                store,
                engine_name=engine or (_fitting(store, text) if is_new else None),
                rebuild=rebuild,
                user_words=None if user_words is None else dict(user_words),
                text_size=text,
                wait=wait,
                waiting=waiting,
                version=_version(),
            )
            former = _former_sources(store) if is_new else set()
            summary = _write(bring, begin, tr("there is nothing to index in {paths}", paths=" ".join(map(str, paths))))
            summary.left = sorted(former.difference(summary.added))
    summary.is_new, summary.bytes_of_text = is_new, text
    return summary


def _check(paths: tuple[str | os.PathLike[str], ...], engine: str | None, encoding: str | None) -> None:
    if not paths:
        raise RequestError(tr("there is no path to index; name files or folders"))
    if any(not os.fspath(path) for path in paths):
        raise RequestError(tr("a path is empty"))
    if engine not in (None, *ENGINES, OPENSEARCH):
        raise RequestError(
            tr("there is no engine {engine!r}; name one of {engines}", engine=engine, engines=", ".join(ENGINES))
        )
    if encoding is not None:
        check_encoding(encoding)


def _sizes(found: Discovery) -> tuple[int, int]:
    """Bytes of the files that can be read, and about how many of them are text."""
    total = text = 0
    for path in found.files:
        with suppress(OSError):
            size = os.stat(path).st_size
            total += size
            text += text_size(os.path.splitext(path)[1], size)
    return total, text


def _try(bring: Callable[..., Summary], index: Index | None) -> Summary:
    """What a run would do to an index, or to one that is to be made."""
    from search.ingest.dry import Nowhere, unencoded

    with ExitStack() as stack:
        committed = stack.enter_context(closing(index.reader())) if index else None
        nowhere = stack.enter_context(closing(Nowhere(committed)))
        return bring(nowhere, committed, encode=unencoded)


def _write(
    bring: Callable[..., Summary], begin: Callable[[], AbstractContextManager[IndexWriter]], empty: str
) -> Summary:
    """A run in one transaction. An index that is made is not to be `empty`: that says what is wrong."""
    with begin() as transaction, closing(transaction.reader()) as committed:
        summary = bring(transaction, committed, encode=transaction.encoder)
        if transaction.fresh and not summary.added:
            raise NothingToIndexError(empty, summary)
        summary.engine = transaction.meta.engine
    return summary


def _store(index: str | os.PathLike[str] | Store | None) -> Store:
    if index is None:
        return place(Path.cwd())
    return stored(index) if isinstance(index, (str, os.PathLike)) else index


def _fitting(store: Store, size: int) -> str:
    """The engine for `size` bytes of source text: of those that can be chosen."""
    return fitting(size) if fitting(size) in store.engines else store.engines[0]


def _former_sources(store: Store) -> set[str]:
    """What the index that is made anew held, as far as it can be told."""
    try:
        return set(store.facets().sources)
    except Exception:  # a rebuild mends whatever is broken
        return set()


def _version() -> str:
    from importlib.metadata import version

    return version("wensou")
