"""Regions: names and their paths, ordinary words that are none, and the regions of articles."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.regions import Gazetteer, gazetteer, short_form

GUANGXI: Final = "广西壮族自治区"
GUILIN: Final = f"{GUANGXI}/桂林市"


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer()


def named(places: Gazetteer, text: str, within: str | None = None) -> list[tuple[str, str]]:
    """The places found in a text, as their words and paths."""
    return [(text[place.start : place.end], place.path) for place in places.find(text, within=within)]


def paths(places: Gazetteer, text: str, within: str | None = None) -> list[str]:
    return [place.path for place in places.find(text, within=within)]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("广东省", "广东"),
        ("内蒙古自治区", "内蒙古"),
        ("香港特别行政区", "香港"),
        ("恩施土家族苗族自治州", "恩施"),
        ("通道侗族自治县", "通道"),
        ("龙胜各族自治县", "龙胜"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("和布克赛尔蒙古自治县", "和布克赛尔"),
        ("东乡族自治县", "东乡"),
        ("鄂温克族自治旗", "鄂温克"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("七星区", "七星"),
        ("浦东新区", "浦东"),
        ("大兴安岭地区", "大兴安岭"),
        ("神农架林区", "神农架"),
        ("碑林区", "碑林"),
        ("兴安盟", "兴安"),
        ("容县", "容县"),
        ("城区", "城区"),
        ("七星", "七星"),
    ],
)
def test_a_short_form_drops_the_level_and_the_peoples(name: str, short: str) -> None:
    assert short_form(name) == short


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("桂林市七星区", f"{GUILIN}/七星区"),
        ("桂林七星区", f"{GUILIN}/七星区"),
        ("桂林七星", f"{GUILIN}/七星区"),
        ("桂林市 七星区", f"{GUILIN}/七星区"),
        ("百色市田阳区", f"{GUANGXI}/百色市/田阳区"),
        ("广西容县", f"{GUANGXI}/玉林市/容县"),
        ("广西壮族自治区钦州市浦北县", f"{GUANGXI}/钦州市/浦北县"),
        ("福州鼓楼区", "福建省/福州市/鼓楼区"),
        ("吉林吉林市", "吉林省/吉林市"),
        ("桂林市资源县", f"{GUILIN}/资源县"),
        ("百色地区田阳县", f"{GUANGXI}/百色市/田阳区"),
        ("湖北仙桃市", "湖北省/仙桃市"),
        ("重庆城口县", "重庆市/城口县"),
    ],
)
def test_a_division_behind_its_parent_makes_one_place(places: Gazetteer, text: str, path: str) -> None:
    assert named(places, text) == [(text, path)]


def test_the_town_named_as_its_district_tells_the_district_under_a_stated_parent(places: Gazetteer) -> None:
    assert named(places, "桂林市七星街道三里店社区") == [("桂林市七星", f"{GUILIN}/七星区")]
    assert paths(places, "桂林市七星区七星街道") == [f"{GUILIN}/七星区"]
    assert paths(places, "桂林市资源镇") == [f"{GUILIN}/资源县"]
    assert paths(places, "七星街道三里店社区") == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("北京", "北京市"),
        ("内蒙古", "内蒙古自治区"),
        ("内蒙", "内蒙古自治区"),
        ("新疆", "新疆维吾尔自治区"),
        ("台湾", "台湾省"),
        ("澳门", "澳门特别行政区"),
        ("吉林", "吉林省"),
        ("海南", "海南省"),
        ("恩施州", "湖北省/恩施土家族苗族自治州"),
        ("甘孜", "四川省/甘孜藏族自治州"),
        ("环江", f"{GUANGXI}/河池市/环江毛南族自治县"),
        ("环江县", f"{GUANGXI}/河池市/环江毛南族自治县"),
        ("芷江", "湖南省/怀化市/芷江侗族自治县"),
        ("通道县", "湖南省/怀化市/通道侗族自治县"),
        ("鄂温克旗", "内蒙古自治区/呼伦贝尔市/鄂温克族自治旗"),
        ("新右旗", "内蒙古自治区/呼伦贝尔市/新巴尔虎右旗"),
        ("东乌旗", "内蒙古自治区/锡林郭勒盟/东乌珠穆沁旗"),
        ("克州", "新疆维吾尔自治区/克孜勒苏柯尔克孜自治州"),
        ("神农架", "湖北省/神农架林区"),
        ("济源市", "河南省/济源市"),
    ],
)
def test_short_and_customary_names_count(places: Gazetteer, text: str, path: str) -> None:
    sentence = f"他到{text}调研。"
    assert named(places, sentence) == [(text, path)]


def test_an_office_behind_an_ordinary_word_shows_that_the_county_is_meant(places: Gazetteer) -> None:
    assert named(places, "资源计生协") == [("资源", f"{GUILIN}/资源县")]
    assert paths(places, "通道卫健局") == ["湖南省/怀化市/通道侗族自治县"]
    assert paths(places, "都安县委召开会议") == [f"{GUANGXI}/河池市/都安瑶族自治县"]
    assert paths(places, "都安计生协") == [f"{GUANGXI}/河池市/都安瑶族自治县"]
    assert paths(places, "中国人寿七星支公司") == [f"{GUILIN}/七星区"]


@pytest.mark.parametrize(
    "text",
    [
        "整合各方资源，盘活现有资源。",
        "加强合作，推进东西部合作办学，建立合作社和合作市场。",
        "维护和平，珍爱和平，和平区域合作。",
        "公安机关和公安局、公安干警一齐上阵，公安派出所值班。",
        "开通绿色通道，打通消防通道。",
        "安定团结的局面来之不易，社会安定。",
        "实现社会主义现代化，扩大化学用品检查。",
        "共同富裕路上一个不少，富裕起来。",
        "邻里互助，互助小组上门。",
        "乡村振兴，振兴办公室挂牌。",
        "老城区和新城区改造，城区、郊区、矿区、市区、东区、新区一并纳入，市中区位优越。",
        "高新技术开发区建成投产。",
        "他出手大方，大方得体。",
        "千秋万年，清水出芙蓉，清水河边。",
        "各位来宾、同志们，祝大家平安健康，长治久安，日照充足。",
        "自然资源局和人力资源社会保障局开展自然资源县级督察，人力资源和社会保障局牵头。",
        "提高县域经济，建成县级中心，党中央和县委要求，相应县市区，示范县、小康县。",
        "黄河南岸，珠江西岸，渤海南部，太湖北岸，入海口。",
        "搭建创新平台，更新和完善制度，金融安全，推广安全生产经验，搬迁安置，适应城市需要。",
        "中部和南部县区，东方红，解放区人民，新兴县域。",
        "南京路步行街，桂林路社区，七星街道，和平镇，朝阳村。",
        "冠县路，沿莘县路，苏州河畔，黄浦江两岸，胶州湾，云台山，鄂温克族，雷州半岛。",
        "李长春、王金华、孙中山出席，价值连城，四平八稳，英吉利海峡，马里兰州。",
        "绍兴四年，会昌三年，永昌初年，永康元年，永康年间。",
        "蒙山风景名胜区，加强蒙山的生态保护，南屏山，五龙潭，太阳城，定襄城，大武乡。",
        "农村移民外迁安置，外迁安家，翠屏道，叠彩洞，北海道，大理石。",
    ],
)
def test_ordinary_words_are_no_places(places: Gazetteer, text: str) -> None:
    assert named(places, text) == []
    assert named(places, text, within="湖南省/怀化市") == []


def test_a_province_before_an_ordinary_word_is_only_the_province(places: Gazetteer) -> None:
    assert paths(places, "广西资源丰富") == [GUANGXI]
    assert paths(places, "桂林市资源整合") == [GUILIN]
    assert paths(places, "湖南南部和甘肃合作项目") == ["湖南省", "甘肃省"]


def test_a_word_that_continues_the_suffix_leaves_the_short_form(places: Gazetteer) -> None:
    assert named(places, "桂林市场繁荣") == [("桂林", GUILIN)]
    assert paths(places, "桂林市级示范点") == [GUILIN]
    assert paths(places, "桂林乡村、桂林山水") == [GUILIN, GUILIN]
    assert paths(places, "公安局七星区分局") == [f"{GUILIN}/七星区"]


def test_a_county_named_after_a_landscape_counts_where_a_place_can_begin(places: Gazetteer) -> None:
    for text in ("赴昆山考察", "上海、昆山等地", "建设昆山计生协", "游览武夷山"):
        assert paths(places, text)[-1].endswith(("昆山市", "武夷山市")), text


def test_the_longest_name_counts(places: Gazetteer) -> None:
    assert paths(places, "东西湖区") == ["湖北省/武汉市/东西湖区"]
    assert paths(places, "黔西南州") == ["贵州省/黔西南布依族苗族自治州"]


def test_within_settles_shared_names(places: Gazetteer) -> None:
    assert paths(places, "鼓楼区") == []
    assert paths(places, "鼓楼区", within="福建省") == ["福建省/福州市/鼓楼区"]
    assert paths(places, "鼓楼区", within="福建省/宁德市") == ["福建省/福州市/鼓楼区"]
    assert paths(places, "鼓楼区", within="江苏省") == []
    assert paths(places, "鼓楼区", within="江苏省/徐州市") == ["江苏省/徐州市/鼓楼区"]


def test_the_list_and_the_places_before_settle_shared_names(places: Gazetteer) -> None:
    assert paths(places, "北京市海淀区、朝阳区")[-1] == "北京市/朝阳区"
    assert paths(places, "长春市的南关区和朝阳区")[-1] == "吉林省/长春市/朝阳区"


def test_a_bare_county_of_another_province_counts_only_where_the_text_names_the_province(places: Gazetteer) -> None:
    assert paths(places, "赴昆山学习") == ["江苏省/苏州市/昆山市"]
    assert paths(places, "赴昆山学习", within=GUANGXI) == []
    assert paths(places, "赴昆山市学习", within=GUANGXI) == ["江苏省/苏州市/昆山市"]
    assert paths(places, "赴江苏的昆山学习", within=GUANGXI) == ["江苏省", "江苏省/苏州市/昆山市"]
    assert paths(places, "到合浦调研", within=GUANGXI) == [f"{GUANGXI}/北海市/合浦县"]


@pytest.mark.parametrize("text", ["到都安调研", "都安举办助学活动", "都安：书记带头", "赴七星考察", "环江、都安等县"])
def test_a_word_that_may_be_a_county_is_one_where_places_stand_in_texts_of_its_province(
    places: Gazetteer, text: str
) -> None:
    county = f"{GUILIN}/七星区" if "七星" in text else f"{GUANGXI}/河池市/都安瑶族自治县"
    assert paths(places, text, within=f"{GUANGXI}/南宁市")[-1] == county
    assert county not in paths(places, text, within="湖南省")
    assert county not in paths(places, text)


@pytest.mark.parametrize(
    "text", ["大家都安好", "到都安排妥当", "都安装了水表", "北斗七星高挂", "在七星路口", "壮志凌云，平果汁"]
)
def test_a_word_is_a_word_in_texts_of_its_province_too(places: Gazetteer, text: str) -> None:
    assert paths(places, text, within=GUANGXI) == []


def test_a_part_of_any_town_needs_its_town(places: Gazetteer) -> None:
    assert paths(places, "阳泉市郊区") == ["山西省/阳泉市/郊区"]
    assert paths(places, "西宁市城中区") == ["青海省/西宁市/城中区"]
    assert paths(places, "到城中区") == []
    assert regions(places, "市南区", None, publisher="青岛市计划生育协会") == ("山东省/青岛市/市南区",)
    assert regions(places, "开发区", None, publisher="青岛市计划生育协会") == ()


def test_former_names_lead_to_their_successors(places: Gazetteer) -> None:
    assert places.resolve("荔浦县") == (f"{GUILIN}/荔浦市",)
    assert places.resolve("田阳县") == (f"{GUANGXI}/百色市/田阳区",)
    assert places.resolve("横县") == (f"{GUANGXI}/南宁市/横州市",)
    assert places.resolve("襄樊市") == ("湖北省/襄阳市",)
    assert places.resolve("崇文区") == ("北京市/崇文区",)


@pytest.mark.parametrize(
    "name",
    [
        "贵港市/覃塘区",
        "贵港/覃塘",
        "广西/覃塘区",
        "贵港覃塘",
        "覃塘",
        "贵港市覃塘区",
        "广西 > 贵港 > 覃塘",
        "广西-贵港-覃塘区",
    ],
)
def test_a_name_is_resolved_however_it_is_put(places: Gazetteer, name: str) -> None:
    assert places.resolve(name) == (f"{GUANGXI}/贵港市/覃塘区",)


def test_resolving_gives_all_that_may_be_meant_the_larger_first(places: Gazetteer) -> None:
    assert places.resolve("甘孜")[0] == "四川省/甘孜藏族自治州"
    assert set(places.resolve("甘孜")) == {"四川省/甘孜藏族自治州", "四川省/甘孜藏族自治州/甘孜县"}
    assert {"北京市/朝阳区", "辽宁省/朝阳市", "吉林省/长春市/朝阳区"} <= set(places.resolve("朝阳"))
    assert len(places.resolve("鼓楼区")) == 4
    assert places.resolve("鼓楼区", within="福建省/厦门市") == ("福建省/福州市/鼓楼区",)
    assert places.resolve("资源") == (f"{GUILIN}/资源县",)


@pytest.mark.parametrize("name", ["", "/", "火星", "福建省/七星区", "七", "广西/"])
def test_what_names_nothing_resolves_to_nothing_or_to_what_it_still_names(places: Gazetteer, name: str) -> None:
    assert places.resolve(name) == ((GUANGXI,) if name == "广西/" else ())


@pytest.mark.parametrize(
    ("wanted", "path", "expected"),
    [
        ("桂林", GUILIN, True),
        ("桂林市", GUILIN, True),
        ("广西/桂林", GUILIN, True),
        ("贵港市/覃塘区", f"{GUANGXI}/贵港市/覃塘区", True),
        ("恩施州", "湖北省/恩施土家族苗族自治州", True),
        ("内蒙", "内蒙古自治区", True),
        ("月球/静海", "太阳系/月球/静海", True),
        ("桂林", f"{GUILIN}/七星区", False),
        ("桂林县", GUILIN, False),
        ("林", GUILIN, False),
        ("广西/七星区", f"{GUILIN}/七星区", False),
        ("福建省/鼓楼区", "鼓楼区", False),
        ("", GUILIN, False),
    ],
)
def test_a_wanted_region_matches_the_end_of_a_path(places: Gazetteer, wanted: str, path: str, expected: bool) -> None:
    assert places.matches(wanted, path) is expected


def regions(places: Gazetteer, unit: str | None = None, title: str | None = None, **rest: Any) -> tuple[str, ...]:
    return places.article_regions(unit=unit, title=title, head=rest.pop("head", ""), **rest)


def test_the_unit_comes_before_the_title_and_a_nearer_place_is_added_behind_it(places: Gazetteer) -> None:
    found = regions(places, "北海市计生协", "一行到北海合浦调研", publisher="广西壮族自治区计划生育协会")
    assert found == (f"{GUANGXI}/北海市", f"{GUANGXI}/北海市/合浦县")


def test_the_title_settles_the_unit_where_there_is_no_publisher(places: Gazetteer) -> None:
    changchun = "吉林省/长春市/朝阳区"
    assert regions(places, "朝阳区卫健局", "长春开展义诊") == (changchun,)
    assert regions(places, "朝阳区卫健局", None, head="近日，长春市召开会议。") == (changchun,)
    assert regions(places, "朝阳区卫健局", None, head="近日，区里召开会议。") == ()
    assert regions(places, "朝阳区卫健局", "北京来人", publisher="吉林省卫健委")[0] == changchun


def test_what_lies_above_an_earlier_region_adds_nothing(places: Gazetteer) -> None:
    assert regions(places, "桂林市七星区计生协", "广西桂林市开展活动", head="全区") == (f"{GUILIN}/七星区",)


def test_the_title_then_the_dateline_then_the_head_tell_where_the_unit_does_not(places: Gazetteer) -> None:
    assert regions(places, "护理部", "宜昌市点军区启动活动")[0] == "湖北省/宜昌市/点军区"
    assert regions(places, None, "启动活动", dateline="浦北县讯", head="容县来人")[0] == f"{GUANGXI}/钦州市/浦北县"
    assert regions(places, None, None, head="近日，容县计生协开展活动。") == (f"{GUANGXI}/玉林市/容县",)


@pytest.mark.parametrize(
    ("unit", "home", "expected"),
    [
        ("自治区计生协办公室", GUILIN, GUANGXI),
        ("省农业农村厅", "甘肃省/定西市", "甘肃省"),
        ("市卫健局", f"{GUILIN}/七星区", GUILIN),
        ("市民政局", GUILIN, GUILIN),
        ("县委办公室", "甘肃省/定西市/临洮县", "甘肃省/定西市/临洮县"),
        ("区残联", f"{GUILIN}/七星区", f"{GUILIN}/七星区"),
        ("区卫生健康局", GUANGXI, GUANGXI),
    ],
)
def test_an_office_without_a_name_is_the_publishers(places: Gazetteer, unit: str, home: str, expected: str) -> None:
    assert regions(places, unit, publisher_region=home) == (expected,)


def test_words_for_the_own_region_mean_the_units_or_the_publishers(places: Gazetteer) -> None:
    assert regions(places, None, "何翔一行到我区调研", publisher="广西壮族自治区计划生育协会") == (GUANGXI,)
    assert regions(places, None, "我县召开大会", publisher_region="甘肃省/定西市/临洮县") == ("甘肃省/定西市/临洮县",)
    assert regions(places, None, "我县召开大会", publisher_region=GUANGXI) == ()
    assert regions(places, "桂林市七星区计生协", "我区开展活动", publisher_region=GUANGXI) == (f"{GUILIN}/七星区",)


def test_the_publisher_alone_is_no_evidence(places: Gazetteer) -> None:
    assert regions(places, "护理部", "两则", publisher="桂林日报社", head="安全区域划定，日本县市来访。") == ()
    assert regions(places, "市场监管局", None, publisher_region=GUILIN) == ()


def test_an_article_has_at_most_five_regions(places: Gazetteer) -> None:
    head = "南宁市、柳州市、桂林市、梧州市、北海市、钦州市、玉林市参加。"
    assert len(regions(places, None, None, head=head)) == 5


def test_the_place_of_a_publisher_is_read_from_its_name(places: Gazetteer) -> None:
    assert places.path_of_publisher("广西壮族自治区计划生育协会") == GUANGXI
    assert places.path_of_publisher("桂林市七星区计生协") == f"{GUILIN}/七星区"
    assert places.path_of_publisher("佛教弘誓学院") is None


def test_the_data_is_read_once() -> None:
    assert gazetteer() is gazetteer()


# Text that is dense with names and with what stands around them.
_PLACES = [
    "桂林市",
    "桂林",
    "七星区",
    "七星",
    "鼓楼区",
    "朝阳",
    "资源",
    "广西",
    "容县",
    "郊区",
    "田阳县",
    "襄樊",
    "浦江",
]
_AROUND = ["县", "市", "区", "街道", "计生协", "全区", "我", "、", "和", "的", "黄", "\u3000", "a", "😀"]
_PIECES = st.sampled_from(_PLACES + _AROUND)
_TEXT = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=20).map("".join))


@given(_TEXT, st.sampled_from([None, GUANGXI, GUILIN, "福建省", "月球", ""]))
def test_places_lie_in_the_text_in_order_and_without_overlap(text: str, within: str | None) -> None:
    end = 0
    for place in gazetteer().find(text, within=within):
        assert end <= place.start < place.end <= len(text)
        end = place.end


@given(_TEXT)
def test_what_is_found_in_a_text_resolves_to_the_same_path(text: str) -> None:
    for place in gazetteer().find(text):
        assert place.path in gazetteer().resolve(text[place.start : place.end])


@given(_TEXT, _TEXT, _TEXT)
def test_regions_of_any_article_are_distinct_and_none_lies_above_an_earlier_one(
    unit: str, title: str, head: str
) -> None:
    found = gazetteer().article_regions(unit=unit, title=title, head=head, publisher_region=GUILIN)
    assert len(found) <= 5
    for index, path in enumerate(found):
        assert not any((earlier + "/").startswith(path + "/") for earlier in found[:index])


@given(_TEXT)
def test_the_short_form_of_any_text_begins_it(text: str) -> None:
    assert text.startswith(short_form(text))


def test_traditional_characters_are_understood() -> None:
    known = gazetteer()
    assert [place.path for place in known.find("廣西貴港市覃塘區")] == ["广西壮族自治区/贵港市/覃塘区"]
    assert known.article_regions(unit="合浦縣計生協", title=None, head="") == ("广西壮族自治区/北海市/合浦县",)
    assert known.resolve("荔浦縣") == known.resolve("荔浦县")
    assert known.resolve("乾县") == ("陕西省/咸阳市/乾县",)


@pytest.mark.parametrize(
    ("unit", "title", "known"),
    [
        ("葵阳镇人民政府", "秋收现场会", True),
        ("葵阳镇", "秋收现场会", True),
        ("长滩乡卫生院", "义诊", True),
        ("长滩乡", "义诊", True),
        (None, "葵阳镇开展“敲门行动”", True),
        (None, "城东街道组织志愿者清理河道", True),
        (None, "科技下乡暖人心", False),
        (None, "城镇居民医保缴费开始", False),
        (None, "乡镇干部培训班开班", False),
        (None, "各镇召开会议", False),
        (None, "城镇化建设提速", False),
        ("护理部", "技能比武", False),
    ],
)
def test_a_township_is_of_the_county_whose_newsletter_it_writes_for(
    places: Gazetteer, unit: str | None, title: str, known: bool
) -> None:
    home = f"{GUANGXI}/玉林市/兴业县"
    regions = places.article_regions(unit=unit, title=title, head="", publisher="兴业县农业农村局")
    assert regions == ((home,) if known else ())
    of_a_city = places.article_regions(unit=unit, title=title, head="", publisher="玉林市农业农村局")
    assert of_a_city == ()
