"""Every engine executes every plan alike: the same articles, counts and tiers."""

from __future__ import annotations

import math
import random
import re
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, get_args
from unittest.mock import Mock

import pytest
from tantivy import Query

from corpus.records import Article, Issue
from index.analyzer import Analyzer
from index.atoms import BREAK, literal
from index.dictionary import stock_segmenter
from index.engines import Encoded, Engine, Reader, Sort, SourceFile, Writer, engine
from index.engines.damage import damage_explained
from index.engines.encoding import with_ancestors
from index.engines.tantivy.reader import TantivyReader
from index.errors import EngineError
from index.plan import (
    TEXT_FIELDS,
    And,
    Condition,
    Every,
    Keyword,
    Literal,
    Near,
    Not,
    Or,
    Plan,
    Prefix,
    Range,
    Scored,
    Textual,
)
from index.scoring import K1, B, bm25, inverse_document_frequency
from search.cli import cli, run
from tests.support.cluster import OPENSEARCH, storage_place
from tests.support.indexes import article

ALPHABET = "关關爱愛保险县，a1 \n"
# An engine that is asked over a network gets fewer plans.
PLANS = {OPENSEARCH: 500}
REGIONS = ("广西/桂林", "广西/桂林/七星", "广西", "湖南/怀化")


def random_articles(count: int, seed: int) -> list[Article]:
    rng = random.Random(seed)

    def text(longest: int) -> str:
        return "".join(rng.choice(ALPHABET) for _ in range(rng.randrange(longest)))

    return [
        article(
            text(40),
            id=f"id{number:03}",
            title=text(10),
            untitled=rng.random() < 0.3,
            unit=text(6),
            author=text(4),
            section=text(4),
            issue=Issue(text(4), text(3)),
            regions=tuple(rng.sample(REGIONS, rng.randrange(3))),
            date=rng.choice([None, "2022", "2022-09", "2022-09-15", "2023-01-01"]),
            source=f"{number % 4}.txt",
            line_start=number,
        )
        for number in range(count)
    ]


class Judged:
    """An engine's index of articles, and what must be found in it, told from the articles alone."""

    def __init__(self, reader: Reader, articles: list[Article]) -> None:
        self.reader = reader
        self.articles = articles

    def found(self, condition: Condition) -> set[str]:
        page = self.reader.search(Plan(condition), limit=10**6)
        found = [record.id for record in self.reader.fetch([match.number for match in page.matches])]
        assert page.total == len(found) == len(set(found))
        return set(found)

    def expected(self, condition: Condition) -> set[str]:
        return {record.id for record in self.articles if meets(record, condition)}


def field_text(record: Article, field: str) -> str:
    if field == "issue":
        return " ".join(part for part in (record.issue.title, record.issue.number) if part)
    return "" if field == "title" and record.untitled else getattr(record, field) or ""


def prefix_pattern(prefix: Prefix) -> str:
    """Finds a prefix in atoms with a NUL before each."""
    return "".join(f"\0{atom}" for atom in prefix.atoms)


def near_pattern(near: Near) -> str:
    """Finds parts near each other in atoms with a NUL before each, and one at the end."""
    parts = ["".join(f"\0{atom}" for atom in part) + "(?=\0)" for part in near.parts]
    return f"(?:\0[^\0]+){{0,{near.slack}}}".join(parts)


def meets(record: Article, condition: Condition) -> bool:
    match condition:
        case Literal():
            wanted = "\0".join(("", *condition.atoms, ""))
            exact = condition.exact_script
            cut = (literal(field_text(record, name), exact_script=exact) for name in condition.fields)
            return any(wanted in "\0".join(("", "_", *atoms, "_", "")) for atoms in cut)
        case Prefix() | Near():
            pattern = re.compile(
                prefix_pattern(condition) if isinstance(condition, Prefix) else near_pattern(condition)
            )
            exact = condition.exact_script
            cut = (literal(field_text(record, name), exact_script=exact) for name in condition.fields)
            return any(pattern.search("".join(f"\0{atom}" for atom in ("_", *atoms, "_", ""))) for atoms in cut)
        case Keyword():
            values = (
                with_ancestors(record.regions) if condition.field == "region" else [getattr(record, condition.field)]
            )
            return any(value in values for value in condition.values)
        case Range():
            value = getattr(record, condition.field)
            return value is not None and (condition.low or "") <= value <= (condition.high or "~")
        case Every():
            return True
        case And():
            return all(meets(record, part) for part in condition.conditions)
        case Or():
            return any(meets(record, part) for part in condition.conditions)
        case Not():
            return not meets(record, condition.condition)


