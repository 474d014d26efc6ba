"""Queries written at random from trees: each is read as the tree that it was written from, and finds what that asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from index.atoms import atoms, literal
from index.plan import TEXT_FIELDS
from search.query.parser import parse
from search.query.syntax import All, Any, Beginning, Leaf, Neighbours, Node, Text, Without
from search.searcher import Searcher
from tests.support.indexes import all_articles
from tests.support.oracle import substrings, texts

_NOWHERE: Final = (0, 0)
_NAMES: Final = {
    "title": ("title:", "标题:", "標題：", "ＴＩＴＬＥ："),
    "body": ("body:", "正文："),
    "unit": ("unit:", "单位："),
    "author": ("author:", "作者："),
}
_SPACES: Final = (" ", "　", "\n", " \t")
_AND: Final = ("AND", "ＡＮＤ", "&&", "＆＆")
_OR: Final = ("OR", "ＯＲ", "|", "｜｜")
_NOT: Final = ("NOT", "ＮＯＴ")
_QUOTES: Final = ('""', "＂＂", "“”")
_HALF: Final = "0123456789.()^~*-"
_FULL: Final = str.maketrans(_HALF, "０１２３４５６７８９．（）＾～＊－")

# Those that the strings of one tree are of: where all have one, a group can have it for them.
_FIELDS: Final = st.sampled_from([(None, *_NAMES), (None,), ("title",), ("body", "unit")])
_WEIGHTS: Final = st.sampled_from([1.0, 1.0, 1.0, 0.5, 2.0, 100.0])
_PLAIN: Final = st.text("关爱縣a1é，。·-?[】~\\", min_size=1, max_size=6).filter(lambda text: text[0] != "-")
_QUOTED: Final = st.text(
    st.one_of(st.sampled_from('关爱 a1"“”＂\\()（:^2~5*-\n'), st.characters(exclude_categories=["Cs"])), max_size=8
)
_BEGUN: Final = st.text("关ab1９", max_size=4).map(lambda text: f"{text}b")


def _strings(fields: tuple[str | None, ...]) -> st.SearchStrategy[Leaf]:
    place = st.sampled_from(fields), st.just(_NOWHERE), _WEIGHTS
    return st.one_of(
        st.builds(Text, _PLAIN, st.just(value=False), *place),
        st.builds(Text, _QUOTED, st.just(value=True), *place),
        st.builds(Beginning, _BEGUN, *place),
        st.builds(Neighbours, _QUOTED, st.integers(0, 50), *place),
    )


def _trees(leaves: st.SearchStrategy[Leaf]) -> st.SearchStrategy[Node]:
    def joined(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        parts = st.lists(nodes, min_size=2, max_size=4).map(tuple)
        return st.one_of(st.builds(All, parts), st.builds(Any, parts), st.builds(Without, nodes))

    return st.recursive(leaves, joined, max_leaves=8)


class _Writer:
    """Writes trees as queries, in any of the ways that mean the same."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.query = ""

    def write(self, node: Node, field: str | None = None) -> Node:
        """Writes a node inside the group of a field, and returns it with the spans of its strings."""
        match node:
            case All(parts):
                return All(self._joined(parts, field, ("", "", *_AND)))
            case Any(parts):
                return Any(self._joined(parts, field, _OR))
            case Without(part):
                return self._without(part, field)
            case _:
                return self._leaf(node, field)

    def _joined(self, parts: tuple[Node, ...], field: str | None, words: tuple[str, ...]) -> tuple[Node, ...]:
        written: list[Node] = []
        for part in parts:
            if written:
                word = self._random.choice(words)
                self._put(self._space() + (word + self._space() if word else ""))
            is_tighter = isinstance(part, All) and words is _OR and self._random.random() < 0.5
            written.append(self.write(part, field) if is_tighter else self._unary(part, field))
        return tuple(written)

    def _without(self, part: Node, field: str | None) -> Without:
        if isinstance(part, Without) or self._random.random() < 0.5:  # two dashes are text
            self._put(self._random.choice(_NOT) + self._space())
        else:
            self._put(self._either("-"))
        return Without(self._unary(part, field))

    def _unary(self, node: Node, field: str | None) -> Node:
        if not isinstance(node, All | Any):
            return self.write(node, field)
        fields = {leaf.field for leaf in _leaves(node)}
        if None not in fields and self._random.random() < 0.8:
            field = self._random.choice(sorted(map(str, fields)))
            self._put(self._random.choice(_NAMES[field]))
        self._put(self._either("("))
        written = self.write(node, field)
        self._put(self._either(")"))
        return written

    def _leaf(self, leaf: Leaf, field: str | None) -> Leaf:
        start = len(self.query)
        if leaf.field and (leaf.field != field or self._random.random() > 0.8):
            self._put(self._random.choice(_NAMES[leaf.field]))
        self._put(self._string(leaf))
        if leaf.weight != 1 or self._random.random() < 0.1:
            self._put(self._either(f"^{leaf.weight:g}"))
        return replace(leaf, span=(start, len(self.query)))

    def _string(self, leaf: Leaf) -> str:
        match leaf:
            case Text(text, quoted=False):
                return text
            case Beginning(text):
                return text + self._either("*")
            case Text(text):
                return self._quoted(text)
            case Neighbours(text, slack):
                return self._quoted(text) + self._either(f"~{slack}")

    def _quoted(self, text: str) -> str:
        opening, closing = self._random.choice(_QUOTES)
        return opening + text.replace("\\", "\\\\").replace(closing, f"\\{closing}") + closing

    def _space(self) -> str:
        return self._random.choice(_SPACES)

    def _either(self, text: str) -> str:
        return self._random.choice((text, text.translate(_FULL)))

    def _put(self, text: str) -> None:
        self.query += text


