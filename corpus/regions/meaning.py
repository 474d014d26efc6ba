"""What a person means by the name of a region, in a query or in a table."""

from __future__ import annotations

import re
from typing import Final

from corpus.regions.names import ancestors, is_under, short_form
from corpus.regions.tables import Tables

# No name has more characters.
_LONGEST: Final = 20
# Besides the slash, what people write between the parts of a path.
_SEPARATORS: Final = re.compile(r"[/／\\>＞·・—–-]+|\s+")


class Meanings:
    """Resolves names in simplified characters."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def resolve(self, name: str, within: str | None) -> tuple[str, ...]:
        """See `Gazetteer.resolve`."""
        found = self._of_parts([part for part in _SEPARATORS.split(name) if part])
        for scope in ancestors(within):
            nearer = [path for path in found if is_under(path, scope)]
            if nearer:
                return tuple(nearer)
        return tuple(found)

    def _of_parts(self, parts: list[str]) -> list[str]:
        if not parts:
            return []
        if (path := "/".join(parts)) in self._tables.paths:
            return [path]
        found = self._of_name(parts[-1])
        if len(parts) > 1:
            return _below(found, self._of_parts(parts[:-1]))
        return found or self._of_joined(parts[0])

    def _of_joined(self, name: str, levels: int = 2) -> list[str]:
        """The meaning of up to `levels` + 1 names that follow each other without a slash."""
        if levels == 0:
            return []
        for cut in range(max(2, len(name) - _LONGEST), len(name) - 1):
            if found := self._of_name(name[cut:]):
                parents = self._of_name(name[:cut]) or self._of_joined(name[:cut], levels - 1)
                if paths := _below(found, parents):
                    return paths
        return []

    def _of_name(self, name: str) -> list[str]:
        ranked = [
            (not in_use, rank, path.count("/"), path)
            for rank, table in enumerate((self._tables.full, self._tables.short))
            for path, in_use in table.get(name, ())
        ]
        # Stable: within a rank the order stays that of the codes.
        return list(dict.fromkeys(path for *_, path in sorted(ranked, key=lambda entry: entry[:3])))

    def is_former(self, name: str) -> bool:
        """See `Gazetteer.is_former`."""
        last = next((part for part in reversed(_SEPARATORS.split(name)) if part), "")
        candidates = [*self._tables.full.get(last, ()), *self._tables.short.get(last, ())]
        return bool(candidates) and not any(in_use for _, in_use in candidates)

    def matches(self, wanted: str, path: str) -> bool:
        """See `Gazetteer.matches`."""
        asked, parts = wanted.strip("/").split("/"), path.split("/")
        return len(asked) <= len(parts) and all(map(self._names, asked, parts[-len(asked) :]))

    def _names(self, wanted: str, name: str) -> bool:
        if wanted == name:
            return True
        short = short_form(name)
        is_customary = self._tables.aliases.get(wanted) == name
        return wanted == short or is_customary or ("自治" in name and wanted == short + name[-1])


def _below(paths: list[str], parents: list[str]) -> list[str]:
    beginnings = tuple(parent + "/" for parent in parents)
    return [path for path in paths if path.startswith(beginnings)]
