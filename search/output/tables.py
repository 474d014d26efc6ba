"""Rows of tables, with commas or tabs between values. No cell is a formula, and none controls a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from search.output.safe import one_line, visible

# What Excel tells UTF-8 by, at the beginning of a file.
EXCEL_MARK: Final = "\ufeff"
# A spreadsheet takes a cell that begins so for a formula, some of them also behind white space.
_FORMULA: Final = ("=", "+", "-", "@")


def csv_row(cells: Iterable[str]) -> str:
    """A row of comma-separated values (RFC 4180, ended by a line feed)."""
    import csv
    import io

    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([_inert(visible(cell)) for cell in cells])
    return line.getvalue()


def tsv_row(cells: Iterable[str]) -> str:
    """A row of values parted by tabs, without its line end; tabs and line breaks in values are spaces."""
    return "\t".join(_inert(one_line(cell), unquoted=True) for cell in cells)


def _inert(cell: str, *, unquoted: bool = False) -> str:
    """A cell that is no formula; nor is it one where a spreadsheet takes the quotes of an `unquoted` cell away."""
    begins = cell.replace('"', "") if unquoted else cell
    return f"'{cell}" if begins.lstrip().startswith(_FORMULA) else cell
