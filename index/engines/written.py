"""Whether a literal stands in an article in the script in which it is asked for.

Indexes hold folded text, in which script makes no difference, so an engine looks at the articles themselves.
"""

from __future__ import annotations

import unicodedata

from corpus.records import Article
from index.atoms import atoms, is_han, places
from index.engines.articles import texts
from index.fold import has_other_forms
from index.plan import Literal


def stands_as_written(article: Article, literal: Literal) -> bool:
    """Whether the atoms of a literal of exact script stand consecutively in one of its fields.

    Cutting a text takes long, and most are seen through without. What script tells apart undergoes no folding but NFKC:
    a text without such a character has no literal with it. Chinese characters side by side are atoms side by side.
    """
    telling = {
        written for written, atom in zip(literal.atoms, literal.folded.atoms, strict=True) if has_other_forms(atom)
    }
    chinese = all(is_han(atom[0]) for atom in literal.atoms)
    fields = texts(article)
    for text in (fields[name] for name in literal.fields):
        normal = unicodedata.normalize("NFKC", text)
        if chinese and "".join(literal.atoms) in normal:
            return True
        if all(map(normal.__contains__, telling)):
            cut = atoms(text, exact_script=True).texts
            if places(cut, literal.atoms):
                return True
    return False
