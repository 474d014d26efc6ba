"""Documents in, articles out: reads newsletter files and splits them into articles."""

from corpus.errors import CorpusError
from corpus.readers import SUFFIXES, read
from corpus.records import Article, Document, Issue, Remainder

__all__ = ["SUFFIXES", "Article", "CorpusError", "Document", "Issue", "Remainder", "read"]
