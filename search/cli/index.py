"""`wensou index`."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from corpus.kinds import text_size
from corpus.language import tr, trn
from index.engines import ENGINES, LARGE, MANY_BYTES, OPENSEARCH, SMALL, fitting
from index.opening import place
from index.store import Store
from search.cli import FAULT, FOUND
from search.cli.messages import note
from search.cli.options import allow_option, encoding_option, index_option, switch
from search.cli.screen import say
from search.output.safe import one_line
from search.sources import place_from_here

if TYPE_CHECKING:
    from corpus.limits import Limits
    from search.ingest import Summary

# Of many files of which the same is told, so many are named.
_NAMED: Final = 5
_ENGINES: Final = ("auto", *ENGINES, OPENSEARCH)


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
@switch("--rebuild", help="Make the index anew from these paths; the old one serves until it is done.")
@switch("--prune", help="Remove vanished files even where most of a folder is gone.")
@switch("--dry-run", help="Say what would be done, and do nothing.")
@click.option(
    "--wait", type=click.FloatRange(0), default=0.0, metavar="SECONDS", help="Wait so long for another writer."
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes that read.  [default: one a core]")
@click.option(
    "--user-dict", metavar="FILE", help="Words to cut whole, in jieba's format. Taken when an index is made anew."
)
@encoding_option
@allow_option
@click.option(
    "--shards", type=click.IntRange(1, 1024), metavar="N", help="Parts of a new index in a cluster.  [default: 1]"
)
@click.option(
    "--replicas",
    type=click.IntRange(0, 20),
    metavar="N",
    help="Copies of each part on other machines.  [default: 1 where there are several]",
)
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
    allow: Limits,
    shards: int | None,
    replicas: int | None,
) -> int:
    """Read newsletters into the index.

    PATHs are files and folders; folders are read with all below them. Newsletters (text, Markdown, web pages, Word,
    WPS, RTF, ODT, PDF, OFD, e-books) are split into articles, ready articles (.jsonl, .csv) are taken as they are.
    Files that did not change are not read again, changed ones are replaced, and those that vanished from a folder are
    removed. Where a split was corrected (see wensou parse), FILE is read from FILE.articles.jsonl.

    \b
    wensou index 通讯/
    wensou index --rebuild --user-dict 词.txt 通讯/
    wensou index --rebuild --engine tantivy 通讯/
    """
    from search.ingest import NothingToIndexError, index_paths, silent

    store = place(Path.cwd(), index_directory)
    _divide(store, shards, replicas)
    words = _user_words(user_dict)
    try:
        with _progress() if sys.stderr.isatty() and not dry_run else nullcontext(silent) as progress:
            summary = index_paths(
                *paths,
                index=store,
                engine=None if engine == "auto" else engine,
                rebuild=rebuild,
                prune=prune,
                dry_run=dry_run,
                wait=wait,
                jobs=jobs or _cores(),
                user_words=words,
                encoding=encoding,
                limits=allow,
                progress=progress,
                waiting=note,
            )
    except NothingToIndexError as fault:
        _report_faults(fault.summary)
        raise
    if dry_run:
        _report(summary, tr("would index into {path}", path=place_from_here(store)))
        return FAULT if summary.faults else FOUND
    if left := summary.left:
        note(
            trn(
                "{count} file that the old index had is not under these paths and not in the new one ({first})",
                "{count} files that the old index had are not under these paths and not in the new one ({first})",
                len(left),
                first=left[0],
            )
        )
    chosen = engine == "auto" and summary.is_new and len(store.engines) > 1
    reason = _reason(summary.bytes_of_text) if chosen else ""
    _report(
        summary,
        tr(
            "indexed into {path} (engine {engine}{reason})",
            path=place_from_here(store),
            engine=summary.engine,
            reason=reason,
        ),
    )
    _advise(store, summary.engine)
    return FAULT if summary.faults else FOUND


def _divide(store: Store, shards: int | None, replicas: int | None) -> None:
    """Says how a new index is divided, and how often it is kept: what a cluster alone does."""
    if shards is None and replicas is None:
        return
    if store.folder is not None:
        raise click.UsageError(
            tr("--shards and --replicas are for an index in a cluster: --index https://HOST:9200/NAME")
        )
    store.divide(shards or 1, replicas)


def _reason(size: int) -> str:
    """Why an engine was chosen for `size` bytes of text."""
    template = tr(": {size} of text, over {most}") if size >= MANY_BYTES else tr(": {size} of text, under {most}")
    return template.format(size=_readable(size), most=_readable(MANY_BYTES))


def _advise(store: Store, chosen: str) -> None:
    """Says when an index has outgrown its engine."""
    if chosen != SMALL:
        return
    sources = store.facets().sources.items()
    size = sum(text_size(os.path.splitext(name)[1], size) for name, (_, size, _) in sources)
    if fitting(size) == LARGE:
        say(
            tr(
                "{size} of text are more than {engine} answers quickly from; "
                "to move the index: wensou index --rebuild --engine {large} PATH...",
                size=_readable(size),
                engine=chosen,
                large=LARGE,
            ),
            tr("advice:   "),
        )


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


def _progress() -> Any:
    from search.output.progress import progress

    return progress()


def _report(summary: Summary, done: str) -> None:
    skipped = dict(sorted(summary.unknown.items())) | dict(sorted(summary.failed.items()))
    files = tr(
        "{added} added, {changed} changed, {unchanged} unchanged, {removed} removed, {skipped} skipped",
        added=len(summary.added),
        changed=len(summary.changed),
        unchanged=len(summary.unchanged),
        removed=len(summary.removed),
        skipped=sum(skipped.values()),
    )
    articles = tr("{added} added, {removed} removed", added=summary.articles_added, removed=summary.articles_removed)
    if summary.duplicates:
        articles += trn(", {count} duplicate", ", {count} duplicates", summary.duplicates)
    say(one_line(done))
    say(files, tr("files:    "))
    say(articles, tr("articles: "))
    if summary.doubtful:
        doubtful = tr("{files}: see wensou parse --format text", files=_named(summary.doubtful))
        say(doubtful, tr("doubtful: "))
    if summary.corrected:
        say(_named(summary.corrected), tr("corrected: "))
    if skipped:
        kinds = (tr("{count} {kind}", count=count, kind=tr(kind)) for kind, count in skipped.items())
        say(one_line(tr(", ").join(kinds)), tr("not read: "))
    sys.stdout.flush()
    _report_faults(summary)


def _named(paths: list[str]) -> str:
    """How many files there are, and the first of them."""
    more = " …" if len(paths) > _NAMED else ""
    return one_line(tr("{count} ({names})", count=len(paths), names=" ".join(paths[:_NAMED]) + more))


def _report_faults(summary: Summary) -> None:
    for message in (*summary.notes, *summary.faults):
        note(message)
