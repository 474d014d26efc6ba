"""Facets: what an index holds, counted once at each commit, so that lists, status and completion need no engine.

They stand in `facets.json`, which is written after the engine's commit; should the process die between the two, the
next commit mends it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from index.checked import Form, by_name, is_count, is_text, is_whole

if TYPE_CHECKING:  # lists open no engine
    from index.engines import Reader

# Fields that are counted by value.
_COUNTED: Final = ("region", "section", "unit", "author", "issue")
# Articles that are offered where an id is completed, and characters of their titles: more of either nobody reads, and
# the file must stay small, for it is read at each press of Tab.
_NEWEST: Final = 200
_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of articles by value, most frequent first, as of one commit of the engine.

    A region counts for all that lie above it too. Dates are ISO 8601; `sources` gives articles, bytes and time of
    change (ns); `newest` gives the titles of the latest articles by id, the latest first.
    """

    generation: int = 0
    commit: int = 0
    articles: int = 0
    first_date: str | None = None
    last_date: str | None = None
    region: dict[str, int] = field(default_factory=dict)
    section: dict[str, int] = field(default_factory=dict)
    unit: dict[str, int] = field(default_factory=dict)
    author: dict[str, int] = field(default_factory=dict)
    issue: dict[str, int] = field(default_factory=dict)
    newest: dict[str, str] = field(default_factory=dict)
    sources: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The facets as JSON objects."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Facets:
        """The facets of `as_dict`."""
        return cls(**{**values, "sources": {source: tuple(found) for source, found in values["sources"].items()}})


def _is_date(value: object) -> bool:
    return value is None or is_text(value)


def _is_source(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 3:
        return False
    articles, size, modified = value
    return is_count(articles) and is_count(size) and is_whole(modified)  # which may be before 1970


# The values of `Facets`, as they are kept.
FORM: Final[Form] = {
    "generation": is_count,
    "commit": is_count,
    "articles": is_count,
    "first_date": _is_date,
    "last_date": _is_date,
    **dict.fromkeys(_COUNTED, by_name(is_count)),
    "newest": by_name(is_text),
    "sources": by_name(_is_source),
}


def count_facets(reader: Reader, generation: int) -> Facets:
    """Counts the facets of a snapshot of a generation."""
    from index.plan import Every, Range

    counts = {name: _by_frequency(reader.count_by(name, Every())) for name in _COUNTED}
    dates = sorted(reader.count_by("date", Every()))
    # An article that stands in several files counts in each of them.
    per_source = reader.count_by("source", Every()) + reader.count_by("shared", Every())
    per_source.subtract(reader.count_by("source", Range("shared", None, None)))
    sources = {
        record.source: (per_source[record.source], record.size, record.modified)
        for record in sorted(reader.sources().values(), key=lambda record: record.source)
    }
    return Facets(
        generation=generation,
        commit=reader.commit_number(),
        articles=reader.article_count(),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
        newest=_newest(reader),
        sources=sources,
        **counts,
    )


def _newest(reader: Reader) -> dict[str, str]:
    """The titles of the latest articles by id."""
    from index.plan import Every, Plan

    page = reader.search(Plan(Every()), sort="date", limit=_NEWEST)
    articles = reader.fetch([match.number for match in page.matches])
    return {article.id: article.title[:_TITLE] for article in articles}


def _by_frequency(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
