"""Changes to documents: to their bytes, to their numbers and attributes, and within archives to their parts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Final
from xml.etree import ElementTree
from zipfile import ZipFile

# What programs compute wrongly with: bounds of integers, no numbers, and what is no number at all.
_NUMBERS: Final = (
    *(b"0", b"-1", b"1", b"127", b"255", b"32768", b"65536", b"2147483647", b"-2147483648", b"4294967296"),
    *(b"99999999999999999999", b"9" * 5_000, b"1e400", b"-1e400", b"nan", b"0.0000001"),
    *(b"", b"x", "①".encode(), b"\xff"),
)
_BINARY: Final = (
    *(b"\0", b"\xff", b"\x7f", b"\x80"),
    *(b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80"),
)
_NUMBER: Final = re.compile(rb"-?\d+(?:\.\d+)?")
_ATTRIBUTE: Final = re.compile(rb"=\"[^\"<>]{0,200}\"")
# Of a block that is repeated.
_MOST_TIMES: Final = 3_000
_LARGEST: Final = 1 << 20
# A tree that has grown beyond this is changed no further.
_MOST_ELEMENTS: Final = 10_000


def mutated(data: bytes, random: Random) -> bytes:
    """A document with one to several changes."""
    if data.startswith(b"PK"):
        return _archive(data, random) if random.random() < 0.85 else _changed(data, random, _OF_BYTES)
    return _changed(data, random, _OF_BYTES if b"\0" in data else _OF_TEXT)


def _changed(data: bytes, random: Random, changes: tuple[Callable[[bytes, Random], bytes], ...]) -> bytes:
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        data = random.choice(changes)(data, random)
    return data


def _archive(data: bytes, random: Random) -> bytes:
    """The archive with one to three of its parts changed, missing or exchanged."""
    with ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        packing = {info.filename: info.compress_type for info in archive.infolist()}
    for name in random.sample(sorted(parts), min(len(parts), random.choice((1, 1, 2, 3)))):
        what = random.random()
        if what < 0.05:
            del parts[name]
        elif what < 0.1:
            parts[name] = parts[random.choice(sorted(parts))]
        elif what < 0.5 and parts[name].lstrip(b"\xef\xbb\xbf").startswith(b"<"):
            parts[name] = _tree(parts[name], random)
        else:
            parts[name] = _changed(parts[name], random, _OF_TEXT)
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part, packing[name])
    return packed.getvalue()


def _tree(data: bytes, random: Random) -> bytes:
    """XML that stays well-formed: elements removed, repeated, moved, wrapped and exchanged, attributes too."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return _changed(data, random, _OF_TEXT)
    for _ in range(random.choice((1, 2, 5, 20))):
        everything = list(root.iter())
        parents = [element for element in everything if len(element)]
        if not parents or len(everything) > _MOST_ELEMENTS:
            break
        parent = random.choice(parents)
        child = random.choice(list(parent))
        what = random.randrange(6)
        if what == 0:
            parent.remove(child)
        elif what == 1:
            parent.extend(deepcopy(child) for _ in range(random.choice((1, 2, 30))))
        elif what == 2:
            parent.remove(child)
            random.choice(list(root.iter())).append(child)
        elif what == 3:
            child.tag = random.choice(everything).tag
        elif child.attrib:
            name = random.choice(sorted(child.attrib))
            other = random.choice(everything).attrib or {name: ""}
            number = random.choice(_NUMBERS).decode(errors="replace")
            child.set(name, random.choice((number, random.choice(sorted(other.values())))))
    return bytes(ElementTree.tostring(root, "utf-8", xml_declaration=True))


def _block(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + int(2 ** random.uniform(0, 12)))


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 10, 100)) if data else 0):
        changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _overwrite(data: bytes, random: Random) -> bytes:
    at, value = random.randrange(len(data) + 1), random.choice(_BINARY)
    return data[:at] + value + data[at + len(value) :]


def _insert(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice((random.choice(_BINARY), random.randbytes(random.randrange(1, 64)))) + data[at:]


def _remove(data: bytes, random: Random) -> bytes:
    start, end = _block(data, random)
    return data[:start] + data[end:]


def _repeat(data: bytes, random: Random) -> bytes:
    start, end = _block(data, random)
    times = int(2 ** random.uniform(1, 11.5))
    times = min(times, _MOST_TIMES, _LARGEST // max(1, end - start))
    return data[:start] + data[start:end] * times + data[end:]


def _move(data: bytes, random: Random) -> bytes:
    start, end = _block(data, random)
    rest = data[:start] + data[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _exchange(data: bytes, random: Random) -> bytes:
    """Writes a block over another place, so that all others stay where they are."""
    start, end = _block(data, random)
    at = random.randrange(len(data) + 1)
    return (data[:at] + data[start:end] + data[at + end - start :])[: len(data)]


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _number(data: bytes, random: Random) -> bytes:
    return _replace(data, random, _NUMBER, random.choice(_NUMBERS))


def _attribute(data: bytes, random: Random) -> bytes:
    others = _ATTRIBUTE.findall(data)
    value = random.choice(others) if others and random.random() < 0.5 else b'="' + random.choice(_NUMBERS) + b'"'
    return _replace(data, random, _ATTRIBUTE, value)


def _replace(data: bytes, random: Random, pattern: re.Pattern[bytes], value: bytes) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return _flip(data, random)
    match = random.choice(found)
    return data[: match.start()] + value + data[match.end() :]


_OF_BYTES: Final = (*([_flip] * 4), *([_overwrite] * 6), _exchange, _insert, _remove, _repeat, _move, _cut)
_OF_TEXT: Final = (
    *(_flip, _overwrite, _insert, _remove, _repeat, _repeat, _move, _move, _cut),
    *(_number, _number, _number, _attribute),
)
