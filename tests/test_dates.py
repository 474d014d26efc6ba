"""Dates are found as newsletters write them, and resolved against the issue's date."""

from __future__ import annotations

import datetime
import itertools
import json
import lzma
import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import exact_date, find_date, find_dates, head_date, number

LAWS: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "laws_articles.jsonl.xz"


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
        ("中華民國一百一十五年二月", "2026-02"),
        ("民国三十六年", "1947"),
        ("2022年9月27日至28日", "2022-09-27"),
        ("2022年9月27、28日", "2022-09-27"),
        ("2022年10月18—20日", "2022-10-18"),
        ("2022年1—9月", "2022-01"),
        ("2021—2022年", "2021"),
        ("2022年10月上旬", "2022-10"),
        ("二〇二二年十月底", "2022-10"),
        ("2022年第三季度", "2022-07"),
        ("2022年四季度", "2022-10"),
        ("2021年下半年", "2021-07"),
        ("昭和17年(1942年)1月", "1942-01"),
        ("２０２２．１０．１８", "2022-10-18"),
        ("2022－10－18", "2022-10-18"),
        ("2022.10 第3期", "2022-10"),
        ("（2023/05）", "2023-05"),
        ("发布时间:2021-05-15 来源:残联", "2021-05-15"),
    ],
)
def test_a_full_or_partial_date_is_found(text: str, iso: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    "text",
    [
        "2022年13月1日",
        "2022-02-30",
        "2023年2月29日",
        "9月22日",
        "第18期",
        "12.5月",
        "3027年5月",
        "2022.10元",
        "共2022-10号",
        "2003-6",
        "12022-10-18",
        "今年",
        "上月5日",
        "第三季度",
    ],
)
def test_what_is_no_day_is_passed_over(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "近日",
        "日前",
        "前不久",
        "每年9月30日",
        "每年的6月1日至9月15日",
        "次年三月",
        "翌年3月31日",
        "乾隆十六年八月初三日",
        "农历八月十五",
        "八月初三",
        "三月三歌节",
        "十月革命",
        "上一月最后一日",
        "每年十一月",
        "每年第一季度",
        "每年的上半年",
        "花期6—8月",
        "今天的日落广场",
        "今日流行",
        "晚上月亮",
        "基本月租",
        "以上月份",
        "目前年产",
        "以前年度",
        "过去年代",
        "至今天气",
    ],
)
def test_words_and_days_of_no_certain_year_are_no_dates(text: str) -> None:
    assert list(find_dates(text, base="2022-10-18")) == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("115.2.16 歲次乙巳年除夕", "2026-02-16"),
        ("臺北 115/02/16", "2026-02-16"),
        ("115年4月18日／佛教學院", "2026-04-18"),
        ("台湾99年5月3日", "2010-05-03"),
        ("v115.2.16 學會", None),
        ("115.2.16.3 學會", None),
        ("第115.2.16條", None),
        ("1.115.2.16 學會", None),
        ("3.2.1 學會", None),
        ("115.13.1 學會", None),
        ("115.2.16", None),
        ("浏览器升级到 115.2.16", None),
        ("99年5月3日", None),
    ],
)
def test_years_of_the_republic_need_a_text_of_taiwan(text: str, iso: str | None) -> None:
    found = find_date(text)
    assert (found.iso if found else None) == iso


def test_years_of_the_republic_are_those_of_the_issue_or_of_the_text_around() -> None:
    assert [found.iso for found in find_dates("115.2.16", base="2026-02")] == ["2026-02-16"]
    assert [found.iso for found in find_dates("115.2.16", base="2022-02")] == []
    assert [found.iso for found in find_dates("115.2.16", around="學團日誌")] == ["2026-02-16"]


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
        ("前年", "2022-10-18", "2020"),
        ("本月", "2022-10-18", "2022-10"),
        ("本月5日", "2022-10-18", "2022-10-05"),
        ("上月28日", "2022-01-18", "2021-12-28"),
        ("上个月", "2022-10-18", "2022-09"),
        ("昨日，县里召开会议", "2022-10-01", "2022-09-30"),
        ("今天上午", "2022-10-18", "2022-10-18"),
        ("９月27日至28日", "2022-10-18", "2022-09-27"),
        ("10月上旬", "2022-10-18", "2022-10"),
        ("1—9月", "2022-10-18", "2022-01"),
        ("1至9月份", "2022-10-18", "2022-01"),
        ("第三季度", "2022-10-18", "2022-07"),
        ("今年上半年", "2022-10-18", "2022-01"),
        ("去年下半年", "2022-10-18", "2021-07"),
        ("10月18日—20日", "2022-10-18", "2022-10-18"),
        ("1、9月18日，召开", "2022-10-18", "2022-09-18"),
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
        ("昨日，县里举办宣讲。", "2022-10-17"),
        ("今天，我们的生活好了。", "2022-10-18"),
        ("本月5日，开班。", "2022-10-05"),
        ("臉書留言錄（之一三七六）\n111.1.27\n　　中午，會議結束。", "2022-01-27"),
        ("工作手记\n2022年9月27日\n下乡。", "2022-09-27"),
        ("工作手记\n2022年9月27日下乡。", None),
        ("一\n二\n三\n2022年9月27日", None),
        ("", None),
    ],
)
def test_a_head_date_stands_first_and_has_month_and_day(text: str, iso: str | None) -> None:
    assert head_date(text, base="2022-10-18") == iso


