"""The lines of a piece as rows: the values of each record in the order of `FIELDS`, or what is wrong with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, TypeAlias

from corpus.decoding import clean
from corpus.language import tr, trn
from corpus.ready.batches import Batch
from corpus.ready.fields import FIELDS, slots

# The values of a record in the order of FIELDS, None for what is not given.
Values: TypeAlias = list[Any]
# First and last line of a record, and its values, or what is wrong with it.
Row: TypeAlias = "tuple[int, int, Values | str]"

ID: Final = list(FIELDS).index("id")
KIND: Final = list(FIELDS).index("kind")

_KINDS: Final = ("issue", "remainder")  # lines of `wensou parse` that are no articles
_FORMULA: Final = ("'=", "'+", "'-", "'@")
# A line that is longer is not remembered by its keys.
_LONGEST_LINE: Final = 1 << 16


def rows(batch: Batch) -> Iterator[Row]:
    """What stands on the lines of a piece, without blank ones and those that are known to hold no article."""
    return _table(batch) if batch.columns else _lines(batch)


# JSON Lines


def _lines(batch: Batch) -> Iterator[Row]:
    for number, line in enumerate(_texts(batch.lines), batch.first):
        if line is None:
            yield (
                number,
                number,
                tr("there are bytes in it that are no {encoding} text; see --encoding", encoding=batch.encoding),
            )
        elif line and not line.isspace():
            values = _record(line)
            if isinstance(values, str) or values[KIND] not in _KINDS:
                yield number, number, values


def _texts(lines: bytes) -> Iterable[str | None]:
    """The lines as text, None for one that is none."""
    try:
        return lines.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return map(_text_or_none, lines.split(b"\n"))


def _text_or_none(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _record(line: str) -> Values | str:
    """The values of a line of JSON, or what is wrong with it."""
    try:
        record = decode(line)
    except json.JSONDecodeError as fault:
        return tr("this is no JSON: {fault} at character {place}", fault=fault.msg, place=fault.pos + 1)
    except RecursionError:
        return tr("lists or objects are nested too deeply in it")
    except ValueError as fault:
        return str(fault) if isinstance(fault, _JSONError) else tr("there is a number in it that is too long")
    if not isinstance(record, dict):
        return tr('this is no JSON object: an article is written {"title": …, "body": …}')
    try:
        pairs = _slots(tuple(record)) if len(line) < _LONGEST_LINE else slots(record)
    except ValueError as fault:
        return str(fault)
    values: Values = [None] * len(FIELDS)
    given = list(record.values())
    for position, slot in pairs:
        values[slot] = given[position]
    # The only way for a NUL or a lone surrogate into valid JSON; one character is found sooner than two.
    if "\\" in line and "\\u" in line:
        values = [value if slot == ID else cleaned(value) for slot, value in enumerate(values)]
    return values


def cleaned(value: Any) -> Any:
    """A value with its texts, and those directly in it, as text may be."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean(item) if isinstance(item, str) else item for item in value]
    if isinstance(value, dict):
        return {key: clean(item) if isinstance(item, str) else item for key, item in value.items()}
    return value


class _JSONError(ValueError):
    """Something that JSON readers disagree about."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise _JSONError(tr("the key {key!r} stands in one object more than once", key=twice[:40]))
    return record


def _no_number(name: str) -> Any:
    raise _JSONError(tr("{name} is no JSON", name=name))


_slots: Final = lru_cache(maxsize=256)(slots)
decode: Final[Callable[[str], Any]] = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number).decode


# Tables


def _table(batch: Batch) -> Iterator[Row]:
    pairs = slots(batch.columns)
    width = len(batch.columns)
    for first, last, cells in batch.rows:
        if isinstance(cells, str):
            yield first, last, cells
            continue
        if len(cells) > width and any(cells[width:]):
            yield (
                first,
                last,
                trn(
                    "{count} cell under a header of {width}; a cell with a separator in it is quoted",
                    "{count} cells under a header of {width}; a cell with a separator in it is quoted",
                    len(cells),
                    width=width,
                ),
            )
            continue
        values: Values = [None] * len(FIELDS)
        for position, slot in pairs:
            if position < len(cells) and (cell := cells[position]) and not cell.isspace():
                values[slot] = cell[1:] if cell.startswith(_FORMULA) else cell
        if any(values) or "".join(cells).strip():
            yield first, last, values
