"""Names of laws, terms of the law, and sentences that were cut."""

from __future__ import annotations

import re

from gongkai.reports.checking.text.lines import body, is_pdf, on, search, several
from gongkai.reports.model import Finding, Report, SectionLine

REGULATIONS = "中华人民共和国政府信息公开条例"
_NATIONAL = re.compile(r"《\s*(中华人民共和国[^《》〈〉]{0,12}?公开[^《》〈〉]{0,30}?)\s*》")
_NOTE = re.compile(r"[（(\[〔].*?[）)\]〕]|\s|(?:20\d\d年)?修订(?:版)?$|全文$")
_MISNAMED = {"中华人民共和国保密法": "中华人民共和国保守国家秘密法"}
_OTHER_TITLE = re.compile("《(" + "|".join(_MISNAMED) + ")》")

_TERMS = {"政务信息公开": "政府信息公开", "布署": "部署"}
_TERM = re.compile(r"政务信息公开(?!栏|网|平台|专栏)|布署")
_UNTIL = re.compile(r"截止(?=\s*(?:20\d\d\s*年|目前|年底|\d{1,2}月))")

_CUT = re.compile(r"。(?=(?:可以|以及|及其|从而|进而|或者)[\u4e00-\u9fff])")
_UNFINISHED = re.compile(r"[，、,]\s*$")
_PUNCTUATION = re.compile(r"[，、；：][，。；：、]|(?<!。)。。(?!。)|。[，、；：]")


def findings(report: Report) -> list[Finding]:
    """Wrong titles of laws, one finding a title; terms, one a term; cut sentences and doubled punctuation, one each."""
    lines = body(report)
    return [*_laws(lines), *_terms(lines), *_cuts(report, lines)]


def _laws(lines: list[SectionLine]) -> list[Finding]:
    wrong: dict[str, list[tuple[SectionLine, re.Match[str]]]] = {}
    right: dict[str, str] = {}
    for line, match in search(lines, _NATIONAL):
        name = _NOTE.sub("", match[1])
        if name != REGULATIONS and name.endswith(("条例", "法")):
            wrong.setdefault(name, []).append((line, match))
            right[name] = REGULATIONS
    for line, match in search(lines, _OTHER_TITLE):
        wrong.setdefault(match[1], []).append((line, match))
        right[match[1]] = _MISNAMED[match[1]]
    found = []
    for name, places in wrong.items():
        line, match = places[0]
        message = f"法规名称“《{name}》”不正确（共{len(places)}处），应为《{right[name]}》。"
        finding = on(line, "text.law_title", message, match.start(), match.end())
        finding.expected, finding.actual = right[name], name
        found.append(finding)
    return found


def _terms(lines: list[SectionLine]) -> list[Finding]:
    found: list[Finding] = []
    for printed, term in _TERMS.items():
        places = [(line, match) for line, match in search(lines, _TERM) if match[0] == printed]
        message = f"“{printed}”（共{{n}}处）宜写作“{term}”。"
        found += several("text.term", places, message, expected=term, actual=printed)
    found += several("text.term", search(lines, _UNTIL), "“截止”之后接时间时（共{n}处）宜写作“截至”。", expected="截至")
    return found


def _cuts(report: Report, lines: list[SectionLine]) -> list[Finding]:
    found = several("text.cut_sentence", search(lines, _CUT), "句号之后的句子没有主语，疑似误断句（共{n}处）。")
    if not is_pdf(report):
        unfinished = [item for item in search(lines, _UNFINISHED) if len(item[0].text) >= 20]
        found += several("text.cut_sentence", unfinished, "段落以逗号或顿号结束，疑似没有写完（共{n}处）。")
    found += several("text.punctuation", search(lines, _PUNCTUATION), "标点重复（共{n}处），其间可能脱落了文字。")
    return found
