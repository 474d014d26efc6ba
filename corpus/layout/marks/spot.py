"""A line and what stands around it: what every marker looks at."""

from __future__ import annotations

from corpus.layout.lines import Piece
from corpus.layout.survey import Surroundings


class Spot:
    """The piece at position `i` of `pieces`, with its neighbours and its credit, and what is known of the document."""

    __slots__ = ("after", "around", "before", "credit", "i", "piece", "pieces")

    def __init__(self, pieces: list[Piece], i: int, around: Surroundings) -> None:
        self.pieces = pieces
        self.i = i
        self.around = around
        self.piece = pieces[i]
        self.credit = around.credits[i]
        self.before = pieces[i - 1] if i else None
        self.after = pieces[i + 1] if i + 1 < len(pieces) else None

    def ahead(self, steps: int) -> Piece | None:
        """The piece `steps` further on."""
        at = self.i + steps
        return self.pieces[at] if at < len(self.pieces) else None

    @property
    def after_credit(self) -> bool:
        """Whether the line before it says outright who wrote the article above."""
        credit = self.around.credits[self.i - 1] if self.i > 1 else None
        return credit is not None and credit.weight >= 4 and self.pieces[self.i - 2].prose

    @property
    def interrupts(self) -> bool:
        """Whether a paragraph before it has not ended its sentence."""
        return self.before is not None and self.before.prose and not self.before.finished

    @property
    def set_apart(self) -> bool:
        """Whether there is more space above it than there was above the line before."""
        return self.piece.blanks >= 2 and self.before is not None and self.piece.blanks > self.before.blanks
