"""From boxes of text on pages to lines in reading order: for formats that say where text stands and not what it is.

Boxes become segments (`rows`), what comes again on every page is set aside (`repeats`), segments become lines in
reading order, column by column (`columns`), and lines become paragraphs, over columns and pages (`paragraphs`).
"""

from corpus.readers.geometry.boxes import Box, Page
from corpus.readers.geometry.pages import lines_of

__all__ = ["Box", "Page", "lines_of"]