def _leaves(node: Node) -> list[Leaf]:
    match node:
        case All(parts) | Any(parts):
            return [leaf for part in parts for leaf in _leaves(part)]
        case Without(part):
            return _leaves(part)
        case _:
            return [node]


@given(_FIELDS.flatmap(lambda fields: _trees(_strings(fields))), st.randoms(use_true_random=False))
def test_a_query_is_read_as_it_was_meant(tree: Node, random: Random) -> None:
    writer = _Writer(random)
    meant = writer.write(tree)
    assert parse(writer.query) == meant, writer.query


class _Samples:
    """The sample issues: a searcher, the text fields of each article as atoms, and pieces of titles and units."""

    def __init__(self, index: Index) -> None:
        self.searcher = Searcher(index)
        articles = all_articles(self.searcher.reader)
        fields = {each.id: dict(zip(TEXT_FIELDS, texts(each), strict=True)) for each in articles}
        self.held = {
            name: {field: _row(atoms(text).texts) for field, text in of.items()} for name, of in fields.items()
        }
        self.pieces = sorted(
            {piece for of in fields.values() for name in ("title", "unit") for piece in substrings(of[name], 4)}
        )

    def asked(self, node: Node) -> set[str]:
        """The articles that have what a tree of quoted strings asks for, by looking through their texts."""
        match node:
            case All(parts):
                return set.intersection(*map(self.asked, parts))
            case Any(parts):
                return set.union(*map(self.asked, parts))
            case Without(part):
                return set(self.held) - self.asked(part)
            case _:
                fields = [node.field] if node.field else TEXT_FIELDS
                wanted = _row(literal(node.text))
                return {name for name, of in self.held.items() if any(wanted in of[field] for field in fields)}


def _row(sequence: Sequence[str]) -> str:
    return "\0" + "\0".join(sequence) + "\0"


@pytest.fixture(scope="module")
def samples(samples_index: Index) -> _Samples:
    return _Samples(samples_index)


@given(st.data(), st.randoms(use_true_random=False))
def test_a_query_finds_what_it_asks_for(samples: _Samples, data: st.DataObject, random: Random) -> None:
    leaves = st.builds(
        Text,
        st.sampled_from(samples.pieces),
        st.just(value=True),
        st.sampled_from([None, None, *_NAMES]),
        st.just(_NOWHERE),
    )
    writer = _Writer(random)
    tree = writer.write(data.draw(_trees(leaves)))
    found = samples.searcher.search(writer.query, limit=len(samples.held)).hits
    assert {hit.article.id for hit in found} == samples.asked(tree), writer.query