def random_condition(rng: random.Random, articles: list[Article], depth: int = 3) -> Condition:
    texts = ["literal"] * 4 + ["prefix"] * 2 + ["near"] * 2
    kind = rng.choice(texts + ["keyword", "range", "every"] + ["and", "or", "not"] * (depth > 0))
    if kind in texts:
        fields = tuple(rng.sample([*TEXT_FIELDS, "section", "issue"], rng.randrange(1, 5)))
        return random_textual(rng, kind, rng.choice(articles), fields)
    if kind == "keyword":
        field, values = rng.choice([("region", REGIONS), ("source", ("0.txt", "9.txt")), ("id", ("id001", "id005"))])
        return Keyword(field, tuple(rng.sample(values, rng.randrange(len(values) + 1))))
    if kind == "range":
        return Range("date", rng.choice([None, "2022-09"]), rng.choice([None, "2022-09~", "2022-09-15"]))
    if kind == "every":
        return Every()
    parts = tuple(random_condition(rng, articles, depth - 1) for _ in range(rng.randrange(1, 4)))
    return Not(parts[0]) if kind == "not" else And(parts) if kind == "and" else Or(parts)


def random_textual(rng: random.Random, kind: str, record: Article, fields: tuple[str, ...]) -> Textual:
    """A condition on texts, made of pieces of an article."""
    exact = rng.random() < 0.3
    atoms = literal(field_text(record, rng.choice([*TEXT_FIELDS, "section", "issue"])), exact_script=exact) or ("关",)

    def piece(first: int, longest: int) -> tuple[str, ...]:
        text = "".join(atoms[first : first + rng.randrange(1, longest)]).replace(BREAK, "，")
        return literal(text, exact_script=exact) or ("a",)

    if kind == "near":
        firsts = sorted(rng.choices(range(len(atoms)), k=rng.randrange(2, 5)))
        if rng.random() < 0.3:
            rng.shuffle(firsts)
        return Near(tuple(piece(first, 4) for first in firsts), rng.randrange(8), fields, exact_script=exact)
    found = piece(rng.randrange(len(atoms)), 6)
    if kind == "literal":
        return Literal(found, fields, exact_script=exact)
    while len(found) > 1 and found[-1][0] not in "a1":
        found = found[:-1]
    beginning = found[-1] if found[-1][0] in "a1" else rng.choice("a1")
    return Prefix((*found[:-1], beginning[: rng.randrange(1, 3)]), fields, exact_script=exact)


class Storage:
    """One index of an engine: its readers, which are closed in the end, and its writers."""

    def __init__(self, engine: Engine[Any], place: Any) -> None:
        self._engine = engine
        self._place = place
        self._analyzer = Analyzer(stock_segmenter())
        self._readers: list[Reader] = []
        engine.create(place)

    def reader(self) -> Reader:
        self._readers.append(self._engine.reader(self._place))
        return self._readers[-1]

    def writer(self) -> Writer:
        return self._engine.writer(self._place)

    def encoded(self, articles: list[Article]) -> list[Encoded]:
        return self._engine.encode(articles, self._analyzer)

    def add(self, articles: list[Article]) -> None:
        writing = self.writer()
        for source in dict.fromkeys(record.source for record in articles):
            records = [record for record in articles if record.source == source]
            writing.add(self.encoded(records))
            writing.put_source(SourceFile(source, 1, 2, "digest", len(records)))
        writing.commit()

    def close(self) -> None:
        for reader in self._readers:
            reader.close()


@pytest.fixture
def storage(engine_name: str, tmp_path: Path) -> Iterator[Storage]:
    """An empty index of each engine."""
    made = Storage(engine(engine_name), storage_place(engine_name, tmp_path))
    yield made
    made.close()


def test_an_empty_index_answers(storage: Storage) -> None:
    reader = storage.reader()
    assert reader.search(Plan(Every())).total == 0
    assert reader.article_count() == 0
    assert list(reader.values("region")) == []
    assert reader.sources() == {}
    assert reader.count_by("unit", Every()) == {}


