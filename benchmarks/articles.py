"""The articles to measure with: laws where they are at hand, else sentences of the sample issues, recombined."""

from __future__ import annotations

import heapq
import json
import lzma
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from corpus import read
from corpus.records import Article, Issue

PROJECT: Final = Path(__file__).resolve().parents[1]
SAMPLES: Final = sorted((PROJECT / "corpus" / "samples").glob("*.txt"))
# Some 148,000 articles of laws, which are kept beside the project and are no part of it.
LAWS: Final = PROJECT.parent / "shared" / "data" / "laws_articles.jsonl.xz"
_SENTENCE: Final = re.compile("[^。！？]+[。！？]")


class Text(NamedTuple):
    """An article as both sides index it: an id, and the two fields that both know."""

    id: str
    title: str
    body: str

    @property
    def characters(self) -> int:
        """Length of title and body."""
        return len(self.title) + len(self.body)

    @property
    def size(self) -> int:
        """Bytes of title and body in UTF-8."""
        return len((self.title + self.body).encode())


def draw_articles(count: int, seed: int) -> tuple[str, list[Text]]:
    """What the articles are, and `count` of them (fewer where there are no more), named `a0`, `a1` and so on."""
    dice = random.Random(seed)
    if LAWS.exists():
        return "articles of laws", _numbered(_laws(count, dice))
    return "articles recombined from sentences of the sample issues", _numbered(_recombined(count, dice))


def sample_articles() -> list[Article]:
    """The articles of the sample issues."""
    return [article for path in SAMPLES for article in read(path).articles]


def sample_texts() -> list[Text]:
    """The same as texts."""
    return [Text(article.id, article.title, article.body) for article in sample_articles()]


def write_lines(texts: Iterable[Text], path: Path) -> None:
    """Writes texts as JSON Lines."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(text._asdict(), ensure_ascii=False) + "\n" for text in texts)


def read_lines(path: Path) -> Iterator[Article]:
    """The texts of JSON Lines as wensou's records."""
    nothing = Issue()
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            text = Text(**json.loads(line))
            yield Article(
                id=text.id, title=text.title, untitled=False, section=None, unit=None, author=None, regions=(),
                date=None, date_from=None, body=text.body, issue=nothing, source=path.name, line_start=number,
                line_end=number,
            )  # fmt: skip


def _numbered(pairs: Iterable[tuple[str, str]]) -> list[Text]:
    return [Text(f"a{number}", title, body) for number, (title, body) in enumerate(pairs)]


def _laws(count: int, dice: random.Random) -> list[tuple[str, str]]:
    with lzma.open(LAWS, "rt", encoding="utf-8") as stream:
        drawn = heapq.nsmallest(count, stream, key=lambda _: dice.random())
    return [(record["title"], record["body"]) for record in map(json.loads, drawn)]


def _recombined(count: int, dice: random.Random) -> Iterator[tuple[str, str]]:
    articles = sample_articles()
    titles = [article.title for article in articles]
    sentences = [sentence for article in articles for sentence in _SENTENCE.findall(article.body)]
    for _ in range(count):
        yield dice.choice(titles), "".join(dice.choices(sentences, k=dice.randint(2, 10))).strip()
