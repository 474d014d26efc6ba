"""Records behave as frozen dataclasses do, which are the oracle."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from corpus.frozen import Frozen


class Record(Frozen, uncompared=("place",)):
    name: str
    parts: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True)
class Oracle:
    name: str
    parts: tuple[str, ...] = ()
    place: int = field(default=0, compare=False)


class Other(Frozen):
    name: str


class Empty(Frozen):
    """A record without fields."""


@pytest.mark.parametrize(
    "make",
    [
        lambda kind: kind("a"),
        lambda kind: kind("a", ("b",), 3),
        lambda kind: kind(place=3, name="a"),
        lambda kind: kind("a", place=3),
    ],
)
def test_values_are_taken_as_a_dataclass_takes_them(make: Callable[[Any], Any]) -> None:
    made, oracle = make(Record), make(Oracle)
    assert asdict(made) == asdict(oracle)
    assert repr(made) == repr(oracle).replace("Oracle", "Record")


@pytest.mark.parametrize(
    "make",
    [
        lambda kind: kind(),
        lambda kind: kind(parts=()),
        lambda kind: kind("a", (), 0, 0),
        lambda kind: kind("a", name="a"),
        lambda kind: kind("a", other=1),
    ],
)
def test_values_that_are_no_record_are_refused(make: Callable[[Any], Any]) -> None:
    for kind in (Oracle, Record):
        with pytest.raises(TypeError):
            make(kind)


def test_records_of_a_class_are_equal_where_their_compared_fields_are() -> None:
    assert Record("a", (), 1) == Record("a", (), 2)
    assert hash(Record("a", (), 1)) == hash(Record("a", (), 2))
    assert Record("a") != Record("b")
    assert Record("a") != Record("a", ("b",))
    assert Record("a") != Other("a")
    assert Empty() == Empty()
    assert len({Empty(), Empty(), Other("a"), Other("a"), Other("b")}) == 3


def test_records_cannot_be_changed() -> None:
    record = Record("a")
    with pytest.raises(FrozenInstanceError):
        record.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del record.name
    assert record.name == "a"


@pytest.mark.parametrize("change", [replace, Record.but, lambda record, **changes: record.__replace__(**changes)])
def test_a_record_but_for_some_fields(change: Callable[..., Record]) -> None:
    changed = change(Record("a", place=1), name="b")
    assert (changed.name, changed.parts, changed.place) == ("b", (), 1)
    with pytest.raises(TypeError):
        change(Record("a"), other=1)


@pytest.mark.parametrize("record", [Record("a", ("b",), 3), Empty()])
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda record: pickle.loads(pickle.dumps(record))])
def test_copies_and_pickles_are_the_same(record: Frozen, copied: Callable[[Frozen], Frozen]) -> None:
    assert copied(record) == record
    assert vars(copied(record)) == vars(record)


def test_dataclasses_takes_records_for_its_own() -> None:
    assert is_dataclass(Record)
    told = [(one.name, one.type, one.default, one.compare) for one in fields(Record)]
    assert told == [(one.name, one.type, one.default, one.compare) for one in fields(Oracle)]
    assert fields(Empty()) == ()


def test_patterns_take_fields_in_their_order() -> None:
    match Record("a", ("b",), 3):
        case Record(name, parts, place):
            assert (name, parts, place) == ("a", ("b",), 3)
