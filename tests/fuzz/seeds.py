"""The documents that are changed: fixtures and samples, by the suffix of their names."""

from __future__ import annotations

import csv
import io
import json
from email.message import EmailMessage
from typing import Final

from corpus import SUFFIXES, Article, read
from tests.support.places import PROJECT, SAMPLES

_FOLDERS: Final = (PROJECT / "tests" / "formats" / "files", PROJECT / "tests" / "data", SAMPLES)
_FIELDS: Final = ("id", "title", "body", "section", "unit", "author", "date")


def seeds() -> dict[str, list[bytes]]:
    """Documents of each kind. Those of kinds that no fixture has are made from one of another kind."""
    found: dict[str, list[bytes]] = {}
    for path in sorted(path for folder in _FOLDERS for path in folder.iterdir() if path.suffix in SUFFIXES):
        found.setdefault(path.suffix, []).append(path.read_bytes())
    articles = read(next(iter(sorted(SAMPLES.glob("*.txt"))))).articles
    made = {".mhtml": _web_archive(found[".html"][0]), ".jsonl": _lines(articles), ".csv": _table(articles)}
    return {**found, **{suffix: [document] for suffix, document in made.items()}}


def _web_archive(page: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "通讯"
    message.set_content(page.decode(), subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG", "image", "png")
    return message.as_bytes()


def _record(article: Article) -> dict[str, str]:
    return {name: getattr(article, name) or "" for name in _FIELDS}


def _lines(articles: tuple[Article, ...]) -> bytes:
    return "".join(json.dumps(_record(each), ensure_ascii=False) + "\n" for each in articles).encode()


def _table(articles: tuple[Article, ...]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _FIELDS)
    writer.writeheader()
    writer.writerows(map(_record, articles))
    return stream.getvalue().encode()
