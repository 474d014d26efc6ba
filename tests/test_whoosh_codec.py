"""How the Whoosh engine keeps postings and values: what is written comes back, through runs, merges and deletions."""

from __future__ import annotations

import random
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import RamStorage

from corpus.records import Article
from index.analyzer import Analyzer
from index.dictionary import stock_segmenter
from index.engines import Reader, SourceFile
from index.engines.whoosh import WhooshEngine
from index.engines.whoosh.codec import InvertingPool
from index.engines.whoosh.columns import BlockColumn
from index.engines.whoosh.commits import commit_path, read_commit
from index.engines.whoosh.numbers import pack, pack_ascending, unpack, unpack_ascending
from index.engines.whoosh.postings import BEGINNINGS, Field, PostingsReader, PostingsWriter
from index.engines.whoosh.sealed import SealedStorage
from index.errors import IndexDamagedError
from index.plan import Every, Keyword, Literal, Plan, Scored
from tests.support.indexes import article

NUMBERS = st.one_of(st.integers(0, 200), st.integers(0, 0x110000), st.integers(0, 2**64 - 1))
TEXTS = st.binary(min_size=1, max_size=8)

# Whether a field is positional, and the numbers of its terms.
Fields = dict[str, tuple[bool, dict[bytes, Sequence[int]]]]
# Documents of a pool: by field, its terms. `grams` is positional.
Documents = list[dict[str, list[str]]]
DOCUMENTS = st.lists(
    st.fixed_dictionaries({name: st.lists(st.sampled_from("关爱保险ab"), max_size=6) for name in ("grams", "terms")}),
    max_size=12,
)


@given(st.lists(NUMBERS))
@example([0xD800, 0xDFFF, 0x10FFFF])
@example([0x110000])
@example([7] * 1_000)
@example([254, 255, 0xFE, 0xFF] * 100)
@example(list(range(2**63, 2**63 + 100)))
def test_packed_numbers_come_back(numbers: list[int]) -> None:
    assert list(unpack(pack(numbers))) == numbers
    ascending = sorted(numbers)
    assert unpack_ascending(pack_ascending(ascending)) == ascending


def test_small_and_repeated_numbers_take_few_bytes() -> None:
    assert len(pack([1, 127])) == 2
    assert len(pack([128, 2047])) == 4
    assert len(pack([5] * 10_000)) < 100


@pytest.mark.parametrize("packed", [b"\x80", b"\xff\x01", b"\xfe", b"\xfe" + b"x" * 20, pack([5] * 500)[:-3]])
def test_bytes_that_no_numbers_give_are_faults(packed: bytes) -> None:
    with pytest.raises((ValueError, zlib.error)):
        list(unpack(packed))


@given(
    st.lists(st.one_of(st.none(), st.binary(max_size=20), st.integers(9_000, 40_000).map(bytes))),
    st.sampled_from([1, 2, None]),
)
def test_columns_come_back(values: list[bytes | None], kept: int | None) -> None:
    storage, column = RamStorage(), BlockColumn(kept)
    with storage.create_file("column") as file:
        writing = column.writer(file)
        for document, value in enumerate(values):
            if value is not None:
                writing.add(document, value)
        writing.finish(len(values))
    with storage.open_file("column") as file:
        reading = column.reader(file, 0, storage.file_length("column"), len(values))
        order = random.Random(1).sample(range(len(values)), len(values))
        for document in [*order, *range(len(values))]:
            assert reading[document] == (values[document] or b"")


def written(fields: Fields, documents: int) -> PostingsReader:
    """Fields as they come back from a file: positional or not, and the numbers of their terms."""
    storage = RamStorage()
    writing = PostingsWriter(storage.create_file("postings"))
    for name, (positional, terms) in fields.items():
        writing.write_field(name, sorted(terms.items()), positional=positional)
    writing.close()
    return PostingsReader(storage.open_file("postings"), storage.file_length("postings"), documents)


