"""Issues of newsletters, as different as those of a thousand offices, made of the paragraphs of the sample issues.

Sizes are modelled on a real issue of a provincial association, which has 50 KB of UTF-8 and 22 articles: 12 with
titles, most of them of 2 to 5 KB, and 10 briefs of half a KB; the bodies have 2.2 KB on average, 1.1 KB at the median.
Shapes are modelled on that issue, on the sample issues, and on the newsletters after which `tests/layouts` was written:
each issue draws its contents, sections, credits, briefs, paragraphs, margins, colophon and encoding from what those
have.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.issues.setting import Setting
from benchmarks.issues.writing import Writer, homes, sample_text


class MadeIssue(NamedTuple):
    """A text file of a newsletter, and how many articles were put into it."""

    data: bytes
    articles: int


def made_issues(count: int, seed: int) -> Iterator[MadeIssue]:
    """`count` issues, the same ones for a seed."""
    rng = random.Random(seed)
    text, places = sample_text(), homes()
    for number in range(1, count + 1):
        setting = Setting.drawn(rng)
        content = Writer(text, rng.choice(places), rng).content(number, with_briefs=bool(setting.brief))
        yield MadeIssue(setting.file(content), content.size)
