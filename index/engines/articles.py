"""What every engine keeps of an article: texts to be found and ranked, whole values to filter and count by, and the
article itself (how it is written: index.engines.encoding).
"""

from __future__ import annotations

import json
from typing import Final

from corpus.language import tr
from corpus.records import Article, Issue, Place

# Fields whose whole values are counted; `region` with all that lies above it. An article may have several values of
# those in MULTIPLE.
COUNTED_FIELDS: Final = ("region", "section", "unit", "author", "issue", "source", "shared", "date")
MULTIPLE: Final = ("region", "shared")


def texts(article: Article) -> dict[str, str]:
    """The text of each field in which text is found, as it is written. A derived title is none."""
    return {
        "title": "" if article.untitled else article.title,
        "body": article.body,
        "unit": article.unit or "",
        "author": article.author or "",
        "section": article.section or "",
        "issue": article.issue.label,
    }


def unpack(packed: bytes) -> Article:
    """The article that `pack` packed. Raises ValueError for any other bytes."""
    fields = json.loads(packed.decode("utf-8", "surrogateescape"))
    try:
        fields[6] = tuple(fields[6])
        fields[10] = Issue(*fields[10])
        fields[14] = tuple(Place(*copy) for copy in fields[14])
        return Article(*fields)
    except (TypeError, LookupError) as fault:
        raise ValueError(tr("it is no article")) from fault