@given(st.dictionaries(TEXTS, st.lists(st.integers(0, 30), min_size=1).map(sorted)), st.lists(TEXTS))
def test_terms_and_their_documents_come_back(terms: dict[bytes, list[int]], others: list[bytes]) -> None:
    fields: Fields = {"before": (False, {b"x": [1]}), "f": (False, {**terms}), "none": (False, {})}
    field = written(fields, 31).field("f")
    assert field is not None
    assert [term.text for term in field.terms()] == sorted(terms)
    for text in [*terms, *others]:
        term = field.find(text)
        assert (term is not None) == (text in terms)
        assert [found.text for found in field.terms(text[:1])] == [one for one in sorted(terms) if one[:1] == text[:1]]
        if term:
            numbers = field.numbers(term)
            assert numbers == list(field.documents(numbers)) == terms[text]
            assert term.documents == len(set(numbers))
            assert list(field.frequencies(numbers, range(31))) == [numbers.count(number) for number in range(31)]


def pool(storage: RamStorage, megabytes: float = 1.0) -> InvertingPool:
    return InvertingPool(storage, W3Segment(None, "MAIN"), {"grams"}, megabytes)


def fill(collecting: InvertingPool, documents: Documents) -> None:
    for number, document in enumerate(documents):
        for name, terms in sorted(document.items()):
            if terms:
                collecting.add((name, b"", number, 1.0, terms))


def inverted(collecting: InvertingPool, documents: int) -> PostingsReader:
    """What a pool has collected, written and opened again."""
    fields: Fields = {}
    for name, text, numbers in collecting.iter_postings():
        terms = fields.setdefault(name, (name == "grams", {}))[1]
        assert text not in terms
        terms[text] = numbers
    return written(fields, documents)


def frequencies(field: Field | None) -> dict[str, Counter[int]]:
    """How often each term occurs in which document."""
    if field is None:
        return {}
    return {
        term.text.decode(): Counter(field.documents(field.numbers(term)))
        for term in field.terms()
        if term.text != BEGINNINGS
    }


def expected(documents: Documents, name: str) -> dict[str, Counter[int]]:
    found: dict[str, Counter[int]] = {}
    for number, document in enumerate(documents):
        for term in document[name]:
            found.setdefault(term, Counter())[number] += 1
    return found


def check(postings: PostingsReader, documents: Documents) -> None:
    """That postings are those of the documents, and that documents do not touch."""
    for name in ("grams", "terms"):
        field = postings.field(name)
        assert frequencies(field) == expected(documents, name)
        for text, counts in expected(documents, name).items():
            assert field is not None
            term = field.find(text.encode())
            assert term is not None
            assert term.documents == len(counts)
            found = field.frequencies(field.numbers(term), range(len(documents)))
            assert list(found) == [counts[number] for number in range(len(documents))]
    if grams := postings.field("grams"):
        beginnings = grams.beginnings()
        assert len(beginnings) == len(documents) + 1
        for number, document in enumerate(documents):
            for place, gram in enumerate(document["grams"]):
                term = grams.find(gram.encode())
                assert term is not None
                assert beginnings[number] + place in grams.numbers(term)
                assert beginnings[number] + place < beginnings[number + 1] - 1


@given(DOCUMENTS, st.sampled_from([1.0, 3e-5]))
def test_the_pool_inverts_documents(documents: Documents, megabytes: float) -> None:
    collecting = pool(RamStorage(), megabytes)
    fill(collecting, documents)
    check(inverted(collecting, len(documents)), documents)


def test_an_empty_gram_is_refused() -> None:
    with pytest.raises(ValueError, match="empty gram in grams"):
        fill(pool(RamStorage()), [{"grams": ["关", ""], "terms": []}])


def test_a_full_pool_writes_runs() -> None:
    dice = random.Random(2)
    documents = [{name: dice.choices("关爱保险ab", k=50) for name in ("grams", "terms")} for _ in range(60)]
    collecting = pool(RamStorage(), 0.005)
    fill(collecting, documents)
    assert len(collecting.runs) > 2
    check(inverted(collecting, len(documents)), documents)


def test_many_terms_fill_a_pool_as_many_numbers_do() -> None:
    documents = [
        {"grams": [], "terms": [str(number) for number in range(first, first + 100)]} for first in range(0, 20_000, 100)
    ]
    collecting = pool(RamStorage(), 1.0)
    fill(collecting, documents)
    assert len(collecting.runs) == 3  # 20,000 terms take almost 4 MB


