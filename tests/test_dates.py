"""Dates are found as newsletters write them, and resolved against the issue's date."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import find_date, find_dates, head_date, number


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022年10月18日印发", "2022-10-18"),
        ("二〇二二年十月十八日", "2022-10-18"),
        ("二○二四年三月二十八日", "2024-03-28"),
        ("一九九八年十二月三十一日", "1998-12-31"),
        ("２０２２年１０月１８日", "2022-10-18"),
        ("2022 年 10 月 18 日", "2022-10-18"),
        ("2022-10-18", "2022-10-18"),
        ("2022.1.8", "2022-01-08"),
        ("2022/10/18 08:30", "2022-10-18"),
        ("2022年10月", "2022-10"),
        ("2022年10月号", "2022-10"),
        ("2022年第10期", "2022"),
        ("民國115年2月16日", "2026-02-16"),
        ("发布时间:2021-05-15 来源:残联", "2021-05-15"),
    ],
)
def test_a_full_or_partial_date_is_found(text: str, iso: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    "text", ["2022年13月1日", "2022-02-30", "2023年2月29日", "9月22日", "第18期", "近日", "12.5月", "3027年5月"]
)
def test_what_is_no_day_is_passed_over(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    ("text", "base", "iso"),
    [
        ("9月22日", "2022-10-18", "2022-09-22"),
        ("12月30日", "2023-01-15", "2022-12-30"),
        ("10月30日", "2022-10-18", "2022-10-30"),
        ("12月1日", "2022-10-18", "2021-12-01"),
        ("2月29日", "2023-05-01", "2020-02-29"),
        ("9月22日", "2022-10", "2022-09-22"),
        ("9月22日", "2022", "2022-09-22"),
        ("去年11月", "2022-10-18", "2021-11"),
        ("今年5月3日", "2022-10-18", "2022-05-03"),
    ],
)
def test_a_date_without_a_year_is_resolved_against_the_issue(text: str, base: str, iso: str) -> None:
    found = find_date(text, base=base)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("9月22日，全区工作会议召开。", "2022-09-22"),
        ("5月8日至9日，县里举办宣讲。", "2022-05-08"),
        ("　　2022年9月1日上午，开学。", "2022-09-01"),
        ("“9月2日", "2022-09-02"),
        ("3月下旬，果农备好喷灌设备。", None),
        ("2021年，容县实施了项目。", None),
        ("进入5月，气象局开通提醒。", None),
        ("近日，中国计生协来访。", None),
        ("在9月22日召开的会议上", None),
        ("", None),
    ],
)
def test_a_head_date_stands_first_and_has_month_and_day(text: str, iso: str | None) -> None:
    assert head_date(text, base="2022-10-18") == iso


def test_dates_come_in_order_with_their_places() -> None:
    text = "自2021年9月14日至2022年5月"
    assert [(text[d.start : d.end], d.iso) for d in find_dates(text)] == [
        ("2021年9月14日", "2021-09-14"),
        ("2022年5月", "2022-05"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十八", 18),
        ("三十", 30),
        ("二〇二二", 2022),
        ("１０", 10),
        ("", None),
        ("百", None),
        ("一二十", None),
    ],
)
def test_numbers_in_all_digits(text: str, value: int | None) -> None:
    assert number(text) == value


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.dates(datetime.date(1910, 1, 1), datetime.date(2098, 1, 1)),
)
def test_the_resolved_day_is_the_latest_within_a_month_after_the_issue(
    day: datetime.date, issue: datetime.date
) -> None:
    found = find_date(f"{day.month}月{day.day}日", base=issue.isoformat())
    assert found is not None
    got = datetime.date.fromisoformat(found.iso)
    limit = issue + datetime.timedelta(days=31)
    assert (got.month, got.day) == (day.month, day.day)
    assert got <= limit
    if (got.month, got.day) != (2, 29):
        assert got.replace(year=got.year + 1) > limit


@given(
    st.text(alphabet="0123456789０９年月日号十〇二零一三民國今去 -./第", max_size=40),
    st.sampled_from([None, "2022", "2022-10", "2022-10-18", "x", "0-0"]),
)
def test_any_text_gives_valid_dates_or_none(text: str, base: str | None) -> None:
    for found in find_dates(text, base=base):
        assert 0 <= found.start < found.end <= len(text)
        padded = found.iso + "-01-01"[: 10 - len(found.iso)] if len(found.iso) < 10 else found.iso
        datetime.date.fromisoformat(padded if len(padded) == 10 else found.iso + "-01")
