"""What stands around a name in a text, and tells whether it names a place there."""

from __future__ import annotations

import re
from typing import Final

HAN: Final = "\u4e00-\u9fff"

# Behind a short form these make the name of a street, a town or a village: 桂林路 is in 南宁, 和平镇 anywhere. The
# exceptions are words that merely begin so (桂林乡村, 北海村级).
STREET_OR_TOWN: Final = re.compile(
    "[东南西北中]?路(?![上线])|街(?!头)|大?道(?![路教德理里外])|巷|镇(?![村级街办区])|乡(?![村镇土亲愁级])|村(?![级民委干两镇屯])|社区|小区|屯|桥(?!梁)"
)

# Likewise waters, heights and peoples: 苏州河 and 黄浦江 run through 上海, 云台山 stands in three provinces, 鄂温克族
# live in many.
LANDSCAPE: Final = re.compile(
    "江(?![苏西门])|河(?![南北池源长])|湖(?![南北州])|湾|半?岛|港(?![口澳])|山(?![东西区水村歌])|峡|水库|族|"
    "洞(?![口庭察])|潭|泉(?!州)|岭(?![南东])|瀑布"
)

# Counties that are named after such, or after a town, are often that: 蒙山 in 山东 is no county of 广西. They count
# where a place can begin (not in 南屏山, 太阳城), and not where what follows speaks of a landscape (蒙山风景名胜区).
NAMED_AFTER_LANDSCAPE: Final = tuple("山江河湖潭泉源城乡")
OF_LANDSCAPE: Final = re.compile(
    "的?(?:风景|旅游(?:区|度假)|生态|自然保护|森林|湿地|地质公园|流域|水系|水文|源头?|上游|中游|下游|干流|支流|沿岸|[两南北东西]岸|并流|山脉|主峰)"
)

# Titles of reigns, which name counties as well: 绍兴四年, 永昌初年.
REIGN: Final = re.compile("(?:[元初末]|[一二三四五六七八九十]{1,3})年(?!来)|年间")

# Surnames that hardly end another word: 李长春 and 王金华 are persons. Not the dynasties (隋唐洛阳城).
SURNAMES: Final = frozenset("李张刘陈杨赵吴徐孙胡朱郭罗郑谢韩冯董萧曹袁邓傅沈彭吕王")

# Behind a full name these show that its last character begins another word: 合作|市场, 和平|区域, 自然资源|县级.
NEXT_WORD: Final = {
    "市": re.compile("[场级域]"),
    "区": re.compile("[域间块划别级]|分(?![局公会院中行部队校])"),
    "县": re.compile("[级域]|路(?![上灯网政桥段])|街(?![道头上])"),
    "州": re.compile("级"),
}

# Offices that a county has. Behind a short form that is an ordinary word they show that a county is meant
# (资源计生协). Those of which prose speaks without a county (平安法院, 和平医院, 公安局) are not among them.
_OFFICES: Final = (
    "计生协|计划生育协会|计生[局委办]|人口和?计(?:生|划生育)[局委]|卫计[局委]|卫健[局委]|卫生健康[局委]|农业农村局|林业局|"
    "自然资源局|供电(?:局|公司)|民政局|财政局|教育局|教体局|审计局|统计局|水利局|交通运输局|应急(?:管理)?局|市场监(?:督管理|管)局|"
    "农业局|卫生局|文化局|体育局|教育体育局|扶贫办|商务局|粮食局|烟草(?:专卖)?局|邮政(?:局|分?公司)|团县委|史志办|文明办|"
    "文旅局|文化和旅游局|人社局|医保局|医疗保障局|信访局|乡村振兴局|退役军人事务局|住建局|住房和城乡建设局|发改[局委]|"
    f"发展和改革[局委]|气象局|残联|妇联|红十字会|讯(?![{HAN}])"
)
OFFICE: Final = re.compile(_OFFICES)

# Behind a short form that is a word only in theory (七星, 昌平) more is enough.
AGENCY: Final = re.compile(
    f"{_OFFICES}|公安局|司法局|税务局|科技局|生态环境局|[县市区]?(?:委|政府)(?!员)|政协|人大|纪委|党委|团委|组织部|宣传部|统战部|"
    "(?:总)?工会|工商联|科协|文联|(?:人民)?法院|(?:人民)?检察院|妇幼保健院|人民医院|中医医?院|支公司|分公司|支行|融媒体"
)

# Full names that are also parts of any town. Two characters and 区 (城区, 郊区, 东区) are such without being listed.
PARTS_OF_TOWNS: Final = re.compile(
    "(?:[新老旧东西上下]城|城[东西南北中关郊]|[东西南北市]郊|市[南北中]|新[市建]|海港|站前|港口|解放|中心|开发|工农)区"
)

# Full names of three characters that end so may be the end of one word and another: 适应|城市.
WORD_ENDS: Final = ("城市", "城区", "山区", "湖区", "港区", "州市")

# Words after which a place is likelier than anything else.
WAYS_TO_A_PLACE: Final = frozenset("在到赴往去抵离驻访")

# Words after which a place begins as well as at the beginning of a text.
BEFORE_A_PLACE: Final = frozenset("在到赴往去抵离经对由从向与和及至自为据访的是今")


def is_han(char: str) -> bool:
    """Whether it is a common Han character; what is empty is none."""
    return "\u4e00" <= char <= "\u9fff"


def begins_place(text: str, start: int) -> bool:
    """Whether a place may well begin here, not in the middle of a word."""
    before = text[start - 1 : start]
    return not is_han(before) or before in BEFORE_A_PLACE
