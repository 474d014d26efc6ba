"""Which articles have a literal in the script in which it is asked for.

Indexes hold folded text, in which script makes no difference, so an engine looks at the articles themselves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from corpus.records import Article
from index.atoms import atoms, is_han, places
from index.engines.articles import texts
from index.fold import has_other_forms
from index.plan import Literal


def written_as(literal: Literal) -> Callable[[Article], bool]:
    """Tells whether the atoms of a literal of exact script stand consecutively in one of its fields of an article.

    Cutting a text takes long, and most are seen through without. What script tells apart undergoes no folding but NFKC:
    a text without such a character has no literal with it. Chinese characters side by side are atoms side by side.
    """
    both = zip(literal.atoms, literal.folded.atoms, strict=True)
    told_apart = {written for written, folded in both if has_other_forms(folded)}
    together = "".join(literal.atoms) if all(is_han(atom[0]) for atom in literal.atoms) else None

    def stands_in(text: str) -> bool:
        normal = unicodedata.normalize("NFKC", text)
        if together is not None and together in normal:
            return True
        lacks = any(character not in normal for character in told_apart)
        return not lacks and bool(places(atoms(text, exact_script=True).texts, literal.atoms))

    def stands_in_article(article: Article) -> bool:
        fields = texts(article)
        return any(stands_in(fields[name]) for name in literal.fields)

    return stands_in_article
