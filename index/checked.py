"""JSON that tells whether it is as it was written: an object whose last value, `checksum`, is the CRC-32 of the text
before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final
from zlib import crc32

from corpus.language import tr

_CHECKSUM: Final = b',\n "checksum": "%08x"\n}\n'
_BEGINNING: Final = _CHECKSUM.partition(b"%")[0]


def dumps(values: Mapping[str, Any]) -> bytes:
    """The text of an object, which must hold something."""
    text = json.dumps(values, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape").removesuffix(b"\n}")
    return text + _CHECKSUM % crc32(text)


def loads(data: bytes, names: Iterable[str]) -> dict[str, Any]:
    """The object with values of these names whose text `dumps` gave. Raises ValueError for any other bytes."""
    text, _, _ = data.rpartition(_BEGINNING)
    if data != text + _CHECKSUM % crc32(text):
        raise ValueError(tr("its text is not what was written"))
    values: dict[str, Any] = json.loads(text.decode("utf-8", "surrogateescape") + "}")
    if values.keys() != set(names):  # it was written in another place
        raise ValueError(tr("it holds something else"))
    return values