@given(st.lists(DOCUMENTS, min_size=1, max_size=3), st.randoms(use_true_random=False), st.sampled_from([1.0, 3e-5]))
def test_merged_segments_are_as_if_written_at_once(
    segments: list[Documents], dice: random.Random, megabytes: float
) -> None:
    collecting = pool(RamStorage(), megabytes)
    fill(collecting, segments[0])
    kept = list(segments[0])
    for documents in segments[1:]:
        one = pool(RamStorage())
        fill(one, documents)
        staying = [number for number in range(len(documents)) if dice.random() < 0.7]
        moved = {old: len(kept) + place for place, old in enumerate(staying)}
        collecting.merge(inverted(one, len(documents)), moved)
        kept += [documents[old] for old in staying]
    check(inverted(collecting, len(kept)), kept)


def test_positions_far_apart_come_back() -> None:
    length = 0x110000 + 5
    documents: Documents = [
        {"grams": ["关", *["a"] * length, "爱"], "terms": []},
        {"grams": [], "terms": []},
        {"grams": ["爱"], "terms": []},
    ]
    collecting = pool(RamStorage())
    fill(collecting, documents)
    grams = inverted(collecting, 3).field("grams")
    assert grams is not None
    term = grams.find("爱".encode())
    assert term is not None
    assert grams.numbers(term) == [length + 1, length + 3]
    assert list(grams.documents(grams.numbers(term))) == [0, 2]
    assert grams.beginnings() == [0, length + 3, length + 3, length + 5]


class History:
    """An index through many commits, and the articles that it must hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles: dict[str, Article] = {}
        self._analyzer = Analyzer(stock_segmenter())
        WhooshEngine().create(folder)

    def commit(self, added: Sequence[Article] = (), removed: Sequence[str] = ()) -> None:
        """One transaction."""
        writing = WhooshEngine().writer(self.folder)
        for name in removed:
            writing.remove_article(name)
            del self.articles[name]
        for record in added:
            writing.add(WhooshEngine().encode([record], self._analyzer))
            writing.put_source(SourceFile(record.source, 1, 1, "", 1))
            self.articles[record.id] = record
        writing.commit()

    def segments(self) -> int:
        return len(list(self.folder.glob("*.seg")))


def texts(dice: random.Random, first: int, count: int) -> list[Article]:
    return [
        article(
            "".join(dice.choices("关爱保险老人，a1\n", k=dice.randrange(30))), id=f"id{number}", source=f"{number}.txt"
        )
        for number in range(first, first + count)
    ]


def results(reader: Reader, plan: Plan) -> dict[str, tuple[int, float]]:
    matches = reader.search(plan, limit=10**6).matches
    found = reader.fetch([match.number for match in matches])
    return {one.id: (match.tier, match.score) for one, match in zip(found, matches, strict=True)}


PLANS = [
    Plan(
        Literal(tuple(text)),
        (Literal(tuple(text)),),
        tuple(
            scored
            for field in ("title", "body", "unit")
            for scored in (Scored(field, "terms", text[0], 2.0), Scored(field, "grams", text[:2], 1.0))
        ),
    )
    for text in ("关爱", "险老人", "关", "老", "关关", "爱保")
]


def test_commits_deletions_and_merges_keep_what_they_should(tmp_path: Path) -> None:
    dice = random.Random(3)
    history = History(tmp_path)
    most = merges = 0
    for turn in range(25):
        gone = [name for name in history.articles if dice.random() < 0.15]
        before = history.segments()
        history.commit(texts(dice, 100 * turn, dice.randrange(6)), gone)
        most = max(most, history.segments())
        merges += history.segments() < before
        reader = WhooshEngine().reader(tmp_path)
        assert set(results(reader, Plan(Every()))) == set(history.articles)
        for plan in PLANS:
            assert isinstance(plan.condition, Literal)
            wanted = "".join(plan.condition.atoms)
            assert set(results(reader, plan)) == {
                name for name, record in history.articles.items() if wanted in record.body
            }
        names = sorted(history.articles)
        assert list(reader.values("id")) == names
        for record in reader.fetch([match.number for match in reader.search(Plan(Every()), limit=10**6).matches]):
            assert record == history.articles[record.id]
        assert set(results(reader, Plan(Keyword("id", tuple(names[:2]))))) == set(names[:2])
        reader.close()
    assert most > 3
    assert merges > 1


def test_scores_are_the_same_in_one_segment_and_in_many(tmp_path: Path) -> None:
    articles = texts(random.Random(4), 0, 40)
    for name in ("one", "many"):
        (tmp_path / name).mkdir()
    one, many = History(tmp_path / "one"), History(tmp_path / "many")
    one.commit(articles)
    for start in range(0, 40, 10):
        many.commit(articles[start : start + 10])
    assert many.segments() > one.segments() == 1
    first, second = WhooshEngine().reader(one.folder), WhooshEngine().reader(many.folder)
    scored = 0
    for plan in PLANS:
        found = results(first, plan)
        assert found == results(second, plan)
        scored += sum(score > 0 for _, score in found.values())
    assert scored > 40
    first.close()
    second.close()


def test_a_snapshot_outlives_the_merge_of_its_segments(tmp_path: Path) -> None:
    dice = random.Random(5)
    history = History(tmp_path)
    for start in range(3):
        history.commit(texts(dice, 10 * start, 3))
    reader = WhooshEngine().reader(tmp_path)
    held = dict(history.articles)
    for start in range(3, 12):
        history.commit(texts(dice, 10 * start, 3), [next(iter(history.articles))])
    assert set(results(reader, Plan(Every()))) == set(held)
    for plan in PLANS:
        assert isinstance(plan.condition, Literal)
        wanted = "".join(plan.condition.atoms)
        assert set(results(reader, plan)) == {name for name, record in held.items() if wanted in record.body}
    reader.close()


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an index's only segment."""
    history = History(tmp_path_factory.mktemp("segment"))
    history.commit(texts(random.Random(6), 0, 30))
    (file,) = history.folder.glob("*.seg")
    return file


