"""Whether a literal stands in an article in the script in which it is asked for.

Indexes hold folded text, in which script makes no difference, so an engine looks at the articles themselves.
"""

from __future__ import annotations

import unicodedata

from corpus.records import Article
from index.atoms import atoms, places
from index.engines.articles import texts
from index.fold import has_other_forms
from index.plan import Literal


def stands_as_written(article: Article, literal: Literal) -> bool:
    """Whether the `written` atoms of a literal stand consecutively in one of its fields."""
    wanted = literal.written or ()
    # Most texts lack one of the characters that script tells apart, which is seen soon: NFKC is all that these undergo.
    telling = {char for char, atom in zip(wanted, literal.atoms, strict=True) if has_other_forms(atom)}
    fields = texts(article)
    for text in (fields[name] for name in literal.fields):
        if all(map(unicodedata.normalize("NFKC", text).__contains__, telling)):
            for _ in places(atoms(text, exact_script=True).texts, wanted):
                return True
    return False
