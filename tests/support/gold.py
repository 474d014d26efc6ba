"""Comparing a parsed document with its gold parse."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from corpus import Article, Document

_SPACE = re.compile(r"[\s\u200b\ufeff]+")


def load(path: Path) -> dict[str, Any]:
    """The gold parse in a file."""
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold


def tight(text: str | None) -> str | None:
    """`text` without any white space: gold parses give words in this form."""
    return None if text is None else _SPACE.sub("", text)


def alternatives(gold: dict[str, Any], *keys: str) -> set[str | None]:
    """All right answers under `keys`."""
    found: set[str | None] = set()
    for key in keys:
        value = gold.get(key)
        found |= {tight(v) for v in value} if isinstance(value, list) else {tight(value)}
    return found if gold.get(keys[0]) is None else found - {None}


def differences(document: Document, gold: dict[str, Any]) -> list[str]:
    """What is not as the gold parse says, in words; empty when all is right."""
    found = _issue_differences(document, gold["issue"])
    if len(document.articles) != len(gold["articles"]):
        found.append(f"{len(document.articles)} articles, not {len(gold['articles'])}")
    for number, (article, want) in enumerate(zip(document.articles, gold["articles"], strict=False), 1):
        found += [f"article {number}: {what}" for what in _article_differences(article, want)]
    text = "\n".join(f"{a.title}\n{a.body}" for a in document.articles)
    paragraphs = [tight(line) or "" for line in text.split("\n")]
    for words in gold.get("must_join", []):
        if not any((tight(words) or "") in p for p in paragraphs):
            found.append(f"not joined: {words}")
    for words in gold.get("must_not_join", []):
        if any((tight(words) or "") in p for p in paragraphs):
            found.append(f"joined: {words}")
    return found


def _issue_differences(document: Document, gold: dict[str, Any]) -> list[str]:
    issue = document.issue
    pairs = {
        "title": (issue.title, alternatives(gold, "title")),
        "number": (issue.number, alternatives(gold, "number", "number_alt")),
        "date": (issue.date, alternatives(gold, "date")),
        "publisher": (issue.publisher, alternatives(gold, "publisher")),
    }
    return [f"issue {key}: {got!r}, not {want!r}" for key, (got, want) in pairs.items() if tight(got) not in want]


def _article_differences(article: Article, gold: dict[str, Any]) -> list[str]:
    body = tight(article.body) or ""
    found = []
    if article.untitled != (gold["title"] is None):
        found.append(f"untitled is {article.untitled}: {article.title!r}")
    pairs = {
        "section": (article.section, alternatives(gold, "section", "section_alt")),
        "unit": (article.unit, alternatives(gold, "unit", "unit_alt")),
        "author": (article.author, alternatives(gold, "author", "author_alt")),
        "region": (article.regions[0] if article.regions else None, alternatives(gold, "region", "region_alt")),
    }
    if gold["title"] is not None:
        pairs["title"] = (article.title, alternatives(gold, "title", "title_alt", "title_in_body"))
    for key in ("date", "date_from"):
        if key in gold:
            pairs[key] = (getattr(article, key), alternatives(gold, key))
    found += [f"{key}: {got!r}, not {want!r}" for key, (got, want) in pairs.items() if tight(got) not in want]
    if not any(body.startswith(words or "") for words in alternatives(gold, "first_words", "first_words_alt")):
        found.append(f"begins {body[:15]!r}, not {gold['first_words']!r}")
    if not any(body.endswith(words or "") for words in alternatives(gold, "last_words", "last_words_alt")):
        found.append(f"ends {body[-15:]!r}, not {gold['last_words']!r}")
    if "body_chars" in gold and len(body) != gold["body_chars"]:
        found.append(f"{len(body)} characters, not {gold['body_chars']}")
    return found
