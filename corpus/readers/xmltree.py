"""XML to trees within bounds: no entities of its own, nothing fetched, bounded depth and size.

The standard library's expat does not fetch anything by itself; what it lacks are bounds. `defusedxml` has none for
depth and size either (docs/decisions/libraries.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from corpus.errors import CorpusError, DamagedError
from corpus.language import tr
from corpus.limits import exceeded, limits

# Between an element's namespace and its name; no namespace has one.
_SEPARATOR: Final = "\n"
# expat knows UTF-8, UTF-16 and Latin-1; others that stand in Chinese files are decoded here.
_CHINESE: Final = re.compile(rb"<\?xml[^>]{0,80}?encoding\s*=\s*[\"'](gb[a-z0-9_-]{1,10}|big5[a-z-]{0,6})[\"']", re.I)


def parse(data: bytes, prefixes: Mapping[str, str], *, what: str) -> Element:
    """The root of the tree that `data` is.

    Elements and attributes are named by the prefix that `prefixes` gives to their namespace (`w:p`), whatever prefix
    the file uses; without a colon if their namespace has none there. `what` names the part for messages. Raises
    `CorpusError` for what is not well-formed, declares entities, or breaks a limit.
    """
    declared = _CHINESE.match(data)
    if declared:
        encoding = "gb18030" if declared[1][:2].lower() == b"gb" else "big5hkscs"  # supersets of what is declared
        data = data.decode(encoding, "replace").encode()
    parser = expat.ParserCreate("utf-8" if declared else None, _SEPARATOR)
    parser.buffer_text = True
    builder = TreeBuilder()
    names: dict[str, str] = {}
    depth = count = 0
    deepest, most = limits().nesting, limits().elements

    def named(name: str) -> str:
        space, _, local = name.rpartition(_SEPARATOR)
        prefix = prefixes.get(space)
        return names.setdefault(name, f"{prefix}:{local}" if prefix else local)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > deepest:
            raise exceeded(
                "nesting", tr("{part} has more than {most} elements within elements", part=what, most=deepest)
            )
        if count > most:
            raise exceeded("elements", tr("{part} has more than {most:,} elements", part=what, most=most))
        builder.start(names.get(name) or named(name), {names.get(k) or named(k): v for k, v in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(names[name])

    def refuse(*_: object) -> None:
        raise CorpusError(
            tr("{what} declares entities, as no document needs and harmful ones do; it is not read", what=what)
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter for encodings that do not exist
        raise DamagedError(tr("{what} is damaged: {error}", what=what, error=error)) from None
    return builder.close()


def find(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of `path`, names of children one below the other; None if there is none."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if child.tag == name), None)
    return element
