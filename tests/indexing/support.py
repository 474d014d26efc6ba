"""What tests of indexing have in common: an issue, and what is found."""

from __future__ import annotations

from pathlib import Path

from index import Index
from search.searcher import Searcher

ISSUE = """工作通讯

县农技站举办培训班

5月12日，县农技站在{place}举办培训班，讲解水稻育秧技术，共有60多名农户参加。

（{place}农技站）
"""


def total(folder: Path, query: str = "培训班") -> int:
    return Searcher(Index(folder / ".wensou")).count(query)
