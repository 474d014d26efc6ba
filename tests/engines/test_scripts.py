"""Traditional and simplified text: each finds the other, unless script is exact. OpenCC is the judge."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import opencc
import pytest

from corpus.records import Article
from index import Index, SourceFile, writer
from index.atoms import is_han, literal
from index.plan import Plan
from search.query import Filters
from search.searcher import Options, Searcher
from tests.support.cluster import OPENSEARCH, index_place
from tests.support.indexes import add_file, article, build_index
from tests.support.judge import ALL, places
from tests.support.oracle import Oracle, texts
from tests.support.places import POEMS, needs_shared
from tests.support.poems import poems

POEMS_OF = {"whoosh": 2_000, "tantivy": 20_000, OPENSEARCH: 2_000}
PIECES = 1_000
EXACT_PIECES = 200
EXACT = Options(literal=True, exact_script=True)

_character: Callable[[str], str] = cache(opencc.OpenCC("t2s").convert)


def simplified(text: str) -> str:
    """OpenCC's simplified text, character by character: its choices word by word make 沈吟 into 沉吟."""
    return "".join(map(_character, text))


@pytest.fixture(scope="module")
def stored(engine_name: str) -> list[Article]:
    """Poems, every other one of them in simplified characters."""
    needs_shared(POEMS)
    return [
        replace(poem, title=simplified(poem.title), body=simplified(poem.body), unit=simplified(poem.unit or ""))
        if number % 2
        else poem
        for number, poem in enumerate(poems(POEMS_OF[engine_name]))
    ]


