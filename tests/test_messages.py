"""Messages on standard error: whole in pipes, on lines that fit on a terminal, and commands in them to copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from corpus.errors import WensouError
from search.cli import messages
from search.errors import QueryError

PROSE = "no article has all words; these have some of them (--all-words turns this off); 没有一篇文章有所有这些词语"
COMMAND = "wensou search 农业保险为临洮百合撑起保护伞 --region 甘肃省/定西市/临洮县"


def said(fault: WensouError, capsys: pytest.CaptureFixture[str]) -> list[str]:
    messages.show_fault(fault)
    return capsys.readouterr().err.splitlines()


@pytest.mark.parametrize("columns", [10, 40, 80, 200])
def test_messages_fit_the_terminal_and_lose_nothing(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(messages, "columns", lambda: columns)
    lines = said(WensouError(PROSE), capsys)
    assert all(cell_len(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == f"wensou:{PROSE}".replace(" ", "")
    *prose, command = said(WensouError(f"{PROSE}; did you mean: {COMMAND}"), capsys)
    assert all(cell_len(line) <= columns for line in prose)
    assert command.endswith(COMMAND)


def test_options_are_not_cut(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for columns in range(24, 80):
        monkeypatch.setattr(messages, "columns", lambda columns=columns: columns)
        assert any("--all-words" in line for line in said(WensouError(PROSE), capsys)), columns


def test_pipes_get_a_line_for_each_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(WensouError(PROSE * 9), capsys) == [f"wensou: {PROSE * 9}"]


@pytest.mark.parametrize("columns", [20, 40, 80, 200, None])
@given(
    before=st.text("关爱 a", max_size=90),
    at=st.text("(保x", min_size=1, max_size=90),
    after=st.text("关 b", max_size=90),
)
def test_the_place_at_fault_is_marked_where_it_stands(columns: int | None, before: str, at: str, after: str) -> None:
    fault = QueryError("open-quote", "cause", before + at + after, (len(before), len(before) + len(at)), "advice")
    with pytest.MonkeyPatch.context() as patch:
        written: list[str] = []
        patch.setattr(messages, "columns", lambda: columns)
        patch.setattr(messages, "_write", written.append)
        messages.show_fault(fault)
    shown, marks = written[-1].splitlines()
    assert columns is None or cell_len(shown) <= columns
    marked = _piece(shown, len(marks) - len(marks.lstrip()), len(marks))
    assert marked
    assert at.startswith(marked)


def _piece(line: str, start: int, end: int) -> str:
    """What stands in the cells of a line."""
    places = [cell_len(line[:place]) for place in range(len(line))]
    return "".join(char for char, place in zip(line, places, strict=True) if start <= place < end)