def test_random_plans_find_what_they_ask_for(storage: Storage, engine_name: str) -> None:
    articles = random_articles(120, seed=4)
    storage.add(articles[:60])
    storage.add([article("x", id=f"gone{number}", source="gone.txt") for number in range(20)])
    storage.add([article("x", id="moved", source=record.source) for record in articles[60:61]])
    storage.add(articles[60:])
    writing = storage.writer()
    writing.remove_source("gone.txt")
    writing.remove_article("moved")
    writing.commit()
    judged = Judged(storage.reader(), articles)
    rng = random.Random(5)
    sizes = set()
    for _ in range(PLANS.get(engine_name, 2_000)):
        condition = random_condition(rng, articles)
        expected = judged.expected(condition)
        assert judged.found(condition) == expected, condition
        sizes.add(len(expected))
    assert len(sizes) > 20


def test_long_runs_are_found_by_their_pieces(storage: Storage) -> None:
    storage.add(
        [article("a" * 100 + "1", id="long"), article("a" * 64 + "，" + "a" * 36, id="two"), article("a", id="a")]
    )
    judged = Judged(storage.reader(), [])
    pieces = ("a" * 64, "a" * 36)
    assert judged.found(Prefix(("a" * 60,))) == {"long", "two"}
    assert judged.found(Prefix(("a" * 64, "a"))) == {"long"}
    assert judged.found(Prefix(("a" * 36, "1"))) == {"long"}
    assert judged.found(Near(tuple((piece,) for piece in pieces), 0)) == {"long"}
    assert judged.found(Near(tuple((piece,) for piece in pieces), 1)) == {"long", "two"}
    assert judged.found(Near((("a",), ("1",)), 50)) == set()


def test_prefixes_are_complete_however_many_terms_begin_so(storage: Storage) -> None:
    storage.add([article(f"第{number}期", id=f"{number}") for number in range(1_000)])
    judged = Judged(storage.reader(), [])
    begin = {str(number) for number in range(1_000) if str(number).startswith("1")}
    for prefix in (("1",), ("第", "1"), (BREAK, "第", "1")):
        assert judged.found(Prefix(prefix)) == begin


def test_tiers_count_the_strings_that_an_article_has(storage: Storage) -> None:
    articles = random_articles(60, seed=8)
    storage.add(articles[:30])
    storage.add(articles[30:])
    reader = storage.reader()
    places = {match.number: None for match in reader.search(Plan(Every()), limit=60).matches}
    records = dict(zip(places, reader.fetch(list(places)), strict=True))
    rng = random.Random(9)
    for _ in range(150):
        textual = [
            random_textual(rng, "literal", rng.choice(articles), TEXT_FIELDS) for _ in range(rng.randrange(1, 9))
        ]
        strings = tuple(
            string for string in rng.choices(textual, k=rng.randrange(1, 40)) if isinstance(string, Literal)
        )
        condition = rng.choice([Every(), Or(strings), And(strings[:2]), random_condition(rng, articles, 1)])
        scored = tuple(Scored("body", "terms", atom, 1.0) for atom in "关爱县") if rng.random() < 0.7 else ()
        limit, offset = rng.randrange(1, 70), rng.randrange(10)
        page = reader.search(Plan(condition, strings, scored), limit=limit, offset=offset)
        tiers = {
            number: sum(meets(record, string) for string in strings)
            for number, record in records.items()
            if meets(record, condition)
        }
        assert page.total == len(tiers)
        assert [match.tier for match in page.matches] == sorted(tiers.values(), reverse=True)[offset : offset + limit]
        assert all(match.tier == tiers[match.number] for match in page.matches)


def test_articles_come_back_whole(storage: Storage) -> None:
    articles = random_articles(10, seed=6)
    storage.add(articles)
    reader = storage.reader()
    page = reader.search(Plan(Every()), sort="source", limit=10)
    fetched = reader.fetch([match.number for match in page.matches])
    assert fetched == sorted(articles, key=lambda record: (record.source, record.line_start))


def test_counts_and_values_are_those_of_the_articles(storage: Storage) -> None:
    articles = random_articles(40, seed=7)
    storage.add(articles)
    reader = storage.reader()
    assert reader.article_count() == 40
    assert reader.count_by("date", Every()) == {
        day: sum(record.date == day for record in articles)
        for day in {record.date for record in articles if record.date}
    }
    for region, count in reader.count_by("region", Every()).items():
        assert count == sum(region in with_ancestors(record.regions) for record in articles), region
    assert list(reader.values("id", "id01")) == [f"id{number:03}" for number in range(10, 20)]
    writing = storage.writer()
    writing.remove_article("id015")
    writing.put_source(SourceFile("0.txt", 7, 8, "digest", 10))
    writing.commit()
    assert "id015" not in storage.reader().values("id")
    assert storage.reader().sources()["0.txt"].size == 7
    assert storage.reader().article_count() == 39
    assert {source.articles for source in reader.sources().values()} == {10}