@pytest.fixture(scope="module")
def searcher(stored: list[Article], engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    place = index_place(engine_name, tmp_path_factory.mktemp("poems"))
    return Searcher(build_index(place, stored, engine_name=engine_name))


def pieces(seed: int, count: int, number: int) -> Iterator[tuple[int, str]]:
    """Random pieces of clauses of random poems, as the poets wrote them, with the places of the poems."""
    rng = random.Random(seed)
    written = poems(count)
    for _ in range(number):
        place = rng.randrange(len(written))
        clauses = "".join(char if is_han(char) else " " for char in written[place].body).split()
        run = rng.choice(clauses)
        first = rng.randrange(len(run))
        yield place, run[first : first + rng.randrange(2, 7)]


def found(searcher: Searcher, places_of: dict[int, int], query: str, options: Options) -> set[int]:
    condition = searcher._plan(query, Filters(), options).plan.condition
    return {places_of[match.number] for match in searcher.reader.search(Plan(condition), limit=ALL).matches}


def test_queries_in_either_script_find_texts_in_both(searcher: Searcher, stored: list[Article]) -> None:
    """OpenCC says what must be found, and our own folding what may be: it knows more forms of characters."""
    at = places(searcher.reader)
    simple = [simplified(_tight(record)) for record in stored]
    oracle = Oracle(stored)
    total = more = 0
    for number, (place, piece) in enumerate(pieces(3, len(stored), PIECES)):
        query = simplified(piece) if number % 2 else piece
        given = found(searcher, at, query, Options(literal=True))
        wanted = simplified(piece)
        expected = {other for other, text in enumerate(simple) if wanted in text}
        assert place in expected <= given, piece
        assert given == oracle.holding(literal(piece)), piece
        total += len(given)
        more += len(given - expected)
    assert more < total / 20


def test_exact_script_finds_what_is_written_so(searcher: Searcher, stored: list[Article]) -> None:
    at = places(searcher.reader)
    written = [_tight(record) for record in stored]
    fewer = 0
    for number, (_, piece) in enumerate(pieces(4, len(stored), EXACT_PIECES)):
        query = simplified(piece) if number % 2 else piece
        given = found(searcher, at, query, EXACT)
        assert given == {place for place, text in enumerate(written) if query in text}, query
        fewer += given != found(searcher, at, query, Options(literal=True))
    assert fewer > EXACT_PIECES / 4


def _tight(record: Article) -> str:
    """The texts of an article with a mark between them and for punctuation, without white space inside."""
    marked = (c if c.isalnum() else " " if c in " \u3000" else "|" for c in "|".join(texts(record)))
    return unicodedata.normalize("NFKC", "".join(marked)).replace(" ", "")


@pytest.fixture
def small(engine_name: str, tmp_path: Path) -> Callable[..., Searcher]:
    """Makes a searcher over a few articles."""

    def make(*articles: str | Article) -> Searcher:
        return Searcher(build_index(index_place(engine_name, tmp_path), articles, engine_name=engine_name))

    return make


def ids(searcher: Searcher, query: str, **options: object) -> list[str]:
    hits = searcher.search(query, options=Options(exact_script=True, **options), limit=100).hits  # type: ignore[arg-type]
    assert searcher.count(query, options=Options(exact_script=True, mode="all")) == sum(h.match != "some" for h in hits)
    return sorted(hit.article.id for hit in hits)


def test_exact_script_keeps_forms_apart(small: Callable[..., Searcher]) -> None:
    searcher = small("皇后与母后", "前後左右", "后面和後面", "戸籍", "户籍")
    assert ids(searcher, "后") == ["a0", "a2"]
    assert ids(searcher, "後") == ["a1", "a2"]
    assert ids(searcher, "后 後") == ["a2"]
    assert ids(searcher, "后 -後") == ["a0"]
    assert ids(searcher, "后 OR 後") == ["a0", "a1", "a2"]
    assert ids(searcher, "左右 -后") == ["a1"]
    assert ids(searcher, "户籍") == ["a4"]
    assert ids(searcher, "戶") == []


def test_exact_script_folds_all_but_script(small: Callable[..., Searcher]) -> None:
    searcher = small("ＬＥＤ顯 示屏二○二二", "led显示屏")
    assert ids(searcher, "Led顯示屏") == ["a0"]
    assert ids(searcher, "二〇二二") == ["a0"]
    assert ids(searcher, "LED") == ["a0", "a1"]


def test_exact_script_lights_up_what_is_written_so(small: Callable[..., Searcher]) -> None:
    (hit,) = small("后面，後面，后").search("後", options=Options(exact_script=True)).hits
    assert hit.snippet.ranges == ((3, 4),)
    assert hit.match == "literal"


def test_exact_script_counts_tiers_and_words_as_written(small: Callable[..., Searcher]) -> None:
    searcher = small("关爱保险", "关爱，保险", "關愛保險", "關愛，保险", "关爱")
    assert ids(searcher, "关爱保险") == ["a0", "a1"]
    hits = searcher.search("关爱保险", options=Options(exact_script=True)).hits
    assert [hit.match for hit in hits] == ["literal", "all"]
    assert ids(searcher, '"關愛保險"') == ["a2"]
    assert ids(searcher, "關愛保险") == ["a3"]
    loosened = searcher.search("關愛桥梁", options=Options(exact_script=True))
    assert (loosened.loosened, {hit.article.id for hit in loosened.hits}) == (True, {"a2", "a3"})


def test_exact_script_holds_for_prefixes_and_distances(small: Callable[..., Searcher]) -> None:
    searcher = small("關注2022年，再後退", "关注2022年，再后退", "關注20年，后退")
    assert ids(searcher, "關注20*") == ["a0", "a2"]
    assert ids(searcher, '"關注 後"~9') == ["a0"]
    assert ids(searcher, '"关注 後"~9') == []
    (hit,) = searcher.search('"關注 後"~9', options=Options(exact_script=True)).hits
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.ranges] == ["關注", "後"]


def test_exact_script_leaves_filters_alone(small: Callable[..., Searcher]) -> None:
    searcher = small(article("关爱", id="x", unit="資源縣"), article("關愛", id="y", unit="资源县"))
    results = searcher.search("关爱", filters=Filters(unit=("资源县",)), options=Options(exact_script=True))
    assert [hit.article.id for hit in results.hits] == ["x"]
    assert ids(searcher, "单位:資源") == ["x"]


def test_exact_script_is_told_by_what_each_article_has(tmp_path: Path, engine_name: str) -> None:
    place = index_place(engine_name, tmp_path)
    for source, body in (("一.txt", "皇后"), ("二.txt", "後面"), ("三.txt", "后和後")):
        with writer(place, engine_name=engine_name) as transaction:
            add_file(transaction, SourceFile(source, 1, 1, "0", 1), [article(body, id=source, source=source)])
    searcher = Searcher(Index(place))
    for query, sources in (("后", ["一.txt", "三.txt"]), ("後", ["三.txt", "二.txt"])):
        results = searcher.search(query, options=Options(exact_script=True), sort="source")
        assert [hit.article.source for hit in results.hits] == sources
        condition = searcher._plan(query, Filters(), EXACT).plan.condition
        assert searcher.reader.count_by("source", condition) == dict.fromkeys(sources, 1)
