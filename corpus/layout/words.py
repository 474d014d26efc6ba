"""Words by which newsletters name their columns and notices: a new convention that is a word is a word here.

They are simplified, as the texts are that they are compared with (`Piece.plain`, `Piece.key`).
"""

from __future__ import annotations

import re


def words(text: str) -> tuple[str, ...]:
    """The words of a list written as one string."""
    return tuple(text.split())


class Endings:
    """Words that texts end with, asked for by the last character: there are a hundred of some, and most texts end with
    none.
    """

    def __init__(self, text: str) -> None:
        """Takes the words from a list written as one string."""
        by_last: dict[str, list[str]] = {}
        for word in words(text):
            by_last.setdefault(word[-1], []).append(word)
        self._by_last = {last: tuple(ends) for last, ends in by_last.items()}

    def end(self, text: str) -> bool:
        """Whether one of them ends `text`."""
        return text.endswith(self._by_last.get(text[-1:], ()))


# What the heading of the contents says.
CONTENTS_HEADINGS = frozenset(
    words(
        "目录 目次 要目 导读 索引 本期目录 本期目次 本期要目 本期导读 本期导航 内容提要 本期内容 内容导读 本期看点 "
        "本期提要 本期主要内容 本期重点 要目导航 目录导航 本刊目录 contents"
    )
)
# Contents of such names list what is most worth reading, not everything.
SELECTIONS = ("要目", "导读", "导读", "提要", "看点", "重点", "新闻", "主要内容")

# A short line that ends so is rather the name of a column than a headline.
COLUMN_ENDS = Endings(
    "简讯 动态 要闻 短讯 快讯 信息 交流 经验 专题 专栏 风采 之窗 园地 天地 视点 论坛 通知 公告 会议 聚焦 关注 文苑 "
    "副刊 新闻 速递 一线 传真 短波 集锦 荟萃 快递 视窗 之声 之家 驿站 平台 讲堂 看台 摘编 访谈 讲话 研究 调研 批示 "
    "通报 回音 掠影 剪影 随笔 手记 课堂 实践 选登 点滴 解读 之星 榜样 人物 典型 做法 案例 探索 建设 党建 文艺 文化 "
    "生活 健康 广角 瞭望 观察 直通车 大家谈 之石 简报 消息 花絮 广场 活动 报导 文摘 服务 故事 行情 心声 市场 先锋 "
    "旗帜 讲坛 声音 视界 记忆 印象 家园 民生 廉政 法治 教育 科普 养生 往事 回顾 纪实 园区 社区 参考 工作 管理 信箱 "
    "来信 经纬 纵横 纵览 扫描 快报 播报 预告"
)
# Names of columns that no such end tells; also in front of one article only.
COLUMNS = frozenset(
    words(
        "卷首语 卷首 刊首语 开篇语 本期头条 头条 头版头条 特稿 特别报道 特别策划 本期策划 要论 时评 短评 评论 "
        "本期关注 社论 言论 理论 诗歌 散文 小说 诗词 书画 摄影 法规 政策 国内 国际 外埠 部门 乡镇 综合 综述 其他 "
        "杂谈 漫谈 学术 编读往来 光荣榜 曝光台 红黑榜 大事记 历史上的今天 美食 食谱 专栏 文艺 散记"
    )
)
# Headlines that say what they head in one word.
NOTICES = frozenset(
    words(
        "主席的话 校长的话 会长的话 理事长的话 社长的话 更正 更正启事 启事 启示 公告 致歉 道歉 声明 通知 通告 讣告 "
        "招聘 招聘启事 征稿启事 征稿 征文启事 约稿 约稿函 编后 编后语 编后记 编者的话 编者手记 主编寄语 致读者 "
        "卷首语 刊首语 发刊词 寄语 新年献词 贺词 感谢信 倡议书 公开信 捐款芳名录 讣闻 大事记"
    )
)
# A column of such a name holds one article: what comes after it is no more of it.
ONE_ARTICLE = frozenset(
    words(
        "卷首语 卷首 刊首语 开篇语 发刊词 编者的话 主编寄语 社论 头条 本期头条 头版头条 特稿 寄语 编后语 编后记 "
        "新年献词 领导批示 更正 启事"
    )
)
# What stands above briefs.
BRIEFS = re.compile(r"简讯|短讯|快讯|短波|一句话|动态|简报|要闻|快报|集锦|荟萃|点滴|信息|新闻|速览|速递|消息")
SO_MANY_BRIEFS = re.compile(r"[讯息事闻][一二三四五六七八九十两0-9]{1,3}[则条]$")

# Labels of a form: `标题：…` before a title, `正文：` before a text.
TITLE_LABEL = re.compile(r"(?:文章|信息|稿件|新闻)?(?:标题|题目|标题|题目)\s?[:：]\s?(?=\S)")
BODY_LABEL = re.compile(r"(?:正文|内容|全文|内容)\s?[:：]\s?")
# What the editors say of the whole issue, if it stands before all articles.
EDITORS_NOTE = re.compile(
    r"[【\[（(]?(?:(?:编者按|编者的话|编前语?|导读|编按)[】\]）)]?[:：\s]|按[】\]）)]?[:：])|[【\[]编者按[】\]]"
)

# Marks and brackets around the names of sections.
AROUND = "【】《》〖〗〔〕[]［］〈〉<>＜＞◇◆※★☆●○◎■□▲△▶▷♦◈✦·—–─-=~～ \t\u3000：:"
# Pairs of brackets around names of sections and titles.
_BRACKETS = frozenset(("【】", "《》", "〖〗", "〔〕", "[]", "〈〉", "＜＞", "<>", "［］", "「」", "『』"))
_STROKES = "—–─-=~～·◇◆※★☆●○◎■□"


def in_brackets(text: str) -> bool:
    """Whether all of `text` stands in brackets, or between strokes or marks: `【要闻】`, `—— 要闻 ——`, `★要闻★`."""
    if len(text) < 3:
        return False
    first, last = text[0], text[-1]
    return first in _STROKES if first == last else first + last in _BRACKETS
