"""How a document is laid out: lines in, articles out.

Every line is marked with what it could be and how much speaks for it (`marking`), then the labels are chosen that
explain the whole document best (`choose`), and the articles are built from them (`build`).
"""

from corpus.layout.split import split

__all__ = ["split"]
