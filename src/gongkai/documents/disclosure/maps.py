"""Maps without the number under which they were approved (审图号; 地图管理条例 Arts 15, 16; 政府网站发展指引 on maps).

A picture is a map for us when it calls itself one. What shows a process or a building does not; nor need maps of simple
content (街区图、景区图、地铁线路图) be submitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.documents.disclosure.finding import Finding, Level, found
from gongkai.documents.disclosure.folding import fold

_NUMBER = re.compile(
    r"(?:GS\s?[\u4e00-\u9fff]{0,2}|[\u4e00-\u9fff]{1,3}\s?S|[\u4e00-\u9fff]{1,6}图审|国审字)\s?"
    r"[(〔\[]\s?[12][0-9]{3}\s?[)〕\]]\s?(?:第\s?)?[0-9]{1,6}\s?号?"
)
_MAP = re.compile(
    r"(?<!政策)(?<!风险)(?<!责任)(?<!便民)(?<!网站)(?<!站点)(?<!作战)(?<!服务)(?<!产业链)(?<!知识)(?<!民情)"
    r"(?:电子|标准|遥感|行政)?地图(?!管理|条例|审核|编制|出版|数据|测绘|服务|产品|市场|意识|导航|软件|网站)|行政区划图|行政区域图|政区图|区划图|区位图"
    r"|卫星(?:影像)?图|遥感影像图|正射影像图|地形图|疆域图|边界线?图|界线图|勘界图|水系图|地势图"
)
_PERHAPS = re.compile(
    r"(?:位置|区位|范围|分布|线路|路线|规划|交通|红线|四至|征收|征地|用地|绕行|管制区?|限行|禁飞|航道|保护区)(?:平面|分析)?(?:示意)?图"
)
_SIMPLE = re.compile(
    r"街区图|景区图|导览图|导游图|地铁线路图|轨道交通线路图|公交线路图|流程|结构|架构|组织|框架|平面布置|楼层|效果图"
)
_CAPTION = re.compile(
    r"(?:(?:附?图|附件)\s?[0-9一二三四五六七八九十]{0,3})?\s?[:：.、]?\s{0,4}\S{2,40}图\s?(?:\([^)]{1,12}\))?"
)


def is_map_number(text: str) -> bool:
    """Whether a text holds an approved map's number such as GS（2024）0650号 or 粤S（2024）012号."""
    return _NUMBER.search(fold(text)) is not None


def calls_itself_map(text: str) -> Level | None:
    """`block` where a name says that this is a map, `warn` where it may be one, else None."""
    if _MAP.search(text):
        return "block"
    if _SIMPLE.search(text):
        return None
    return "warn" if _PERHAPS.search(text) else None


def find_maps(captions: Iterable[tuple[str, str]], map_number: str = "", beside: str = "") -> list[Finding]:
    """Maps among pictures and files without a number.

    `captions`: for each the words by which it is called, and its place. `map_number`: the record's own field;
    `beside`: the text in which a number may stand instead. One map that is certain blocks, since it must not be shown
    (地图管理条例 Art 16); one that may be a map is to be looked at.
    """
    if is_map_number(map_number) or is_map_number(beside):
        return []
    note = "公开的地图应当经过审核并标明审图号；请填写审图号，或者换用已经审核的标准地图。"
    if map_number.strip():
        note = f"填写的审图号“{map_number.strip()[:40]}”不是审图号的写法；" + note
    findings = []
    for words, place in captions:
        level = calls_itself_map(words)
        if level and not is_map_number(words):
            findings.append(found("unnumbered_map", words[:60], place, level=level, note=note))
    return findings


def caption_lines(text: str) -> list[tuple[int, str]]:
    """Lines of a text that are the caption of a picture, each with where it begins."""
    lines, at = [], 0
    for line in text.split("\n"):
        bare = line.strip()
        if len(bare) <= 50 and _CAPTION.fullmatch(fold(bare)):
            lines.append((at + line.find(bare), bare))
        at += len(line) + 1
    return lines
