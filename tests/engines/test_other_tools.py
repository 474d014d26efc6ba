"""What users of other tools reported as broken, each a behaviour that holds here.

The reports stand beside each case, as repository#number on GitHub; docs/decisions/users-wishes.md says which do not
concern wensou.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.records import Article
from index import writer
from index.dictionary import parse_user_words, stock_segmenter
from index.errors import DictionaryError
from index.segmenters import MappedSegmenter, RjiebaSegmenter
from search.query import Filters
from search.searcher import Options, Searcher
from search.snippet import ELLIPSIS
from tests.support.cluster import index_place
from tests.support.indexes import article, build_index
from tests.support.oracle import substrings

TEXTS = {
    "setup": "软件安装简单，新手也会用。",
    "queue": "窗口里还有五件待处理的材料。",
    "bank": "农业发展银行在县里设了网点，离桥头不远。",
    "spares": "值班室备好7号电池，另有1.5匹空调两台。",
    "repairs": "水渠维修信息每周公布一次。",
    "users": "平台用户本月翻了一番，老用户也回来了。",
    "visit": "季秀芬和张晓雁到小桥村走访。",
    "anthem": "会前奏唱中华人民共和国国歌。",
    "founding": "展板写着中华人民共和国成立以来的变化。",
    "server": "机房的虚拟机已经升级。",
    "vaccine": "COVID-19疫苗到货，A-B两组分开登记。",
    "palace": "皇后鎮以後改了名字，後街照舊。",
    "street": "王后路后来也改名了。",
    "donation": "ＡＢＣ公司２０２２年捐来５Ｇ设备。",
    "screen": "大厅装了LED 显示屏，2024 年投用，共3块。",
    "party": "喜迎二十大，写好“9·25”活动小结。",
    "document": "请看河政办发〔2019〕75号。",
    "budget": "项目经费1.6万元，完成进度157.64%。",
    "cells": "名单：陈　燕、李　强；电话 0771-12345。",
    "common": "是的，这是我们的。",
    "masked": "二○二二年，受益人张○○领到补助。",
    "rare": "𠮷野村的㙓树下，面积300㎡。",
}

FOUND = [
    # Words inside words
    ("a word at the end of a longer word", "meilisearch/meilisearch#2499", "简单", {"setup"}),
    ("a word behind a prefix", "meilisearch/meilisearch#4874", "处理", {"queue"}),
    ("a word at the beginning of a long name", "meilisearch/meilisearch#4935", "农业", {"bank"}),
    ("overlapping words of one compound, first", "meilisearch/charabia#226", '"农业发展"', {"bank"}),
    ("overlapping words of one compound, second", "meilisearch/charabia#338", '"发展银行"', {"bank"}),
    ("half of a name that the HMM joins", "meilisearch/engine-team#19", "晓雁", {"visit"}),
    ("a number with a character that belongs to it", "infinilabs/analysis-ik#286", "7号电池", {"spares"}),
    ("a decimal number with its measure", "infinilabs/analysis-ik#584", "1.5匹", {"spares"}),
    ("a part of what a greedy cut would swallow", "infinilabs/analysis-ik#872", "号电池", {"spares"}),
    ("the shorter query", "datahub-project/datahub#1800", "维修", {"repairs"}),
    ("the longer query", "datahub-project/datahub#1800", "维修信息", {"repairs"}),
    ("a word in the middle of a sentence without spaces", "tobi/qmd#207", "翻了一番", {"users"}),
    ("a word before a full stop", "tobi/qmd#617", "公布一次", {"repairs"}),
    ("a word that a default of white space would miss", "tobi/qmd#616", "县里", {"bank"}),
    ("words in two places of one sentence", "tobi/qmd#623", "新手 安装", {"setup"}),
    ("two characters where trigrams need three", "simonw/sqlite-fts5-trigram#3", "升级", {"server"}),
    ("a phrase in a text that SQLite keeps as one token", "groue/GRDB.swift#413", '"虚拟机已经"', {"server"}),
    ("words of a conversation", "NousResearch/hermes-agent#11511", "照旧", {"palace"}),
    ("a word of two characters", "thedotmack/claude-mem#3810", "用户", {"users"}),
    ("a word of two characters, quoted", "NousResearch/hermes-agent#16651", '"平台"', {"users"}),
    ("a word of two characters inside a longer word", "chroma-core/chroma#1073", "银行", {"bank"}),
    ("the middle of a run of characters", "laurent22/joplin#8587", "备好", {"spares"}),
    ("a word next to punctuation", "laurent22/joplin#6012", "材料", {"queue"}),
    ("a word between quotes", "laurent22/joplin#4613", "活动", {"party"}),
    ("two words with a space, both wanted", "laurent22/joplin#3050", "平台 用户", {"users"}),
    ("two words with a space, one of them elsewhere", "laurent22/joplin#3050", '"平台" "银行"', set()),
    ("a word that begins no line", "scambier/obsidian-omnisearch#33", "走访", {"visit"}),
    ("a word without any plug-in", "scambier/obsidian-omnisearch#233", "水渠", {"repairs"}),
    ("a single word of a long name", "scambier/obsidian-omnisearch#394", "人民共和国", {"anthem", "founding"}),
    ("simplified for traditional", "scambier/obsidian-omnisearch#432", "皇后镇", {"palace"}),
    ("a word that a dictionary cuts otherwise", "scambier/obsidian-omnisearch#370", "成立以来", {"founding"}),
    ("every place, not only some", "squidfunk/mkdocs-material#3915", "公司", {"donation"}),
    ("every article, not only some", "squidfunk/mkdocs-material#3882", "改", {"palace", "street"}),
    ("a word that a generated index lacked", "sphinx-doc/sphinx#2928", "登记", {"vaccine"}),
    # Phrases
    ("a phrase over overlapping tokens", "infinilabs/analysis-ik#108", '"中华人民共和国国歌"', {"anthem"}),
    ("a phrase that begins inside a word", "infinilabs/analysis-ik#433", '"人民共和国国歌"', {"anthem"}),
    ("a phrase that ends inside a word", "infinilabs/analysis-ik#955", '"奏唱中华人民"', {"anthem"}),
    ("a phrase that is one word", "infinilabs/analysis-ik#204", '"中华人民共和国"', {"anthem", "founding"}),
    ("a phrase of two words", "infinilabs/analysis-ik#370", '"共和国成立"', {"founding"}),
    ("a phrase with a number", "infinilabs/analysis-ik#660", '"备好7号电池"', {"spares"}),
    ("a phrase without slop", "infinilabs/analysis-ik#535", '"国歌奏唱"', set()),
    ("a phrase in search mode", "paradedb/paradedb#3717", '"展板写着中华"', {"founding"}),
    ("a phrase after a word that is cut twice", "lionsoul2014/jcseg#57", '"共和国国"', {"anthem"}),
    ("an excluded phrase", "meilisearch/meilisearch#1714", '中华 -"共和国国歌"', {"founding"}),
    ("an excluded phrase that is cut in several ways", "meilisearch/meilisearch#5015", '改 -"王后路"', {"palace"}),
    ("a phrase across sub-words", "jiegec/tantivy-jieba#15", '"华人民共"', {"anthem", "founding"}),
    ("a phrase of characters, not of token ordinals", "jiegec/tantivy-jieba#17", '"民共和国成"', {"founding"}),
    ("a phrase whose tokens overlap", "milvus-io/milvus#39931", '"发展银行在"', {"bank"}),
    # Single characters
    ("one character at the beginning", "honmaple/flask-msearch#12", "季", {"visit"}),
    ("one character inside a word", "infinilabs/analysis-ik#548", "桥", {"bank", "visit"}),
    ("one character at the end", "infinilabs/analysis-ik#271", "歌", {"anthem"}),
    ("one traditional character", "infinilabs/analysis-ik#706", "舊", {"palace"}),
    ("one digit", "infinilabs/analysis-ik#831", "7", {"spares"}),
    ("one letter", "sea-team/gofound#20", "b", {"vaccine"}),
    ("one character, quoted", "NLPchina/ansj_seg#683", '"匹"', {"spares"}),
    ("one character and a word", "NLPchina/elasticsearch-analysis-ansj#9", "桥 走访", {"visit"}),
    ("one character without the articles of another", "amutu/zhparser#16", "桥 -季", {"bank"}),
    ("one character where bigrams alone find none", "huangjimmy/pg_cjk_parser#19", "芬", {"visit"}),
    # Names and words that no dictionary has
    ("a person's name", "fxsjy/jieba#110", "季秀芬", {"visit"}),
    ("a family name alone", "fxsjy/jieba#968", "季", {"visit"}),
    ("a name that the text puts beside another word", "fxsjy/jieba#673", "小桥村", {"visit"}),
    ("a term with a hyphen and digits", "fxsjy/jieba#300", "COVID-19疫苗", {"vaccine"}),
    ("a term with a hyphen", "fxsjy/jieba#423", '"a-b两组"', {"vaccine"}),
    # Traditional, simplified and variant characters
    ("traditional for simplified", "siyuan-note/siyuan#13304", "虛擬機", {"server"}),
    ("simplified for traditional, one character", "gedoor/legado#2397", "镇", {"palace"}),
    ("one form for two words", "VocaDB/vocadb#98", "后", {"palace", "street"}),
    ("either form of the query", "navidrome/navidrome#2483", "後", {"palace", "street"}),
    ("a traditional phrase", "xiaoyifang/goldendict-ng#2458", '"農業發展銀行"', {"bank"}),
    ("a simplified phrase in traditional text", "mindoc-org/mindoc#119", '"后街照旧"', {"palace"}),
    # Width
    ("half-width letters for full width", "Tatoeba/tatoeba2#437", "abc公司", {"donation"}),
    ("half-width digits for full width", "yomidevs/yomitan#961", "2022年", {"donation"}),
    ("full width for half width", "mozilla/pdf.js#15690", "ＬＥＤ显示屏", {"screen"}),
    # Digits, letters and signs beside Chinese characters
    ("Latin beside Chinese characters", "logseq/logseq#4624", "显示屏", {"screen"}),
    ("a year with a space in the text", "logseq/logseq#7011", "2024年", {"screen"}),
    ("a year with a space in the query", "logseq/logseq#5975", '"2022 年"', {"donation"}),
    ("letters glued to Chinese characters", "infinilabs/analysis-ik#504", "led显示屏", {"screen"}),
    ("one digit with a measure", "infinilabs/analysis-ik#660", "3块", {"screen"}),
    ("a digit and a letter", "fxsjy/jieba#345", "5G", {"donation"}),
    ("a number with a unit that is a sign", "sphinx-doc/sphinx#5605", "300㎡", {"rare"}),
    ("a number before a word", "chenlb/mmseg4j-solr#16", "7号", {"spares"}),
    # Very common words
    ("a very common word", "voteview/WebVoteView#78", "的", {"queue", "founding", "server", "common", "rare"}),
    ("very common words alone", "voteview/WebVoteView#78", "我们 的 是", {"common"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def searcher(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """An index of all the texts."""
    records = [article(text, id=name) for name, text in TEXTS.items()]
    return Searcher(
        build_index(index_place(engine_name, tmp_path_factory.mktemp("tools")), records, engine_name=engine_name)
    )


@pytest.fixture
def small(engine_name: str, tmp_path: Path) -> Callable[..., Searcher]:
    """Makes a searcher over a few texts, whose ids are a0, a1 and so on."""

    def make(*texts: str | Article, user_words: dict[str, int | None] | None = None) -> Searcher:
        index = build_index(index_place(engine_name, tmp_path), texts, engine_name=engine_name, user_words=user_words)
        return Searcher(index)

    return make


def found(searcher: Searcher, query: str) -> set[str]:
    """What a query finds with all its words."""
    return {hit.article.id for hit in searcher.search(query, options=Options(mode="all"), limit=100).hits}


def lit(searcher: Searcher, query: str) -> list[list[str]]:
    """What lights up in the snippets of the results."""
    hits = searcher.search(query, limit=100).hits
    return [[hit.snippet.text[start:end] for start, end in hit.snippet.ranges] for hit in hits]


@pytest.mark.parametrize(("query", "expected"), [pytest.param(q, e, id=f"{b} ({r})") for b, r, q, e in FOUND])
def test_finds(searcher: Searcher, query: str, expected: set[str]) -> None:
    assert found(searcher, query) == expected


CHINESE = [
    ("names with spaces in them", "陈燕", {"cells"}),
    ("names with spaces in the query", "李 强", {"cells"}),
    ("a date with a middle dot", '"9·25"', {"party"}),
    ("a date with another dot", "9・25", {"party"}),
    ("a date with a full stop", "9.25", {"party"}),
    ("a date with a hyphenation point", "9‧25", {"party"}),
    ("a date in quotes of its own", "“9·25”", {"party"}),
    ("a document's number", '"河政办发〔2019〕75号"', {"document"}),
    ("a document's number in square brackets", '"河政办发[2019]75号"', {"document"}),
    ("a document's number in round brackets", '"河政办发(2019)75号"', {"document"}),
    ("a document's number in black brackets", '"河政办发【2019】75号"', {"document"}),
    ("a document's number, unquoted", "河政办发〔2019〕75号", {"document"}),
    ("an amount", "1.6万元", {"budget"}),
    ("a share", "157.64%", {"budget"}),
    ("a word with a Chinese number", "二十大", {"party"}),
    ("a year with the zero of Chinese numerals", "二〇二二年", {"masked"}),
    ("a year with a circle", '"二○二二年"', {"masked"}),
    ("a masked name", "张○○", {"masked"}),
    ("a masked name with the zero", '"张〇〇"', {"masked"}),
    ("a character beyond the basic plane", "𠮷野", {"rare"}),
    ("a rare character", "㙓", {"rare"}),
    ("an area in letters", "300m2", {"rare"}),
    ("a telephone number", "0771-12345", {"cells"}),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), [pytest.param(q, e, id=b) for b, q, e in CHINESE])
def test_finds_what_newsletters_write(searcher: Searcher, query: str, expected: set[str]) -> None:
    assert found(searcher, query) == expected


def test_every_piece_of_a_text_finds_it_quoted_or_not(searcher: Searcher) -> None:
    """Index and query agree: discourse/discourse#14780, infinilabs/analysis-ik#872."""
    for name in ("bank", "spares", "visit", "anthem", "vaccine", "budget", "masked", "rare"):
        for piece in substrings(TEXTS[name], 6):
            assert name in found(searcher, f'"{piece}"'), piece
            assert name in found(searcher, piece), piece


