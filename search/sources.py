"""Names of source files: in an index, relative to the folder it stands in where they lie below it; on the screen, from
here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # lists show no articles
    from corpus.records import Article
    from index.store import Store


class SourceNames:
    """Leads from paths to the names by which an index knows them, and back.

    Relative names let a folder be moved together with its index; one in a cluster stands in no folder, and has absolute
    names: then there is no `root`.
    """

    def __init__(self, root: Path | None) -> None:
        self._root = "" if root is None else os.path.abspath(root)
        # A path begins with no NUL: none lies in no folder.
        self._inside = "\0" if root is None else self._root.rstrip(os.sep) + os.sep

    def name(self, path: str | os.PathLike[str]) -> str:
        """The name of a file in the index: with slashes, relative where it lies below the index's folder."""
        absolute = os.path.abspath(path)
        if absolute.startswith(self._inside):
            return absolute.removeprefix(self._inside).replace(os.sep, "/")
        return os.curdir if absolute == self._root else absolute

    def below(self, folder: str | os.PathLike[str], names: Iterable[str]) -> list[str]:
        """Those of the names that are the folder or lie below it."""
        start = os.path.abspath(folder)
        inside = start.rstrip(os.sep) + os.sep
        return [name for name in names if (path := self._absolute(name)) == start or path.startswith(inside)]

    def _absolute(self, name: str) -> str:
        return os.path.normpath(os.path.join(self._root, name))

    def shown(self, article: Article) -> Article:
        """An article with the paths of its files."""
        return article.at([place._replace(source=self.path(place.source)) for place in article.places])

    def path(self, name: str) -> str:
        """The path of a source: relative to the working directory where it lies below it, else absolute."""
        return from_here(self._absolute(name))


def place_from_here(store: Store) -> str:
    """What an index is called where paths are shown from the working directory."""
    return store.shown if store.folder is None else from_here(store.folder)


def from_here(path: str | os.PathLike[str]) -> str:
    """A path relative to the working directory where it lies below it, else absolute."""
    absolute, here = os.path.abspath(path), os.getcwd()
    return os.path.relpath(absolute, here) if absolute.startswith(here.rstrip(os.sep) + os.sep) else absolute
