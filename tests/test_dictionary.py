"""The compiled dictionary: jieba's cut, from a file that is mapped and not loaded."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.atoms import atoms
from index.dictionary import (
    STOCK,
    Dictionary,
    compile_dictionary,
    digest,
    file_name,
    parse_user_words,
    stock_segmenter,
)
from index.errors import DictionaryError, IndexDamagedError
from index.segmenters import COMMON_HAN, RjiebaSegmenter, Segmenter, import_jieba
from scripts import make_dictionary
from tests.support.places import REAL_ISSUE, SAMPLES, needs_shared

WORDS = {"关爱保险": None, "覃塘区": 5, "三里店社区": 100}


@pytest.fixture(scope="module")
def own_words(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    """A dictionary with words of the user's."""
    packed = compile_dictionary(WORDS)
    path = tmp_path_factory.mktemp("dictionary") / file_name(digest(packed))
    path.write_bytes(packed)
    return Dictionary(path)


def runs(text: str) -> list[str]:
    return re.findall(COMMON_HAN, "".join(atoms(text).texts))


def test_cuts_as_jieba_itself_does() -> None:
    jieba = import_jieba()
    mapped = stock_segmenter()
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt")))
    for run in runs(text):
        words = jieba.lcut(run)
        assert mapped.cut(run) == words
        assert [mapped.knows(word) for word in words] == [bool(jieba.dt.FREQ.get(word)) for word in words]


def test_both_segmenters_cut_alike(own_words: Dictionary) -> None:
    needs_shared(REAL_ISSUE)
    bulk = RjiebaSegmenter(own_words.user_words)
    for run in runs(REAL_ISSUE.read_text(encoding="utf-8")):
        words = own_words.segmenter.cut(run)
        assert bulk.cut(run) == words
        for word in (*words, run[:2], run[:3]):
            assert bulk.knows(word) == own_words.segmenter.knows(word)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=30))
def test_both_segmenters_cut_any_characters_alike(text: str) -> None:
    bulk = _stock_bulk()
    mapped = _stock()
    for run in runs(text):
        assert bulk.cut(run) == mapped.cut(run)
        assert bulk.knows(run) == mapped.knows(run)


_cache: dict[str, Segmenter] = {}


def _stock() -> Segmenter:
    return _cache.setdefault("mapped", stock_segmenter())


def _stock_bulk() -> Segmenter:
    return _cache.setdefault("bulk", RjiebaSegmenter(dict))


def test_the_users_words_are_cut_whole(own_words: Dictionary) -> None:
    assert "关爱保险" in own_words.segmenter.cut("全区关爱保险工作")
    assert "关爱保险" not in stock_segmenter().cut("全区关爱保险工作")
    assert set(own_words.user_words()) == set(WORDS)


def test_user_words_come_with_frequencies_tags_and_a_byte_order_mark() -> None:
    assert parse_user_words("\ufeff關愛保險 3 n\r\n\n三里店 ns\n码坪\n", "词.txt") == {
        "关爱保险": 3,
        "三里店": None,
        "码坪": None,
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("关爱\nLED屏 3", "词.txt:2"),
        ("关爱 0", "词.txt:1"),
        ("关爱 -5", "词.txt:1"),
        ("关爱 9000000000", "词.txt:1"),
        ("，", "词.txt:1"),
    ],
)
def test_a_bad_user_word_is_refused_with_its_line(text: str, place: str) -> None:
    with pytest.raises(DictionaryError, match=place):
        parse_user_words(text, "词.txt")


def test_the_stock_dictionary_has_jiebas_words_and_frequencies() -> None:
    stock = marisa_trie.RecordTrie("<Q").mmap(str(make_dictionary.TARGET))
    assert {word: record[0] for word, record in stock.iteritems()} == make_dictionary.frequencies()


def test_the_stock_dictionary_is_known_by_its_hash() -> None:
    assert digest(make_dictionary.TARGET.read_bytes()) == STOCK


def test_the_same_words_give_the_same_dictionary() -> None:
    assert digest(compile_dictionary(WORDS)) == digest(compile_dictionary(dict(WORDS)))
    assert digest(compile_dictionary(WORDS)) != digest(compile_dictionary())


def test_a_damaged_dictionary_is_a_fault(tmp_path: Path) -> None:
    packed = compile_dictionary(WORDS)
    path = tmp_path / file_name(digest(packed))
    for content in (b"", packed[:-1], packed[:500_000] + b"x" + packed[500_001:]):
        path.write_bytes(content)
        with pytest.raises(IndexDamagedError, match=r"is damaged; .*--rebuild"):
            Dictionary(path).segmenter.cut("关爱")


def test_jiebas_words_alone_are_read_from_the_programs_own_file(tmp_path: Path) -> None:
    packed = compile_dictionary()
    dictionary = Dictionary(tmp_path / file_name(digest(packed)))
    dictionary.path.write_bytes(packed[:500_000])
    text = "全区关爱保险工作"
    assert dictionary.segmenter.cut(text) == stock_segmenter().cut(text)
    with pytest.raises(IndexDamagedError, match=r"is damaged; .*--rebuild"):
        dictionary.check()


def test_jieba_is_imported_silently_and_without_setuptools() -> None:
    code = (
        "import sys; from index.segmenters import import_jieba; import_jieba().lcut('关爱');"
        "assert 'pkg_resources' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, "Loading model" in done.stderr, "Warning" in done.stderr) == (0, False, False)
