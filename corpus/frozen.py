"""Records that cannot be changed, for what a search loads.

`dataclasses` writes the methods of each class anew and compiles them, and thirty classes took a seventh of the time of
a search from the command line (docs/decisions/start-up.md). Records share theirs. All else about them is as with frozen
dataclasses, and the functions of `dataclasses` take them for such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from dataclasses import Field

    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Callable[[type], type]:
        """Tells type checkers alone: of `typing`, Python 3.10 does not have it."""
        return lambda kind: kind


class _DataclassFields:
    """The fields as `dataclasses` knows those of its own classes, made when it asks for them."""

    def __get__(self, _: Frozen | None, kind: type[Any]) -> dict[str, Field[Any]]:
        return _dataclass_fields(kind)  # type: ignore[arg-type]  # mypy takes a class for its instance


@dataclass_transform(frozen_default=True)
class Frozen:
    """A record whose fields are the annotations of its class, with the values given there as defaults.

    Records are equal that have the same class and equal fields, but for the `uncompared` ones.
    """

    _required: ClassVar[frozenset[str]]
    _known: ClassVar[frozenset[str]]
    _compared: ClassVar[tuple[str, ...]]
    _values: ClassVar[attrgetter[Any]]  # of what is compared
    if TYPE_CHECKING:
        __match_args__: ClassVar[tuple[str, ...]]
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    else:
        __dataclass_fields__ = _DataclassFields()

    def __init_subclass__(cls, *, uncompared: Iterable[str] = ()) -> None:
        names = tuple(cls.__annotations__)
        cls.__match_args__ = names  # type: ignore[misc]  # which mypy takes for fixed
        cls._known = frozenset(names)
        cls._required = frozenset(name for name in names if name not in cls.__dict__)
        cls._compared = tuple(name for name in names if name not in uncompared)
        cls._values = attrgetter(*cls._compared or ["__class__"])  # there must be something to get

    def __init__(self, *values: Any, **named: Any) -> None:
        given = self.__dict__
        given.update(zip(self.__match_args__, values))  # noqa: B905  # too many are noticed below
        given.update(named)
        if len(given) != len(values) + len(named) or not self._required <= given.keys() <= self._known:
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(self.__match_args__)}")

    def but(self, **changes: Any) -> Self:
        """The same record with other values in some fields."""
        return type(self)(**{**self.__dict__, **changes})

    __replace__ = but  # copy.replace of Python 3.13

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return bool(self._values(self) == self._values(other))

    def __hash__(self) -> int:
        return hash(self._values(self))

    def __repr__(self) -> str:
        values = (f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__qualname__}({', '.join(values)})"

    def __setattr__(self, name: str, _: object) -> None:
        self._remain(name)

    def __delattr__(self, name: str) -> None:
        self._remain(name)

    def _remain(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"a {type(self).__name__} cannot be changed, nor its {name}")


@cache
def _dataclass_fields(kind: type[Any]) -> dict[str, Field[Any]]:
    from dataclasses import field, fields, make_dataclass

    described = []
    for name in kind.__match_args__:
        default = {} if name in kind._required else {"default": getattr(kind, name)}
        described.append((name, kind.__annotations__[name], field(**default, compare=name in kind._compared)))
    return {found.name: found for found in fields(make_dataclass(kind.__name__, described))}
