"""`wensou parse --format html`: a page that holds all of the text, none of it alive; and what its colours come from."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Article, CorpusError, Document, Issue, Remainder
from corpus.layout import split
from corpus.marked import MarkedText
from corpus.reading import read_with_lines
from corpus.tracing import BODY, NOWHERE, TITLE, trace
from search.output.page import page
from search.output.safe import visible
from tests.support.examples import EXAMPLES
from tests.support.places import SAMPLES, SHARED
from tests.support.program import on_terminal, wensou
from tests.support.texts import FIRST, SECOND

REAL = sorted(path for path in SHARED.glob("*/*") if path.with_suffix(".gold.json").exists())
HOSTILE = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;<!--\x1b[31m\u202eabc\u2066\x00\ud800"
VOID = {"meta"}


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.classes: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: dict[str, str] = {}  # by the class or the tag of the elements around them
        self._open: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        assert len(values) == len(attrs)
        self.tags[tag] += 1
        self.attributes |= set(values)
        self.classes |= set((values.get("class") or "").split())
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values[name] or "" for name in ("href", "src") if name in values]
        if tag not in VOID:
            self._open.append((tag, (values.get("class") or "").split(" ")[0]))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for name in {name for pair in self._open for name in pair}:
            self.texts[name] = self.texts.get(name, "") + data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def drawn(*read: tuple[MarkedText, Document]) -> Page:
    return Page("".join(page(read)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def assert_inert(shown: Page) -> None:
    assert set(shown.tags) <= {
        "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "p", "span", "nav", "ol", "li", "main",
        "section", "h2", "ul", "details", "summary", "div", "article", "h3", "h4", "bdi",
    }  # fmt: skip
    assert shown.attributes <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "aria-label", "aria-labelledby",
        "open",
    }  # fmt: skip
    assert shown.tags["style"] == 1
    assert shown.classes <= set(re.findall(r"\.([a-z][a-z-]*)", shown.texts["style"])) | {"rest", "row", "body"}
    assert len(shown.ids) == len(set(shown.ids))
    assert set(shown.links) <= {f"#{name}" for name in shown.ids}


@pytest.mark.parametrize("path", [*sorted(SAMPLES.glob("*.txt")), *REAL], ids=lambda path: path.stem)
def test_the_page_holds_all_text_and_nothing_alive(path: Path) -> None:
    try:
        text, document = read_with_lines(path)
    except CorpusError as fault:
        pytest.skip(str(fault))
    shown = drawn((text, document))
    assert_inert(shown)
    assert squeezed(shown.texts["text"]) == squeezed(visible("".join(line.text for line in text.lines)))
    assert shown.tags["article"] == len(document.articles)
    for article in document.articles:
        assert squeezed(visible(article.title)) in squeezed(shown.texts["h4"])
        assert all(squeezed(visible(line)) in squeezed(shown.texts["article"]) for line in article.body.split("\n"))
    assert all(part.label != NOWHERE for line in trace(text, document) for part in line.spans)
    for warning in document.warnings:
        assert squeezed(visible(warning)) in squeezed(shown.texts["ul"])


def test_hostile_text_is_text(tmp_path: Path) -> None:
    article = Article(
        "i", HOSTILE, False, HOSTILE, HOSTILE, HOSTILE, (HOSTILE,), "2022", "issue", HOSTILE, Issue(HOSTILE), "x", 1, 1
    )
    document = Document(
        HOSTILE, Issue(HOSTILE, HOSTILE, None, HOSTILE), (article,), (Remainder(HOSTILE, HOSTILE, 2, 2),),
        (HOSTILE, f"line 1: {HOSTILE}", f"line 9: {HOSTILE}"), HOSTILE,
    )  # fmt: skip
    text = "".join(page([(MarkedText.plain(f"{HOSTILE}\n{HOSTILE}\n{HOSTILE}"), document)] * 2))
    assert_inert(Page(text))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert Page(text).texts["text"].count(visible(HOSTILE)) == 6
    text.encode()


def test_one_page_for_all_files(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(f"修好村里水渠\n{FIRST}\n", encoding="utf-8")
    (tmp_path / "乙.txt").write_text(f"培训班办到田头\n{SECOND}\n", encoding="utf-8")
    done = wensou("parse", "--format", "html", "甲.txt", "没有.txt", "乙.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "wensou: 没有.txt: no such file\n"
    shown = Page(done.stdout)
    assert_inert(shown)
    assert shown.texts["h2"] == "甲.txt乙.txt"
    assert "unit unknown" in shown.texts["doubt"]
    alone = wensou("parse", "--format", "html", "没有.txt", cwd=tmp_path)
    assert (alone.returncode, alone.stdout) == (2, "")
    status, said = on_terminal("parse", "--format", "html", "甲.txt", cwd=tmp_path)
    assert status == 2
    assert "write it to a file" in said
    (tmp_path / "b.jsonl").write_text('{"title": "甲"}\n', encoding="utf-8")
    assert "are ready" in wensou("parse", "--format", "html", "b.jsonl", cwd=tmp_path).stderr


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_what_lines_were_taken_for_is_what_the_document_says(path: Path) -> None:
    text, document = read_with_lines(path)
    found: Counter[str] = Counter()
    for line in trace(text, document):
        for part in line.spans:
            found[part.label] += len(squeezed(line.text[part.start : part.end]))
    expected: Counter[str] = Counter()
    for rest in document.remainder:
        expected[rest.label] += len(squeezed(rest.text))
    for article in document.articles:
        expected[BODY] += len(squeezed(article.body))
        expected[TITLE] += 0 if article.untitled else len(squeezed(article.title))
    assert +found == +expected


@given(
    st.lists(
        st.one_of(st.sampled_from([FIRST, "修好村里水渠", "● 简讯", "（容县水利局）", "【要闻】"]), st.text()),
        max_size=12,
    )
)
@settings(max_examples=EXAMPLES // 2)
def test_every_character_of_a_line_was_taken_for_one_thing(lines: list[str]) -> None:
    text = MarkedText.plain("\n".join(lines))
    try:
        document = split(text, "测试.txt")
    except CorpusError:
        return
    traced = list(trace(text, document))
    assert [line.text for line in traced] == [line.text for line in text.lines if line.text.strip()]
    for line in traced:
        ends = [0, *(part.end for part in line.spans)]
        assert all(not line.text[end : part.start].strip() for end, part in zip(ends, line.spans, strict=False))
        assert not line.text[ends[-1] :].strip()
        assert [part.start for part in line.spans] == sorted({part.start for part in line.spans})


def test_text_that_a_person_took_out_is_nowhere() -> None:
    text = MarkedText.plain(f"修好村里水渠\n{FIRST}\n丢了的一行\n")
    article = Article("i", "修好村里水渠", False, None, None, None, (), None, None, FIRST, Issue(), "x", 1, 2)
    spans = [line.spans[0].label for line in trace(text, Document("x", Issue(), (article,), ()))]
    assert spans == [TITLE, BODY, NOWHERE]
