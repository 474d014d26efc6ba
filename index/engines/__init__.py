"""Engines: what stores postings and executes plans. The rest of wensou knows them by the protocols here alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from corpus.frozen import Frozen

if TYPE_CHECKING:  # the protocols alone need no articles, no analyzer and no plan
    from corpus.records import Article, Place
    from index.analyzer import Analyzer
    from index.explanation import Explanation
    from index.plan import Condition, Plan

Sort: TypeAlias = Literal["score", "date", "source"]


class Encoded(NamedTuple):
    """An article as one engine's writer takes it: `fields` by name. It can be pickled.

    `content` is the fingerprint of what it says.
    """

    id: str
    content: str
    place: Place
    fields: dict[str, Any]


class SourceFile(Frozen):
    """What was read from one file: `size` in bytes, `modified` in nanoseconds since 1970, `digest` of its bytes,
    `articles` that it gave, the `encoding` that it was read in where the user named one, how many `faults` there were
    in it, and which version of `reading` split it (corpus.reading).
    """

    source: str
    size: int
    modified: int
    digest: str
    articles: int
    encoding: str | None = None
    faults: int = 0
    reading: int = 0


class Match(NamedTuple):
    """One article that meets a plan: the engine's own number for it, the strings it has literally, and its BM25
    score.
    """

    number: int
    tier: int
    score: float


class Page(Frozen):
    """A page of matches, best first, out of `total` articles that meet the plan."""

    total: int
    matches: list[Match]


class Reader(Protocol):
    """A snapshot of an index: later commits do not show in it.

    Scores are those of index.scoring, up to what an engine rounds in lengths of fields, and counts besides: deleted
    articles until their segment is merged, and the few documents in which it keeps what was read from which file.
    """

    def search(self, plan: Plan, *, sort: Sort = "score", limit: int = 10, offset: int = 0) -> Page:
        """Matches `offset` to `offset + limit`.

        By score: tier, then score, then date (latest first), then id. By date: latest first, articles without one
        last, then as by score. By source: path and line.
        """

    def explain(self, plan: Plan, number: int) -> Explanation:
        """The score of an article that meets the plan, taken apart (index.explanation), from the engine's own counts.

        It is the score of `search` up to how the engine rounds, whatever the order is.
        """

    def count_by(self, field: str, condition: Condition) -> Counter[str]:
        """How many articles that meet the condition have each value of a field.

        Fields: region, section, unit, author, issue (its label), source (the first), shared, date. Empty values are
        left out; a region counts for all that lie above it too.
        """

    def values(self, field: str, prefix: str = "") -> Iterator[str]:
        """The distinct values of a keyword field that begin with `prefix`, in code point order."""

    def text_terms(self, field: str, prefix: str) -> Iterator[str]:
        """The distinct terms of a text field that begin with `prefix`, which begins with no Han character, in code
        point order.
        """

    def fetch(self, numbers: Sequence[int]) -> list[Article]:
        """The articles of matches, in the same order."""

    def sources(self) -> dict[str, SourceFile]:
        """What was read from which file, by source."""

    def article_count(self) -> int:
        """How many articles there are."""

    def commit_number(self) -> int:
        """Which commit the snapshot shows: each commit of a generation has a number of its own."""

    def close(self) -> None:
        """Gives back what the snapshot holds."""


class Writer(Protocol):
    """One transaction: nothing of it shows before `commit`, and nothing is left of it after `cancel`.

    Who uses it sees to it that no two articles have the same id.
    """

    def add(self, articles: Iterable[Encoded]) -> None:
        """Adds articles, as the same engine has encoded them."""

    def put_source(self, source: SourceFile) -> None:
        """Takes what is known of a file, in place of what was known before."""

    def remove_source(self, source: str) -> None:
        """Removes a file with all the articles that the last commit has of it, before any others of it are added.

        An article's file is its first one.
        """

    def remove_article(self, article_id: str) -> None:
        """Removes the article with this id, which may have been added before in this transaction."""

    def commit(self) -> None:
        """Makes all changes visible and durable at once."""

    def cancel(self) -> None:
        """Forgets all changes."""


# Where an engine stores an index: a directory that holds nothing else, or an index of a cluster.
Where_contra = TypeVar("Where_contra", contravariant=True)


class Engine(Protocol[Where_contra]):
    """Makes and opens the storage of one index."""

    def create(self, where: Where_contra, /) -> None:
        """Makes an empty index where there is nothing."""

    def reader(self, where: Where_contra, /) -> Reader:
        """Opens a snapshot of the last commit. Raises IndexDamagedError."""

    def writer(self, where: Where_contra, /, text_size: int = 0) -> Writer:
        """Begins a transaction, in which at most about `text_size` bytes of text are to be added. There must be no
        other on this index. Raises IndexDamagedError.
        """

    def check(self, where: Where_contra, /) -> list[str]:
        """What is wrong with what is stored, all of which is read, as messages that say how to mend it."""

    def encode(self, articles: Sequence[Article], analyzer: Analyzer) -> list[Encoded]:
        """Articles ready for this engine's writer: the work that can be done in another process."""

    def put(self, encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
        """The same article with another id, in other places."""


def engine(name: str) -> Engine[Any]:
    """The engine of that name: one of `ENGINES`, or `OPENSEARCH`. Raises KeyError for any other."""
    if name == "whoosh":
        from index.engines.whoosh import WhooshEngine

        return WhooshEngine()
    if name == "tantivy":
        from index.engines.tantivy import TantivyEngine

        return TantivyEngine()
    if name == OPENSEARCH:
        from index.engines.opensearch import OpenSearchEngine

        return OpenSearchEngine()
    raise KeyError(name)


ENGINES: Final = ("whoosh", "tantivy")
# The engine for what is kept in a cluster.
OPENSEARCH: Final = "opensearch"

# The engines for few articles and for many, and the bytes of source text from which they are many: there Whoosh, which
# is of Python alone, begins to keep people waiting.
SMALL: Final = "whoosh"
LARGE: Final = "tantivy"
MANY_BYTES: Final = 16_000_000


def fitting(size: int) -> str:
    """The engine for `size` bytes of source text."""
    return LARGE if size >= MANY_BYTES else SMALL
