"""Articles that someone else has made ready, one a line of JSON Lines or one a row of a table (CSV).

`survey` looks at a file, `batches` cuts it into pieces of bounded size, and `articles`, which can run in another
process, reads a piece. What files may hold is told in docs/ready-articles.md.
"""

from corpus.errors import NotArticlesError
from corpus.ready.articles import Parsed, articles
from corpus.ready.batches import Batch, batches
from corpus.ready.document import document
from corpus.ready.repeats import distinct
from corpus.ready.survey import Survey, survey

__all__ = [
    "Batch",
    "NotArticlesError",
    "Parsed",
    "Survey",
    "articles",
    "batches",
    "distinct",
    "document",
    "survey",
]
