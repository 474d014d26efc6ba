"""JSON that tells whether it is as it was written: an object whose last value, `checksum`, is the CRC-32 of the text
before it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, TypeGuard
from zlib import crc32

from corpus.language import tr

# What the values of an object are, by name: each is told whether it is one.
Form: TypeAlias = Mapping[str, Callable[[Any], bool]]

_CHECKSUM: Final = b',\n "checksum": "%08x"\n}\n'
_BEGINNING: Final = _CHECKSUM.partition(b"%")[0]


def dumps(values: Mapping[str, Any]) -> bytes:
    """The text of an object, which must hold something."""
    text = json.dumps(values, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape").removesuffix(b"\n}")
    return text + _CHECKSUM % crc32(text)


def loads(data: bytes, form: Form) -> dict[str, Any]:
    """The object of this form whose text `dumps` gave. Raises ValueError for any other bytes."""
    text, _, _ = data.rpartition(_BEGINNING)
    if data != text + _CHECKSUM % crc32(text):
        raise ValueError(tr("its text is not what was written"))
    try:
        values: dict[str, Any] = json.loads(text.decode("utf-8", "surrogateescape") + "}")
    except RecursionError as fault:
        raise ValueError(tr("it holds something else")) from fault
    compare(values, form)
    return values


def compare(values: Mapping[str, Any], form: Form) -> None:
    """Raises ValueError for an object of another form: of another place, or that was never written."""
    if values.keys() != form.keys():
        raise ValueError(tr("it holds something else"))
    for name, is_one in form.items():
        if not is_one(values[name]):
            raise ValueError(tr("what it has as {name} was never written", name=name))


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a value is a whole number."""
    return type(value) is int


def is_count(value: object) -> bool:
    """Whether a value is a number of things."""
    return is_whole(value) and value >= 0


def is_text(value: object) -> bool:
    """Whether a value is a text."""
    return isinstance(value, str)


def each(is_one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """What tells whether a value is a list of such values."""
    return lambda value: isinstance(value, list) and all(map(is_one, value))


def by_name(is_one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """What tells whether a value is an object with such values, whatever their names."""
    return lambda value: isinstance(value, dict) and all(map(is_one, value.values()))


def formed(form: Form) -> Callable[[Any], bool]:
    """What tells whether a value is an object of this form."""
    return lambda value: (
        isinstance(value, dict)
        and value.keys() == form.keys()
        and all(is_one(value[name]) for name, is_one in form.items())
    )
