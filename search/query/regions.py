"""Names of regions as people type them in queries and filters, and the regions of an index that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """What a name of a region means in an index.

    `paths` are the regions of the index that are called so, without those that lie below another of them: articles of
    all of them are found. `meant` is what the name means whatever the index holds, the likeliest first, and `is_former`
    says that nothing is called so any more. A name that means nothing has neither.
    """

    name: str
    paths: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    is_former: bool = False


def named_region(name: str, known: Sequence[str]) -> NamedRegion:
    """What a name means, by full or short name or path, else by a former name, among the `known` regions."""
    from corpus.regions import gazetteer, is_under  # its data is large, and most queries name no region

    places = gazetteer()
    meant = places.resolve(name)
    found = [path for path in known if places.matches(name, path)] or [path for path in meant if path in known]
    return NamedRegion(
        name,
        tuple(path for path in found if not any(path != other and is_under(path, other) for other in found)),
        meant,
        places.is_former(name),
    )