def test_more_words_never_leave_nothing(small: Callable[..., Searcher]) -> None:
    """datahub-project/datahub#1800, tobi/qmd#976."""
    searcher = small("发布维修通知", "收集信息")
    results = searcher.search("维修信息")
    assert (results.loosened, {hit.article.id for hit in results.hits}) == (True, {"a0", "a1"})
    assert {hit.match for hit in results.hits} == {"some"}
    assert searcher.search("维修 没有的词").loosened


def test_a_whole_word_comes_before_its_parts(small: Callable[..., Searcher]) -> None:
    """fxsjy/jieba#849: 羽毛球拍 drowned among hits of 羽毛."""
    searcher = small(*["羽毛又轻又白，羽毛球赛，球拍，羽毛，羽毛，羽毛。"] * 5, "这里有一副羽毛球拍，" + "别的话" * 50)
    assert searcher.search("羽毛球拍").hits[0].article.id == "a5"


def test_the_length_of_a_text_does_not_change_what_matches(small: Callable[..., Searcher]) -> None:
    """fxsjy/jieba#213."""
    searcher = small("县里举办培训班", "别的话，" * 2_000 + "县里举办培训班", "别的话，" * 2_000)
    assert found(searcher, "举办培训班") == {"a0", "a1"}


def test_both_segmenters_cut_alike() -> None:
    """sphinx-doc/sphinx#7406: another machine, another segmenter, other results."""
    jieba, bulk = stock_segmenter(), RjiebaSegmenter(dict)
    assert isinstance(jieba, MappedSegmenter)
    for run in ("中华人民共和国成立以来的变化", "农业发展银行在县里设了网点", "季秀芬和张晓雁到小桥村走访"):
        assert jieba.cut(run) == bulk.cut(run)


