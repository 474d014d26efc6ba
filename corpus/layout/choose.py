"""Chooses one label for every line: the sequence that the marks of all lines and the order of labels speak for most.

The best sequence is found by dynamic programming (A. Viterbi, 1967), in time linear in the number of lines.
"""

from __future__ import annotations

from collections import defaultdict

from corpus.layout.lines import (
    BODY,
    BRIEF,
    BRIEF_BODY,
    BYLINE,
    CLOSING,
    COLOPHON,
    CONTENTS,
    MASTHEAD,
    SECTION,
    TITLE,
    TITLE_MORE,
    Piece,
)

_START, _END = "start", "end"
_NEVER = -1000.0

# What one label following another costs. What is not listed does not happen.
_ORDER: dict[str, dict[str, float]] = {
    _START: {
        MASTHEAD: 0,
        CONTENTS: 0,
        SECTION: -1,
        TITLE: 0,
        BODY: -1.5,
        BRIEF: 0,
        BYLINE: -4,
        CLOSING: -6,
        COLOPHON: -3,
    },
    MASTHEAD: {MASTHEAD: 0, CONTENTS: 0, SECTION: 0, TITLE: 0, BODY: -2, BRIEF: 0, COLOPHON: -2, _END: -6},
    CONTENTS: {CONTENTS: 0, MASTHEAD: 0, SECTION: 0, TITLE: 0, BODY: -3, BRIEF: 0, COLOPHON: -2, _END: -6},
    # A section that text follows at once holds an article without a title.
    SECTION: {SECTION: -2, TITLE: 0, BODY: -2, BRIEF: 0, BYLINE: -1, COLOPHON: -3, _END: -3},
    TITLE: {TITLE_MORE: 0, TITLE: -6, BYLINE: 0, BODY: 0, SECTION: -6, BRIEF: -3, CLOSING: -5, COLOPHON: -5, _END: -4},
    TITLE_MORE: {
        TITLE_MORE: -1,
        TITLE: -6,
        BYLINE: 0,
        BODY: 0,
        SECTION: -6,
        BRIEF: -4,
        CLOSING: -5,
        COLOPHON: -5,
        _END: -4,
    },
    BYLINE: {BYLINE: 0, BODY: 0, TITLE: -1, SECTION: -2, BRIEF: -3, COLOPHON: -6, _END: -4},
    BODY: {BODY: 0, CLOSING: 0, BRIEF: -40, COLOPHON: 0, CONTENTS: -2, _END: 0},
    # Marked paragraphs inside an article with a title are a list in it.
    BRIEF: {BRIEF_BODY: 0, BRIEF: 0, CLOSING: 0, COLOPHON: 0, _END: 0},
    BRIEF_BODY: {BRIEF_BODY: 0, BRIEF: 0, CLOSING: 0, COLOPHON: 0, _END: 0},
    # Text after a closing line begins an article without a title.
    CLOSING: {CLOSING: -0.5, TITLE: 0, SECTION: 0, BRIEF: 0, BODY: -3, COLOPHON: 0, CONTENTS: -2, _END: 0},
    COLOPHON: {COLOPHON: 0, TITLE: -8, SECTION: -8, BODY: -8, BRIEF: -8, _END: 0},
}
# What speaks for a line that nothing speaks about, and what comes before each label of running text.
_UNMARKED = {BODY: 0.0, BRIEF_BODY: 0.0}
_RUNNING = {BODY: BODY, BRIEF_BODY: BRIEF_BODY}
# A headline in the middle of the text: the article before it ends without a closing line. Dearer where nothing else
# says that there are several articles, for then it may be a heading inside the one.
_NEXT_AMONG_MANY, _NEXT_ALONE = -5.0, -9.0


def choose(pieces: list[Piece], *, many: bool) -> None:
    """Sets the label of every piece; `many` says that something speaks for several articles."""
    order = _order(_NEXT_AMONG_MANY if many else _NEXT_ALONE)
    states: dict[str, float] = {_START: 0.0}
    back: list[dict[str, str]] = []
    for piece in pieces:
        if piece.marks == _UNMARKED and states.keys() <= _RUNNING.keys():
            # Running text, which changes nothing.
            back.append(_RUNNING)
            continue
        states, came = _step(states, piece.marks or _UNMARKED, order)
        back.append(came)
    label = max(states, key=lambda state: states[state] + order[_END].get(state, _NEVER))
    for piece, came in zip(reversed(pieces), reversed(back), strict=True):
        piece.label = label
        label = came[label]


def _order(next_article: float) -> dict[str, dict[str, float]]:
    """What each label costs after each other one, by the label and the one before it."""
    order = {label: dict(after) for label, after in _ORDER.items()}
    for body in (BODY, BRIEF, BRIEF_BODY):
        # A brief is short: after it a headline is less of a surprise.
        order[body][TITLE] = order[body][SECTION] = next_article + (0 if body == BODY else 1)
    order[BODY][SECTION] += 1
    # A reader can give a line a label that takes no part in the order (furniture).
    behind: dict[str, dict[str, float]] = defaultdict(dict)
    for before, after in order.items():
        for label, cost in after.items():
            behind[label][before] = cost
    return behind


def _step(
    states: dict[str, float], marks: dict[str, float], order: dict[str, dict[str, float]]
) -> tuple[dict[str, float], dict[str, str]]:
    """The best sum for each label of a piece, and the label before it that this comes of."""
    best: dict[str, float] = {}
    came: dict[str, str] = {}
    for label, weight in marks.items():
        costs = order[label]
        top, source = -1e18, ""
        for before, score in states.items():
            value = score + costs.get(before, _NEVER)
            if value > top:
                top, source = value, before
        best[label] = top + weight
        came[label] = source
    # What is hopeless never comes back: only the impossible costs so much.
    ceiling = max(best.values())
    return {k: v for k, v in best.items() if v > ceiling + _NEVER / 2}, came
