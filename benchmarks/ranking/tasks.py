"""What is asked of a collection, and which articles answer it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.articles import PROJECT, SAMPLES, Articles, Text, laws, write_articles
from benchmarks.queries import draw_known
from corpus import read

# CMRC 2018's development set (CC BY-SA 4.0) and a real issue, which are kept beside the project and are no part of it.
QUESTIONS: Final = PROJECT.parent / "shared" / "data" / "cmrc2018_dev.json"
REAL_ISSUE: Final = PROJECT.parent / "shared" / "corpus" / "工作通讯-2022-10.txt"
LAWS_AROUND: Final = 20_000
KNOWN: Final = 1_000
_KNOWN_WORDS: Final = 3
_CHAPTER: Final = " 第"  # parts a law's title from its chapter's


class Asked(NamedTuple):
    """A query, and the ids of the articles any of which answers it."""

    query: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Task:
    """Queries of one kind. A peer looks for `every` word of them, or for any."""

    name: str
    asked: Sequence[Asked]
    every: bool


class Paragraph(NamedTuple):
    """A paragraph of an encyclopedia, and questions that it answers."""

    text: Text
    questions: list[str]


def read_paragraphs(path: Path) -> list[Paragraph]:
    """The paragraphs of CMRC 2018's file with the titles of their pages."""
    pages = json.loads(path.read_text(encoding="utf-8"))["data"]
    return [
        Paragraph(
            Text(paragraph["id"], page["title"], paragraph["context"], None, None),
            [question["question"] for question in paragraph["qas"]],
        )
        for page in pages
        for paragraph in page["paragraphs"]
    ]


def question_tasks(paragraphs: Sequence[Paragraph]) -> list[Task]:
    """The questions: those of every other paragraph, by which weights may be fitted, the others, and all."""
    parts = {"fitted half": paragraphs[::2], "other half": paragraphs[1::2], "all": paragraphs}
    return [
        Task(
            f"questions, {name}", [Asked(query, frozenset([text.id])) for text, asked in part for query in asked], False
        )
        for name, part in parts.items()
    ]


def known_item_task(articles: Sequence[Text], count: int, seed: int) -> Task:
    """Words of articles, drawn at random, by which each is to be found again."""
    drawn = draw_known(articles, count, _KNOWN_WORDS, seed)
    return Task("three words of an article", [Asked(query, frozenset([text.id])) for query, text in drawn], True)


def law_title_task(articles: Sequence[Text]) -> Task:
    """The titles of laws, each once, which any of their articles answers."""
    of_law: dict[str, list[str]] = {}
    for article in articles:
        of_law.setdefault(article.title.partition(_CHAPTER)[0], []).append(article.id)
    return Task("title of a law", [Asked(title, frozenset(ids)) for title, ids in of_law.items()], True)


def newsletter_texts(issues: Iterable[Path]) -> Iterator[Text]:
    """The articles of newsletters that have titles, with names like those of questions and laws."""
    for issue in issues:
        for number, article in enumerate(read(issue).articles):
            if not article.untitled:
                yield Text(f"{issue.stem}-{number}", article.title, article.body, article.section, article.date)


def newsletter_title_task(articles: Iterable[Text]) -> Task:
    """The titles of newsletters' articles."""
    asked = [Asked(article.title, frozenset([article.id])) for article in articles]
    return Task("title of a newsletter's article", asked, True)


def draw_tasks(path: Path, questions: Path, around: int, known: int, seed: int) -> tuple[Articles, list[Task]]:
    """Writes the collection: the questions' paragraphs, `around` articles of laws, and newsletters. Returns it with
    what is asked of it, `known` articles of laws among that.
    """
    paragraphs = read_paragraphs(questions)
    articles = list(laws(around))
    newsletters = list(newsletter_texts([*SAMPLES, *([REAL_ISSUE] if REAL_ISSUE.exists() else [])]))
    collection = write_articles(
        path,
        "paragraphs of an encyclopedia among articles of laws",
        chain((paragraph.text for paragraph in paragraphs), articles, newsletters),
    )
    tasks = [
        *question_tasks(paragraphs),
        known_item_task(articles, known, seed),
        law_title_task(articles),
        newsletter_title_task(newsletters),
    ]
    return collection, tasks
