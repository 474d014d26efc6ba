"""Names of divisions and their paths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

# The words that end the names of divisions, each for a level.
LEVEL_WORDS: Final = "省市县区旗盟州"

# The peoples after whom autonomous divisions are named.
_PEOPLES: Final = (
    "蒙古族?|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|"
    "东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛[南难]族|仡佬族|锡伯|普米族|塔吉克|怒族|保安族|裕固族|独龙族|各族|族"
)
_AUTONOMOUS: Final = re.compile(f"(.{{2,}}?)(?:{_PEOPLES})*(?:自治[区州县旗]|(?:特别)?行政区)")


def short_form(name: str) -> str:
    """The name without the word for its level and the peoples it is named after.

    七星区 七星, 通道侗族自治县 通道, 内蒙古自治区 内蒙古. 容县 stays 容县: one character names nothing.
    """
    if len(name) <= 2:
        return name
    if name.endswith(("自治区", "自治州", "自治县", "自治旗", "行政区")) and (match := _AUTONOMOUS.fullmatch(name)):
        return match[1]
    if len(name) > 3 and name.endswith(("地区", "新区", "矿区", "特区")):
        return name[:-2]
    if name == "神农架林区":  # the only one: 碑林区 and 万柏林区 are districts
        return name[:-2]
    return name[:-1] if name[-1] in LEVEL_WORDS else name


def is_under(path: str, ancestor: str) -> bool:
    """Whether `path` is `ancestor` or lies below it."""
    return path == ancestor or path.startswith(ancestor + "/")


def ancestors(path: str | None) -> Iterator[str]:
    """The path and what lies above it, upwards."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def topmost(paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the paths that lie below none of the others."""
    return tuple(path for path in paths if not any(path.startswith(other + "/") for other in paths))