def test_terms_are_those_of_the_articles_that_begin_so(storage: Storage) -> None:
    storage.add([article("Excel表格，Excellent", id="a"), article("exe 文件", id="b"), article("外部", id="c")])
    assert list(storage.reader().text_terms("body", "exc")) == ["excel", "excellent"]
    assert list(storage.reader().text_terms("title", "exc")) == []


def test_terms_of_text_for_filters_are_those_of_its_values(storage: Storage) -> None:
    storage.add([article("文", id=section, section=section) for section in ("Excel 技巧", "excel之二", "Word")])
    assert list(storage.reader().text_terms("section", "ex")) == ["excel"]


def test_order_is_tier_then_score_then_date_then_id(storage: Storage) -> None:
    storage.add(
        [
            article("关爱老人", id="b", date="2022-01-01"),
            article("关爱老人", id="a", date="2022-01-01"),
            article("关爱老人", id="c", date="2023"),
            article("关爱老人", id="d"),
            article("保险关爱老人和其他很多人", id="e"),
        ],
    )
    reader = storage.reader()
    plan = Plan(Every(), (Literal(literal("保险")),), (Scored("body", "grams", "关爱", 1.0),))
    for limit, offset in ((10, 0), (2, 0), (2, 2), (1, 4)):
        page = reader.search(plan, limit=limit, offset=offset)
        ids = [record.id for record in reader.fetch([match.number for match in page.matches])]
        assert ids == ["e", "c", "a", "b", "d"][offset : offset + limit]
    by_date = reader.search(plan, sort="date").matches
    assert [record.id for record in reader.fetch([match.number for match in by_date])][:1] == ["c"]
    one_tier = Plan(Every(), (), plan.scored)
    for limit, offset in product(range(1, 6), range(6)):
        page = reader.search(one_tier, limit=limit, offset=offset)
        ids = [record.id for record in reader.fetch([match.number for match in page.matches])]
        assert ids == ["c", "a", "b", "d", "e"][offset : offset + limit]


def test_tiers_that_no_article_has_take_no_queries_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Storage(engine("tantivy"), tmp_path)
    storage.add(
        [article("关爱保险", id="a"), article("关爱", id="b"), article("保险县", id="c"), article("险", id="d")]
    )
    asked = Mock(side_effect=TantivyReader._find)

    def counted(reader: TantivyReader, query: Query, limit: int, **order: object) -> object:
        return asked(reader, query, limit, **order)

    monkeypatch.setattr(TantivyReader, "_find", counted)
    strings = tuple(
        Literal(literal(text)) for text in ("关爱", "保险", "县", *(f"没{number}" for number in range(200)))
    )
    page = storage.reader().search(Plan(Every(), strings))
    assert (page.total, [match.tier for match in page.matches]) == (4, [2, 2, 1, 0])
    assert asked.call_count < 10


def test_scores_are_bm25(storage: Storage) -> None:
    bodies = ["合作社合作社", "合作社成立", "会议", "会议记录，关爱留守老人的合作社"] * 100
    storage.add([article(body, id=f"{number:03}") for number, body in enumerate(bodies)])
    plan = Plan(Literal(tuple("合作社")), (), (Scored("body", "terms", "合作社", 1.0),))
    page = storage.reader().search(plan, limit=300)
    assert page.total == 300
    lengths = [8, 6, 2, 15]  # terms: the longer words and the characters of each body
    average = sum(lengths) / 4
    idf = math.log(1 + (400 - 300 + 0.5) / (300 + 0.5))
    expected = [
        idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / average))
        for frequency, length in ((2, 8), (1, 6), (1, 15))
        for _ in range(100)
    ]
    # Lengths may be rounded, and the engine's own documents be counted.
    assert [match.score for match in page.matches] == pytest.approx(expected, rel=0.05)


def test_bm25_is_the_textbooks() -> None:
    from whoosh.scoring import bm25 as stock

    assert bm25(1.5, 3.0, 120, 90) == pytest.approx(stock(1.5, 3.0, 120, 90, B, K1))
    assert inverse_document_frequency(10, 10) > 0
    assert inverse_document_frequency(100, 1) > inverse_document_frequency(100, 50)


