"""The promise, among many articles: whatever stands in one finds it, and nothing else is found."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.records import Article
from index import Index
from index.atoms import BREAK, atoms, literal
from tests.engines.conftest import LawsIndex
from tests.support.cluster import OPENSEARCH
from tests.support.indexes import all_articles
from tests.support.judge import Judge
from tests.support.laws import law_articles
from tests.support.oracle import substrings, texts

# Engines that would take minutes for all the law articles get so many of them.
FEWER = {"whoosh": 10_000, OPENSEARCH: 20_000}
# An engine that is asked over a network is asked for fewer pieces: for one in so many.
EACH = {OPENSEARCH: 4}
PIECES = 2_000
SINGLE = 200
LONGEST = 8


@pytest.fixture
def count(engine_name: str) -> int | None:
    """How many law articles the engine gets."""
    return FEWER.get(engine_name)


@pytest.fixture
def index(engine_name: str, count: int | None, laws_index: LawsIndex) -> Index:
    return laws_index(engine_name, count)


def random_pieces(articles: Sequence[Article], rng: random.Random, number: int) -> list[str]:
    """Distinct pieces of 2 to LONGEST atoms at random places: most of them rare."""
    found: dict[str, None] = {}
    while len(found) < number:
        text = rng.choice(texts(rng.choice(articles)))
        cut = atoms(text)
        if len(cut.texts) < 3:
            continue
        first = rng.randrange(1, len(cut.texts) - 1)
        last = first + rng.randrange(1, LONGEST)
        if last < len(cut.texts) - 1 and BREAK not in (cut.texts[first], cut.texts[last]):
            found[text[cut.starts[first] : cut.ends[last]]] = None
    return list(found)


def frequent_pieces(articles: Sequence[Article], rng: random.Random, number: int) -> list[str]:
    """Distinct pieces of as many atoms that stand in at least two of some hundred articles: most of them common."""
    counts = Counter(
        piece
        for record in rng.sample(articles, 400)
        for piece in {piece for text in texts(record) for piece in substrings(text, LONGEST)}
    )
    frequent = [piece for piece, count in counts.items() if count > 1 and len(literal(piece)) > 1]
    return rng.sample(frequent, number)


def single_characters(articles: Sequence[Article], rng: random.Random, number: int) -> list[str]:
    """Atoms of one character: half of them as often as they occur, half of them whatever occurs."""
    sample = [
        atom for record in rng.sample(articles, 2_000) for atom in literal(record.title + record.body) if len(atom) == 1
    ]
    occurring = [atom for atom in sample if atom != BREAK]
    found = dict.fromkeys(rng.choices(occurring, k=number // 2))
    rest = [atom for atom in sorted(set(occurring)) if atom not in found]
    return [*found, *rng.sample(rest, number - len(found))]


def test_pieces_of_the_laws_find_their_articles_and_no_others(
    index: Index, count: int | None, engine_name: str
) -> None:
    judge = Judge(index, law_articles(count))
    rng = random.Random(8)
    pieces = [
        *random_pieces(judge.articles, rng, PIECES // 2),
        *frequent_pieces(judge.articles, rng, PIECES // 2),
        *single_characters(judge.articles, rng, SINGLE),
    ]
    assert len(pieces) == PIECES + SINGLE
    pieces = pieces[:: EACH.get(engine_name, 1)]
    holding = [judge.check_among_many(piece) for piece in pieces]
    assert sum(number < len(judge.articles) / 1_000 for number in holding) > len(pieces) / 6, "rare pieces"
    assert sum(number > len(judge.articles) / 200 for number in holding) > len(pieces) / 6, "common pieces"


def test_the_laws_come_back_as_they_were_written(index: Index, count: int | None) -> None:
    reader = index.reader()
    source = next(iter(reader.sources()))
    written = [replace(record, source=source) for record in law_articles(count)]
    assert [replace(record, date_from=None) for record in all_articles(reader)] == written
    reader.close()
