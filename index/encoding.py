"""Articles made ready for an index: what costs most in writing, and can be done in other processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from corpus.records import Article, Place
from index.analyzer import Analyzer
from index.dictionary import Dictionary
from index.engines import Encoded, Engine, engine

# Articles that are analysed together: more take more memory, and no less time.
_AT_ONCE: Final = 512


class _Ready(list[Encoded]):
    """Encoded articles, which are sent to another process as plain tuples: in two thirds of the time."""

    def __reduce__(self) -> tuple[Callable[..., _Ready], tuple[list[tuple[Any, ...]]]]:
        return _received, ([(article.id, article.content, tuple(article.place), article.fields) for article in self],)


def _received(articles: list[tuple[Any, ...]]) -> _Ready:
    return _Ready(Encoded(name, content, Place(*place), fields) for name, content, place, fields in articles)


@dataclass(frozen=True)
class Encoder:
    """Encodes articles for the writer of an index that `engine_name` writes and the dictionary at `dictionary` cuts.

    It can be sent to another process, where it opens the dictionary anew.
    """

    engine_name: str
    dictionary: Path

    @cached_property
    def _engine(self) -> Engine[Any]:
        return engine(self.engine_name)

    @cached_property
    def _analyzer(self) -> Analyzer:
        return Analyzer(Dictionary(self.dictionary).bulk_segmenter)

    def __reduce__(self) -> tuple[type[Encoder], tuple[str, Path]]:
        return Encoder, (self.engine_name, self.dictionary)

    def __call__(self, articles: Sequence[Article]) -> list[Encoded]:
        """The articles as the writer takes them."""
        found = _Ready()
        for first in range(0, len(articles), _AT_ONCE):
            found += self._engine.encode(articles[first : first + _AT_ONCE], self._analyzer)
        return found
