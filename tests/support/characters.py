"""Whether a document keeps every character of its source."""

from __future__ import annotations

from collections import Counter

from corpus import Document


def counts(text: str) -> Counter[str]:
    """How often each character that is not white space occurs."""
    return Counter(c for c in text if not c.isspace())


def kept(document: Document) -> Counter[str]:
    """The characters of the articles (a derived title is not of the source) and of the remainder."""
    total: Counter[str] = Counter()
    for article in document.articles:
        total += counts(article.body)
        if not article.untitled:
            total += counts(article.title)
    for part in document.remainder:
        total += counts(part.text)
    return total


def assert_nothing_lost(text: str, document: Document) -> None:
    """Every character of `text` stands in exactly one place of `document`."""
    want, got = counts(text.removeprefix("\ufeff")), kept(document)
    assert want - got == Counter(), "lost"
    assert got - want == Counter(), "invented or doubled"
