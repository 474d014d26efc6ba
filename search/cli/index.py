"""`wensou index`."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from corpus.kinds import text_size
from index.directory import FACETS, META, Index, place
from index.engines import ENGINES, LARGE, MANY_BYTES, SMALL, fitting
from search.cli.messages import note
from search.cli.options import encoding_option, index_option
from search.output.safe import one_line
from search.sources import SourceNames

if TYPE_CHECKING:
    from corpus.files import Discovery
    from search.ingest import Summary

# Of many files of which the same is told, so many are named.
_NAMED: Final = 5
_ENGINES: Final = ("auto", *ENGINES)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@index_option
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default="auto",
    show_default=True,
    help=f"What stores a new index; auto: {SMALL} below {MANY_BYTES // 1_000_000} MB of text, else {LARGE}.",
)
@click.option(
    "--rebuild", is_flag=True, help="Make the index anew from these paths; the old one serves until it is done."
)
@click.option("--prune", is_flag=True, help="Remove vanished files even where most of a folder is gone.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--wait", type=click.FloatRange(0), default=0.0, metavar="SECONDS", help="Wait so long for another writer."
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes that read.  [default: one a core]")
@click.option(
    "--user-dict", metavar="FILE", help="Words to cut whole, in jieba's format. Taken when an index is made anew."
)
@encoding_option
def command(
    paths: tuple[str, ...],
    index_directory: str | None,
    engine: str,
    rebuild: bool,
    prune: bool,
    dry_run: bool,
    wait: float,
    jobs: int | None,
    user_dict: str | None,
    encoding: str | None,
) -> int:
    """Read newsletters into the index.

    PATHs are files and folders; folders are read with all below them. Newsletters (text, Markdown, web pages, Word,
    WPS, PDF) are split into articles, ready articles (.jsonl, .csv) are taken as they are. Files that did not change
    are not read again, changed ones are replaced, and those that vanished from a folder are removed. Where
    a split was corrected (see wensou parse), FILE is read from FILE.articles.jsonl.

    \b
    wensou index 通讯/
    wensou index --rebuild --user-dict 词.txt 通讯/
    wensou index --rebuild --engine tantivy 通讯/
    """
    from corpus.files import discover
    from search.ingest import FEW_BYTES, Workers, ingest, silent

    if "" in paths:
        raise click.UsageError("a path is empty")
    path = place(Path.cwd(), index_directory)
    names = SourceNames(path.absolute().parent)
    found = discover(paths, without=path)
    size, text = _sizes(found)
    workers = Workers(jobs or _cores())
    request: dict[str, Any] = {"encoding": encoding, "prune": prune, "workers": workers}
    exists = (path / META).exists() and not rebuild
    if dry_run:
        from search.ingest.dry import Nowhere, unencoded

        committed = Index(path).reader() if exists else None
        with closing(workers), closing(Nowhere(committed)) as nowhere:
            summary = ingest(nowhere, committed, found, names, encode=unencoded, **request)
        _report(summary, "would index", f"into {path}")
        return 2 if summary.faults else 0
    from index.writing import writer

    before = set() if exists else _sources(path)
    words = _user_words(user_dict)
    with ExitStack() as stack:
        stack.enter_context(closing(workers))
        if size >= FEW_BYTES and not exists:
            workers.start()
        progress = stack.enter_context(_progress()) if sys.stderr.isatty() else silent
        transaction = stack.enter_context(
            writer(
                path,
                engine_name=_engine(engine, text, exists=exists),
                rebuild=rebuild,
                user_words=words,
                wait=wait,
                waiting=note,
                version=_version(),
            )
        )
        committed = stack.enter_context(closing(transaction.reader()))
        summary = ingest(transaction, committed, found, names, encode=transaction.encoder, progress=progress, **request)
        if transaction.fresh and not summary.added:
            _report_faults(summary)
            raise click.ClickException("there is nothing to index in " + " ".join(paths))
        chosen = transaction.meta.engine
    if left := before - set(summary.added):
        note(f"{len(left)} files that the old index had are not under these paths and not in the new one ({min(left)})")
    reason = _reason(text) if engine == "auto" and not exists else ""
    _report(summary, "indexed", f"into {path} (engine {chosen}{reason})")
    _advise(path, chosen)
    return 2 if summary.faults else 0


def _engine(wanted: str, size: int, *, exists: bool) -> str | None:
    """The engine to ask for: for `size` bytes of text where none is wanted; an index that exists keeps its own."""
    if wanted != "auto":
        return wanted
    return None if exists else fitting(size)


def _reason(size: int) -> str:
    """Why an engine was chosen for `size` bytes of text."""
    return f": {_readable(size)} of text, {'over' if size >= MANY_BYTES else 'under'} {_readable(MANY_BYTES)}"


def _advise(path: Path, chosen: str) -> None:
    """Says when an index has outgrown its engine."""
    sources = Index(path).facets().sources.items()
    size = sum(text_size(os.path.splitext(name)[1], size) for name, (_, size, _) in sources)
    if chosen != LARGE and fitting(size) == LARGE:
        sys.stdout.write(
            f"advice:   {_readable(size)} of text are more than {chosen} answers quickly from; "
            f"to move the index: wensou index --rebuild --engine {LARGE} PATH...\n"
        )


def _sizes(found: Discovery) -> tuple[int, int]:
    """Bytes of the files that can be read, and about how many of them are text."""
    total = text = 0
    for path in found.files:
        with suppress(OSError):
            size = path.stat().st_size
            total += size
            text += text_size(path.suffix, size)
    return total, text


def _readable(size: int) -> str:
    from rich.filesize import decimal

    return decimal(size)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _user_words(user_dict: str | None) -> dict[str, int | None] | None:
    if user_dict is None:
        return None
    from corpus import CorpusError
    from corpus.decoding import decode
    from corpus.readers import load
    from index.dictionary import parse_user_words

    try:
        decoded = decode(load(user_dict))
    except CorpusError as fault:
        raise CorpusError(f"--user-dict {user_dict}: {fault}") from fault
    for warning in decoded.warnings:
        note(f"--user-dict {user_dict}: {warning}")
    return parse_user_words(decoded.text, user_dict)


def _sources(path: Path) -> set[str]:
    """What the index that is made anew held, as far as it can be told."""
    try:
        return set(Index(path).facets().sources) if (path / FACETS).exists() else set()
    except Exception:  # a rebuild mends whatever is broken
        return set()


def _version() -> str:
    from importlib.metadata import version

    return version("wensou")


def _progress() -> Any:
    from search.output.progress import progress

    return progress()


def _report(summary: Summary, done: str, where: str) -> None:
    counts = {
        "added": len(summary.added),
        "changed": len(summary.changed),
        "unchanged": len(summary.unchanged),
        "removed": len(summary.removed),
        "skipped": sum(summary.unknown.values()) + sum(summary.failed.values()),
    }
    sys.stdout.write(f"{done} {where}\nfiles:    {_listed(counts)}\n")
    articles = {"added": summary.articles_added, "removed": summary.articles_removed}
    if summary.duplicates:
        articles["duplicates"] = summary.duplicates
    sys.stdout.write(f"articles: {_listed(articles)}\n")
    if summary.doubtful:
        sys.stdout.write(f"doubtful: {_named(summary.doubtful)}: see wensou parse --format text\n")
    if summary.corrected:
        sys.stdout.write(f"corrected: {_named(summary.corrected)}\n")
    if skipped := dict(sorted(summary.unknown.items())) | dict(sorted(summary.failed.items())):
        sys.stdout.write(f"not read: {_listed(skipped)}\n")
    sys.stdout.flush()
    _report_faults(summary)


def _listed(counts: dict[str, int]) -> str:
    return one_line(", ".join(f"{count} {name}" for name, count in counts.items()))


def _named(paths: list[str]) -> str:
    """How many files there are, and the first of them."""
    more = " …" if len(paths) > _NAMED else ""
    return one_line(f"{len(paths)} ({' '.join(paths[:_NAMED])}{more})")


def _report_faults(summary: Summary) -> None:
    for message in (*summary.notes, *summary.faults):
        note(message)