def test_very_common_strings_are_counted_and_paged(small: Callable[..., Searcher]) -> None:
    """paperless-ngx/paperless-ngx#13673: a common string of two words made the program fail."""
    searcher = small(*(f"本县工作简报第{number}期" for number in range(300)))
    for query in ("工作简报", '"工作简报"', "的 工作", "期"):
        results = searcher.search(query, page=30)
        assert (results.total, len(results.hits)) == (300, 10), query


def test_an_excluded_phrase_excludes_no_parts_of_it(searcher: Searcher) -> None:
    """paradedb/paradedb#3717, meilisearch/meilisearch#5015."""
    everything = set(TEXTS)
    assert found(searcher, '-"中华人民共和国国歌"') == everything - {"anthem"}
    assert found(searcher, "-国歌") == everything - {"anthem"}
    assert found(searcher, '-"国歌奏唱"') == everything


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("COVID-19 5", id="fxsjy/jieba#300"),
        pytest.param("C++", id="fxsjy/jieba#356"),
        pytest.param("open source", id="fxsjy/jieba#385"),
        pytest.param("A股 3 n", id="fxsjy/jieba#390"),
        pytest.param("AT&T", id="fxsjy/jieba#468"),
        pytest.param(".net 10", id="fxsjy/jieba#626"),
        pytest.param("K歌", id="fxsjy/jieba#659"),
        pytest.param("3·15", id="fxsjy/jieba#749"),
        pytest.param("全 家 福", id="fxsjy/jieba#873"),
    ],
)
def test_a_user_word_that_cannot_be_cut_whole_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(DictionaryError, match=r"词\.txt:2: "):
        parse_user_words(f"关爱保险 3\n{line}\n", "词.txt")