def use(folder: Path) -> Iterator[object]:
    """All that one asks of a reader."""
    reader = WhooshEngine().reader(folder)
    try:
        for plan in (*PLANS, Plan(Every())):
            yield results(reader, plan)
        yield list(reader.values("id"))
        yield reader.sources()
        yield reader.count_by("source", Every())
    finally:
        reader.close()


def changed(file: Path, places: Iterable[int]) -> Iterator[int]:
    """Each place in turn, while the byte of the file there is another."""
    whole = file.read_bytes()
    with file.open("r+b", buffering=0) as writing:
        for place in places:
            for value in (whole[place] ^ (1 + place % 255), whole[place]):
                writing.seek(place)
                writing.write(bytes([value]))
                if value != whole[place]:
                    yield place


def test_every_changed_byte_of_a_segment_is_noticed(segment: Path) -> None:
    (listed,) = read_commit(segment.parent, 1)
    SealedStorage(segment, listed.seal).check()
    size = segment.stat().st_size
    for _ in changed(segment, [*range(0, size - 2000, 11), *range(size - 2000, size)]):
        with pytest.raises(IndexDamagedError, match=f"{segment.name}: "):
            SealedStorage(segment, listed.seal).check()


def test_every_changed_byte_of_a_list_of_segments_is_noticed(segment: Path) -> None:
    for _ in changed(commit_path(segment.parent, 1), range(commit_path(segment.parent, 1).stat().st_size)):
        with pytest.raises(IndexDamagedError, match=r"_MAIN_1\.toc: "):
            read_commit(segment.parent, 1)


def test_no_changed_byte_changes_an_answer(segment: Path) -> None:
    sound = list(use(segment.parent))
    size = segment.stat().st_size
    noticed = 0
    for _ in changed(segment, range(0, size, size // 100)):
        try:
            assert list(use(segment.parent)) == sound
        except IndexDamagedError:
            noticed += 1
    assert noticed > 90


@pytest.mark.parametrize("size", [0, 1, 100, -1])
def test_a_segment_cut_short_is_noticed(segment: Path, size: int) -> None:
    whole = segment.read_bytes()
    segment.write_bytes(whole[:size])
    with pytest.raises(IndexDamagedError, match=r"ends too early|directory is not what was written"):
        WhooshEngine().reader(segment.parent)
    segment.write_bytes(whole)


def test_a_segment_of_another_index_is_noticed(segment: Path, tmp_path: Path) -> None:
    history = History(tmp_path)
    history.commit(texts(random.Random(8), 0, 30))
    (other,) = history.folder.glob("*.seg")
    other.write_bytes(segment.read_bytes())
    with pytest.raises(IndexDamagedError):
        WhooshEngine().reader(tmp_path)
