"""Which articles have what is looked for in the script in which it is asked for.

Indexes hold folded text, in which script makes no difference, so an engine looks at the articles themselves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from corpus.records import Article
from index.atoms import atoms, is_han
from index.engines.articles import texts
from index.fold import has_other_forms
from index.places import places
from index.plan import Literal, Near, Textual


def written_as(wanted: Textual) -> Callable[[Article], bool]:
    """Tells whether what is wanted in exact script stands in one of its fields of an article.

    Cutting a text takes long, and most are seen through without. What script tells apart undergoes no folding but NFKC:
    a text without such a character has nothing with it. Chinese characters side by side are atoms side by side.
    """
    sequence = _sequence(wanted)
    both = zip(sequence, _sequence(wanted.folded), strict=True)
    told_apart = {written for written, folded in both if has_other_forms(folded)}
    chinese = isinstance(wanted, Literal) and all(is_han(atom[0]) for atom in sequence)
    together = "".join(sequence) if chinese else None

    def stands_in(text: str) -> bool:
        normal = unicodedata.normalize("NFKC", text)
        if together is not None and together in normal:
            return True
        lacks = any(character not in normal for character in told_apart)
        return not lacks and bool(places(atoms(text, exact_script=True).texts, wanted))

    def stands_in_article(article: Article) -> bool:
        fields = texts(article)
        return any(stands_in(fields[name]) for name in wanted.fields)

    return stands_in_article


def _sequence(wanted: Textual) -> list[str]:
    """All atoms that are wanted."""
    return [atom for part in wanted.parts for atom in part] if isinstance(wanted, Near) else [*wanted.atoms]
