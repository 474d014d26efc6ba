"""What the fields of ready articles may hold, and by which names they go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from corpus import Article, Issue
from corpus.identity import article_id
from corpus.ready.fields import FIELDS
from tests.ready.support import Write, only, parsed


def test_all_fields_are_taken(write: Write) -> None:
    record = {
        "id": "甲/1#2",
        "title": "标题",
        "body": "第一段\r\n第二段",
        "section": "简讯",
        "unit": "桂林市计生协",
        "author": "陈 燕",
        "region": "七星区",
        "date": "2022-09-15",
        "issue": {"title": "工作通讯", "number": 3, "date": "2022年10月", "publisher": "某协会"},
        "other": [1],
    }
    assert only(write(record)) == Article(
        id="甲/1#2",
        title="标题",
        untitled=False,
        section="简讯",
        unit="桂林市计生协",
        author="陈 燕",
        regions=("广西壮族自治区/桂林市/七星区",),
        date="2022-09-15",
        date_from="article",
        body="第一段\n第二段",
        issue=Issue("工作通讯", "3", "2022-10", "某协会"),
        source="文",
        line_start=1,
        line_end=1,
    )


def test_every_field_goes_by_its_other_names_in_json_and_tables(write: Write) -> None:
    values = {"untitled": "true", "kind": "article", "date": "2022", "regions": "广西", "region": "北海"}
    for field, others in FIELDS.items():
        for name in (field, f" {field.upper()} ", *others):
            record = {"body": "正文", **values, field: values.get(field, field)}
            renamed = {name if key == field else key: value for key, value in record.items()}
            as_table = write(list(renamed), list(renamed.values()), name="表.csv")
            assert only(write(renamed)) == only(write(record))
            assert replace(only(as_table), line_start=1, line_end=1) == only(write(record))


def test_an_id_is_kept_as_it_is_and_a_number_by_its_digits(write: Write) -> None:
    (part,) = parsed(write({"id": " A–1 ", "title": "甲"}, {"id": 20220915, "title": "乙"}, {"title": "丙"}))
    assert [a.id for a in part.articles] == [" A–1 ", "20220915", article_id(part.articles[2])]
    assert part.given == {" A–1 ", "20220915"}


def test_content_without_an_id_gets_the_same_one_in_any_file(write: Write) -> None:
    as_json = only(write({"title": "甲", "body": "乙", "unit": "丙", "issue": "丁"}))
    as_table = only(write(["issue", "unit", "body", "title"], ["丁", "丙", "乙", "甲"], name="表.csv"))
    assert as_json.id == as_table.id
    assert len(as_json.id) == 12


@pytest.mark.parametrize("title", [None, "", " \u3000"])
def test_without_a_title_one_is_derived(write: Write, title: str | None) -> None:
    article = only(write({"title": title, "body": "\n\n9月22日，容县召开工作会议，六十多人参加了会议。\n"}))
    assert (article.title, article.untitled) == ("容县召开工作会议", True)
    assert article.body == "9月22日，容县召开工作会议，六十多人参加了会议。"


@pytest.mark.parametrize("body", [None, "", "\n"])
def test_a_title_alone_is_an_article(write: Write, body: str | None) -> None:
    article = only(write({"title": "甲", "body": body, "untitled": True}))
    assert (article.title, article.untitled, article.body) == ("甲", False, "")


def test_a_derived_title_stays_derived(write: Write) -> None:
    article = only(write({"title": "容县召开会议", "body": "容县召开会议，六十人参加。", "untitled": True}))
    assert (article.title, article.untitled) == ("容县召开会议", True)


def test_numbers_are_text_as_they_are_written(write: Write) -> None:
    article = only(write({"title": 2022, "body": 1.5, "date": 20220915, "unit": 0}))
    assert (article.title, article.body, article.date, article.unit) == ("2022", "1.5", "2022-09-15", "0")


def test_a_title_is_one_line(write: Write) -> None:
    assert only(write({"title": "计生协\r\n  召开　会议"})).title == "计生协 召开 会议"


def test_what_is_no_text_in_text_is_replaced(write: Write) -> None:
    record = r'{"title": "a\ud800", "body": "b\u0000c", "issue": {"title": "\udfff"}, "regions": ["x\u0000"]}'
    article = only(write(record))
    assert (article.title, article.body) == ("a\ufffd", "b\ufffdc")
    assert (article.issue.title, article.regions) == ("\ufffd", ("x\ufffd",))


@pytest.mark.parametrize(
    ("record", "regions"),
    [
        ({"region": "桂林"}, ("广西壮族自治区/桂林市",)),
        ({"region": "广西/桂林市/七星区"}, ("广西壮族自治区/桂林市/七星区",)),
        ({"region": "桂林、北海"}, ("广西壮族自治区/桂林市", "广西壮族自治区/北海市")),
        ({"region": "鼓楼区"}, ("鼓楼区",)),
        ({"region": "桃花源"}, ("桃花源",)),
        ({"regions": ["桂林", "某地"], "region": "桂林市"}, ("广西壮族自治区/桂林市", "某地")),
        ({"region": "长沙"}, ("湖南省/长沙市",)),
        ({"region": "海南"}, ("海南省",)),
        ({"region": "田阳县"}, ("广西壮族自治区/百色市/田阳区",)),
        ({"regions": [], "unit": "桂林市计生协"}, ()),
        ({"region": None, "unit": "桂林市计生协"}, ("广西壮族自治区/桂林市",)),
        ({"body": "桂林市召开会议。"}, ()),
    ],
    ids=str,
)
def test_regions_are_those_given_else_the_units(write: Write, record: dict[str, Any], regions: tuple[str, ...]) -> None:
    assert only(write({"title": "桂林市召开会议", **record})).regions == regions


def test_the_publisher_settles_what_a_unit_leaves_open(write: Write) -> None:
    issue = {"publisher": "南京市农业农村局"}
    assert only(write({"title": "甲", "unit": "鼓楼区农业农村局", "issue": issue})).regions == ("江苏省/南京市/鼓楼区",)


@pytest.mark.parametrize(
    ("given_date", "date"),
    [
        ("2022", "2022"),
        ("2022-09", "2022-09"),
        ("2022-9-5", "2022-09-05"),
        ("2022年9月15日", "2022-09-15"),
        ("二〇二二年九月十五日", "2022-09-15"),
        ("2022/9/15 0:00", "2022-09-15"),
        ("2022-09-15T08:30:00+08:00", "2022-09-15"),
        ("20220915", "2022-09-15"),
        ("２０２２．９", "2022-09"),
        ("1898-06-11", "1898-06-11"),
    ],
)
def test_dates_are_understood(write: Write, given_date: str, date: str) -> None:
    article = only(write({"title": "甲", "date": given_date}))
    assert (article.date, article.date_from) == (date, "article")


@pytest.mark.parametrize("date", ["昨天", "2022-02-30", "9月15日", "20221350", "12"])
def test_a_date_that_is_not_understood_costs_the_date_alone(write: Write, date: str) -> None:
    (part,) = parsed(write({"title": "甲", "date": date}))
    assert [(a.title, a.date, a.date_from) for a in part.articles] == [("甲", None, None)]
    (fault,) = part.faults
    assert f":1: the date '{date}' is not understood" in fault


def test_without_a_date_the_issues_counts(write: Write) -> None:
    article = only(write({"title": "甲", "issue": {"date": "2022-10-18"}}))
    assert (article.date, article.date_from) == ("2022-10-18", "issue")
