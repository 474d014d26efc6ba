"""The fields of a ready article, and the names that they go by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from corpus.language import tr

# The fields in the order of `slots`, each with its other names.
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("标题", "题目", "題目", "標題"),
    "body": ("正文", "内容", "全文", "內容"),
    "id": ("编号", "編號"),
    "section": ("栏目", "欄目", "版块"),
    "unit": ("单位", "單位", "供稿单位"),
    "author": ("作者", "供稿人"),
    "region": ("地区", "地區"),
    "regions": (),
    "date": ("日期", "发布日期"),
    "date_from": (),
    "issue": ("期刊", "刊名"),
    "untitled": (),
    "kind": (),
}

_SLOTS: Final = {name: slot for slot, (field, others) in enumerate(FIELDS.items()) for name in (field, *others)}

_TEXTS: Final = frozenset((_SLOTS["title"], _SLOTS["body"]))


def slots(names: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Which of `names` are fields: pairs of the position of the name and that of the field in FIELDS.

    Case and white space around a name count for nothing. Raises `ValueError` for a field that is named twice.
    """
    found: dict[int, str] = {}
    pairs = []
    for position, name in enumerate(names):
        slot = _SLOTS.get(name.strip().lower())
        if slot is None:
            continue
        if slot in found:
            raise ValueError(
                tr("{one} and {other} are the same field; leave one out", one=found[slot].strip(), other=name.strip())
            )
        found[slot] = name
        pairs.append((position, slot))
    return tuple(pairs)


def has_text(pairs: Iterable[tuple[int, int]]) -> bool:
    """Whether a title or a body is among the fields."""
    return any(slot in _TEXTS for _, slot in pairs)
