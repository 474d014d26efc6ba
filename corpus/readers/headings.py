"""Styles by their names: what word processors, and offices, call their headings and bold faces."""

from __future__ import annotations

import re
from typing import Final

# Word's own names, in any interface language, and what offices call their own.
_HEADING: Final = re.compile(r"(?:heading|标题|標題)\s*([1-9一二三四五六七八九])|([1-9一二三四五六七八九])级标题", re.I)
_LEVELS: Final = {c: i for i, c in enumerate("一二三四五六七八九", 1)} | {str(i): i for i in range(1, 10)}
_TITLE: Final = frozenset(("title", "标题", "標題"))
_CONTENTS: Final = re.compile(r"(?:toc|contents|目录|目錄)\s*[1-9]", re.I)
# Styles inherit over a few others. More are a ring, or made to take time.
DEEPEST: Final = 40
# The faces that are bold by themselves: official documents set headings in them (GB/T 9704-2012, 7.3).
_BOLD_FACES: Final = ("黑体", "黑體", "SimHei", "小标宋", "小标宋简体", "小标宋_GBK", "大标宋", "大标宋简体")


def named_level(style: str) -> int | None:
    """The level of the headings that a style of this name is for, from 1; None if it is for none."""
    match = _HEADING.fullmatch(style.strip())
    return _LEVELS[match[1] or match[2]] if match else None


def names_title(style: str) -> bool:
    """Whether a style of this name is for the title of a document."""
    return style.strip().lower() in _TITLE


def names_contents(style: str) -> bool:
    """Whether a style of this name is for entries of a table of contents."""
    return _CONTENTS.fullmatch(style.strip()) is not None


def is_bold_face(font: str | None) -> bool:
    """Whether a font is bold without being set so."""
    return font is not None and font.endswith(_BOLD_FACES)
