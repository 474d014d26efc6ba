"""How many segments a transaction of Tantivy makes: each takes its time in every search."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.analyzer import Analyzer
from index.dictionary import stock_segmenter
from index.engines.tantivy import TantivyEngine
from tests.support.indexes import article

_MANY = 300


@pytest.mark.parametrize(("text_size", "most"), [(0, 1), (1_000, 1), (100_000_000, 4)])
def test_few_segments_are_made_whatever_is_expected(tmp_path: Path, text_size: int, most: int) -> None:
    engine = TantivyEngine()
    engine.create(tmp_path)
    writing = engine.writer(tmp_path, text_size)
    articles = [replace(article(f"关爱保险第{number}期"), id=str(number)) for number in range(_MANY)]
    writing.add(engine.encode(articles, Analyzer(stock_segmenter())))
    writing.commit()
    reader = engine.reader(tmp_path)
    assert reader.article_count() == _MANY
    assert 1 <= len(list(tmp_path.glob("*.store"))) <= most
    reader.close()