def test_user_dictionaries_from_windows_are_read() -> None:
    """fxsjy/jieba#236: a byte order mark became part of the first word."""
    assert parse_user_words("\ufeff关爱保险 3 n\r\n码坪镇\r\n", "词.txt") == {"关爱保险": 3, "码坪镇": None}


def test_user_words_win_and_others_are_found_as_before(small: Callable[..., Searcher]) -> None:
    """fxsjy/jieba#14 (a word added did not always win), yanyiwu/nodejieba#126 (place and district)."""
    searcher = small(
        "推广关爱保险", "关爱老人，参加保险", "到码坪镇桥头屯", user_words={"关爱保险": None, "码坪镇桥头屯": None}
    )
    assert found(searcher, "关爱保险") == {"a0"}
    assert found(searcher, "关爱 保险") == {"a0", "a1"}
    assert found(searcher, "码坪") == found(searcher, "桥头") == {"a2"}


def test_another_dictionary_asks_for_a_new_index(tmp_path: Path, engine_name: str) -> None:
    """infinilabs/analysis-ik#378: a new dictionary over an old index gave wrong highlights."""
    place = index_place(engine_name, tmp_path)
    build_index(place, ["关爱保险"], engine_name=engine_name, user_words={"关爱保险": None})
    with (
        pytest.raises(DictionaryError, match="--rebuild --user-dict"),
        writer(place, user_words={"理赔款": None}),
    ):
        pass