@pytest.mark.parametrize("sort", get_args(Sort))
def test_articles_have_their_tiers_in_every_order_and_on_pages_of_any_size(storage: Storage, sort: Sort) -> None:
    tiers = {"一.txt": 2, "三.txt": 1, "二.txt": 0, "四.txt": 0}
    for source, body in zip(tiers, ("关爱保险", "关爱，保险和县", "保险人关人爱", "爱"), strict=True):
        storage.add([article(body, id=source, source=source, date="2022")])
    reader = storage.reader()
    scored = Scored("body", "terms", "爱", 1.0)
    for ranked in ((), (scored,)):
        plan = Plan(Literal(("爱",)), (Literal(literal("关爱")), Literal(literal("爱保"))), ranked)
        for limit in range(1, 5):
            page = reader.search(plan, sort=sort, limit=limit)
            found = reader.fetch([match.number for match in page.matches])
            assert [tiers[record.source] for record in found] == [match.tier for match in page.matches]
            assert (page.total, len({record.source for record in found})) == (4, limit)


@pytest.mark.parametrize("sort", get_args(Sort))
def test_nothing_found_has_an_order_too(storage: Storage, sort: Sort) -> None:
    storage.add([article("关爱", id="a"), article("保险", id="b")])
    string = Literal(literal("火星"))
    for plan in (Plan(string, (string,)), Plan(string, (Literal(literal("关爱")), string))):
        page = storage.reader().search(plan, sort=sort)
        assert (page.total, page.matches) == (0, [])
    past = storage.reader().search(Plan(Every(), (string,)), sort=sort, offset=5)
    assert (past.total, past.matches) == (2, [])


def test_a_reader_sees_one_commit(storage: Storage) -> None:
    storage.add([article("关爱", id="a")])
    before = storage.reader()
    storage.add([article("关爱", id="b", source="二.txt")])
    assert (before.article_count(), storage.reader().article_count()) == (1, 2)


def test_very_long_values_are_told_apart(storage: Storage) -> None:
    names = ["长" * 30_000 + end for end in "甲乙"]
    storage.add([article("关爱", id=name) for name in names])
    reader = storage.reader()
    found = [reader.search(Plan(Keyword("id", (name,)))).matches for name in names]
    assert [[record.id for record in reader.fetch([match.number for match in matches])] for matches in found] == [
        [name] for name in names
    ]
    writing = storage.writer()
    writing.remove_article(names[0])
    writing.commit()
    assert storage.reader().article_count() == 1


def test_very_long_values_are_searched_to_their_end(storage: Storage) -> None:
    storage.add([article("关爱", id=end, section="长" * 30_000 + end) for end in "甲乙"])
    reader = storage.reader()
    for wanted, count in (("长甲", 1), ("甲", 1), ("长", 2), ("甲乙", 0)):
        assert reader.search(Plan(Literal(tuple(wanted), ("section",)))).total == count, wanted


def test_an_index_that_cannot_be_written_to_is_read(tmp_path: Path) -> None:
    storage = Storage(engine("tantivy"), tmp_path)
    storage.add([article("关爱", id="a")])
    lock = tmp_path / ".tantivy-meta.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()  # no lock can be taken, as on a medium that is read-only
    reader = storage.reader()
    matches = reader.search(Plan(Every())).matches
    assert [record.id for record in reader.fetch([match.number for match in matches])] == ["a"]


def test_an_index_that_cannot_be_written_to_asks_for_a_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Storage(engine("tantivy"), tmp_path)
    lock = tmp_path / ".tantivy-meta.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(EngineError, match="set TMPDIR to a folder that can be written to"):
        storage.reader()


def test_want_of_memory_is_no_damage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    @damage_explained()
    def answer(*_: object) -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        answer()
    monkeypatch.setattr(cli, "main", lambda *_, **__: answer())
    assert run(["status"]) == 2
    assert capsys.readouterr().err == "wensou: there is not enough memory\n"


def test_a_full_disk_is_no_damage(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    storage = Storage(engine("tantivy"), tmp_path)
    storage.add([article("关爱", id="a")])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, limits[1]))  # no file can be larger
    try:
        writing = storage.writer()
        writing.add(storage.encoded(random_articles(200, seed=1)))
        with pytest.raises((OSError, EngineError)):
            writing.commit()
        writing.cancel()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(storage.reader().values("id")) == ["a"]


def test_a_cancelled_transaction_leaves_nothing(storage: Storage) -> None:
    storage.add([article("关爱", id="a")])
    writing = storage.writer()
    writing.remove_source("一.txt")
    writing.add(storage.encoded([article("关爱", id="b", source="二.txt")]))
    writing.put_source(SourceFile("二.txt", 1, 1, "", 1))
    writing.cancel()
    assert list(storage.reader().values("id")) == ["a"]
