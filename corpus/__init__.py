"""Documents in, articles out: reads newsletter files and splits them into articles."""

from corpus.errors import CorpusError
from corpus.kinds import SUFFIXES
from corpus.reading import read
from corpus.records import Article, Document, Issue, Remainder

__all__ = ["SUFFIXES", "Article", "CorpusError", "Document", "Issue", "Remainder", "read"]
