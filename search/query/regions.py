"""Names of regions as people type them in queries and filters, and the regions of an index that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """What a name of a region means in an index.

    `paths` are the regions of the index that are called so, without those that lie below another of them: articles of
    all of them are found. `meant` is what the name means whatever the index holds, the likeliest first, and again
    without what lies below another. `is_former` says that nothing is called so any more, and `above` is the nearest
    region of the index above the first that is meant.
    """

    name: str
    paths: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    is_former: bool = False
    above: str | None = None


def named_region(name: str, known: Sequence[str]) -> NamedRegion:
    """What a name means, by full or short name or path, else by a former name, among the `known` regions."""
    from corpus.regions import gazetteer, topmost  # its data is large, and most queries name no region

    places = gazetteer()
    meant = topmost(places.resolve(name))
    found = [path for path in known if places.matches(name, path)] or [path for path in meant if path in known]
    above = [path for path in known if meant and meant[0].startswith(path + "/")]
    return NamedRegion(name, topmost(found), meant, places.is_former(name), max(above, key=len, default=None))
