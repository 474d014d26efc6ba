"""The articles to measure with: laws where they are at hand, else sentences of the sample issues, recombined.

They are drawn one by one and stand on disk as JSON Lines, which every side reads.
"""

from __future__ import annotations

import heapq
import json
import lzma
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from corpus import read

PROJECT: Final = Path(__file__).resolve().parents[1]
SAMPLES: Final = sorted((PROJECT / "corpus" / "samples").glob("*.txt"))
# Articles of laws, which are kept beside the project and are no part of it.
LAWS: Final = PROJECT.parent / "shared" / "data" / "laws_articles.jsonl.xz"
LAW_ARTICLES: Final = 147_889
_SENTENCE: Final = re.compile("[^。！？]+[。！？]*")


class Text(NamedTuple):
    """A line of the file that all sides index. `section` and `date` may be absent."""

    id: str
    title: str
    body: str
    section: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Articles:
    """A file of JSON Lines: `count` articles, whose titles and bodies have `characters`, and `size` bytes in UTF-8."""

    path: Path
    kind: str
    count: int
    characters: int
    size: int

    def __iter__(self) -> Iterator[Text]:
        with self.path.open(encoding="utf-8") as stream:
            for line in stream:
                yield Text(**json.loads(line))

    def sample(self, count: int, seed: int) -> list[Text]:
        """`count` articles at random, or all where there are no more."""
        dice = random.Random(seed)
        return heapq.nsmallest(count, self, key=lambda _: dice.random())


def draw_articles(path: Path, count: int, seed: int) -> Articles:
    """Writes `count` articles, named `a0`, `a1` and so on.

    They are the first ones of the laws. Where there are not as many, all are recombined from sentences: of the laws, or
    of the sample issues where there are no laws.
    """
    if not LAWS.exists():
        kind, texts = (
            "articles recombined from sentences of the sample issues",
            _recombined(sample_texts(), count, seed),
        )
    elif count > LAW_ARTICLES:
        kind, texts = "articles recombined from sentences of laws", _recombined(laws(), count, seed)
    else:
        kind, texts = "articles of laws", laws(count)
    return write_articles(path, kind, (text._replace(id=f"a{number}") for number, text in enumerate(texts)))


def write_articles(path: Path, kind: str, texts: Iterable[Text]) -> Articles:
    """Writes texts as JSON Lines, one at a time."""
    count = characters = size = 0
    with path.open("w", encoding="utf-8") as stream:
        for text in texts:
            stream.write(json.dumps(text._asdict(), ensure_ascii=False) + "\n")
            count += 1
            characters += len(text.title) + len(text.body)
            size += len((text.title + text.body).encode())
    return Articles(path, kind, count, characters, size)


def sample_texts() -> Iterator[Text]:
    """The articles of the sample issues."""
    for path in SAMPLES:
        for article in read(path).articles:
            yield Text(article.id, article.title, article.body, article.section, article.date)


def laws(count: int | None = None) -> Iterator[Text]:
    """The first `count` articles of laws, or all, with ids of their own."""
    with lzma.open(LAWS, "rt", encoding="utf-8") as stream:
        for line in islice(stream, count):
            yield Text(**json.loads(line))


def _recombined(originals: Iterable[Text], count: int, seed: int) -> Iterator[Text]:
    """Articles that have title, section, date and number of sentences of an original each, and sentences of any."""
    dice = random.Random(seed)
    heads: list[Text] = []
    lengths: list[int] = []
    sentences: list[str] = []
    for original in originals:
        found = _SENTENCE.findall(original.body)
        heads.append(original._replace(body=""))
        lengths.append(len(found))
        sentences += found
    for _ in range(count):
        body = "".join(dice.choices(sentences, k=dice.choice(lengths))).strip()
        yield dice.choice(heads)._replace(body=body)