def test_what_is_near_without_a_day_to_reckon_from_is_no_day() -> None:
    assert find_date("昨日，开会", base="2022-10") is None
    assert find_date("昨日，开会") is None


def test_the_end_of_a_period_is_of_the_year_of_its_beginning_or_of_the_next() -> None:
    def ends(text: str) -> list[str]:
        return [found.iso for found in find_dates(text, base="2018-06-01")]

    assert ends("2009年3月30日至5月14日") == ["2009-03-30", "2009-05-14"]
    assert ends("2021年12月30日至1月2日") == ["2021-12-30", "2022-01-02"]
    assert ends("2009年3月30日开工，5月14日竣工") == ["2009-03-30", "2018-05-14"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("115/02/16", "2026-02-16"),
        ("115.2.16 08:30", "2026-02-16"),
        ("2022年第三季度", "2022-07"),
        ("2022年10月上旬", "2022-10"),
        ("15/02/16", None),
        ("1150216", None),
        ("2022年10月18日印发", None),
    ],
)
def test_a_cell_of_a_table_may_be_a_date(text: str, iso: str | None) -> None:
    assert exact_date(text) == iso


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
        ("一百", 100),
        ("一百一十五", 115),
        ("一百零五", 105),
        ("一百五", 105),
        ("一百一百", None),
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


# All ways to write a day, as newsletters have them.
_WRITTEN: Final = (
    "{0}年{1}月{2}日",
    "{0}年{1:02}月{2:02}日",
    "{0} 年 {1} 月 {2} 日",
    "{0}年{1}月{2}号",
    "{0}-{1:02}-{2:02}",
    "{0}.{1}.{2}",
    "{0}/{1}/{2}",
    "（{0}年{1}月{2}日）",
    "截至{0}年{1}月{2}日，",
    "民國{3}年{1}月{2}日",
    "臺北 {3}.{1}.{2}",
)
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def in_han(value: int) -> str:
    """A number up to 99 as it is said."""
    tens, ones = divmod(value, 10)
    digits = "〇一二三四五六七八九"
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")


@given(st.dates(datetime.date(1971, 1, 1), datetime.date(2061, 12, 31)), st.sampled_from(_WRITTEN), st.text(max_size=3))
def test_a_day_is_found_however_it_is_written(day: datetime.date, written: str, before: str) -> None:
    # What a date may not stand behind.
    if re.search(r"[0-9０-９.．/\-A-Za-z第版一二三四五六七八九十年民国國]$", before):
        before = ""
    text = before + written.format(day.year, day.month, day.day, day.year - 1911)
    assert day.isoformat() in [found.iso for found in find_dates(text)]
    wide = written.format(day.year, day.month, day.day, day.year - 1911).translate(_FULL_WIDTH)
    if "臺" not in written:
        assert day.isoformat() in [found.iso for found in find_dates(wide)]


@given(st.dates(datetime.date(1901, 1, 1), datetime.date(2099, 12, 31)))
def test_a_day_in_han_digits_is_found(day: datetime.date) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    found = find_date(f"{year}年{in_han(day.month)}月{in_han(day.day)}日")
    assert found is not None
    assert found.iso == day.isoformat()


def test_the_dates_of_laws_are_those_that_stand_there() -> None:
    if not LAWS.exists():
        pytest.skip(f"{LAWS} is absent: running text to find dates in")
    # In the laws days are written with their year, in digits or in Han digits; the rest is months and years.
    days = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日")
    checked = 0
    with lzma.open(LAWS, "rt", encoding="utf-8") as file:
        for line in itertools.islice(file, 6000):
            body = json.loads(line)["body"]
            expected = [datetime.date(*map(int, found.groups())).isoformat() for found in days.finditer(body)]
            found = [date.iso for date in find_dates(body) if len(date.iso) == 10 and body[date.end - 1] == "日"]
            assert [iso for iso in found if iso in expected] == expected
            assert all(re.search(r"[一二〇○零]", body) for iso in found if iso not in expected), body
            checked += len(expected)
    assert checked > 100