LIT = [
    ("the longest word", "whoosh-community/whoosh#532", "马克思主义者在读书", "马克思主义", [["马克思主义"]]),
    ("one of overlapping words", "whoosh-community/whoosh#546", "人民代表大会", '"人民代表" "代表大会"',
     [["人民代表大会"]]),
    ("a whole word", "meilisearch/meilisearch#2091", "虚拟机的虚线", "虚拟机", [["虚拟机"]]),
    ("a phrase and not its words elsewhere", "apache/lucene-solr#639", "关爱他人，关爱保险", '"关爱保险"',
     [["关爱保险"]]),
    ("the place behind punctuation", "infinilabs/analysis-ik#361", "……！！“理赔”。。", "理赔", [["理赔"]]),
    ("both places of a word", "infinilabs/analysis-ik#459", "理赔，再理赔", "理赔", [["理赔", "理赔"]]),
    ("the place behind line breaks", "hankcs/HanLP#75", "一\n\n二\r\n三\n理赔", "理赔", [["理赔"]]),
    ("a word once", "ldqk/Masuit.LuceneEFCore.SearchEngine#16", "理赔款", '理赔 "理赔款"', [["理赔款"]]),
    ("no spaces between words", "manticoresoftware/manticoresearch#858", "推广关爱保险", "关爱保险", [["关爱保险"]]),
    ("a word in the middle of a line", "scambier/obsidian-omnisearch#303", "各县推广关爱保险。", "推广", [["推广"]]),
    ("not the whole paragraph", "squidfunk/mkdocs-material#3915", "各县推广关爱保险。" * 3, "推广", [["推广"] * 3]),
    ("the original of a character that widens", "maziyarpanahi/openmed#1468", "面积㎡、㈱①理赔", "理赔", [["理赔"]]),
    ("full-width text", "mozilla/pdf.js#15690", "共２０２２年", "2022年", [["２０２２年"]]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "query", "expected"), [pytest.param(t, q, e, id=f"{b} ({r})") for b, r, t, q, e in LIT]
)
def test_lights_up(small: Callable[..., Searcher], text: str, query: str, expected: list[list[str]]) -> None:
    assert lit(small(text), query) == expected


def test_a_snippet_is_the_text_itself_from_a_sentence_on(small: Callable[..., Searcher]) -> None:
    """manticoresoftware/manticoresearch#858: words of the snippet had spaces between them."""
    body = "会前大家参观了展板。" * 20 + "随后，各县交流关爱保险的做法。" + "会后合影。" * 20
    (hit,) = small(body).search("关爱保险", snippet_width=40).hits
    assert hit.snippet.text.startswith("随后，各县交流关爱保险的做法。")
    assert hit.snippet.text.removesuffix(ELLIPSIS) in body


def test_forms_can_be_told_apart(searcher: Searcher) -> None:
    """siyuan-note/siyuan#13304 (asked for as a switch), VocaDB/vocadb#98 (后 is not 後)."""
    exact = Options(exact_script=True)
    assert [hit.article.id for hit in searcher.search("後", options=exact).hits] == ["palace"]
    assert searcher.count("王后", options=exact, filters=Filters()) == 1
