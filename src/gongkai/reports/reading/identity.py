"""Whose report it is and on which year: from the title, the sign-off, the preamble and what else the text says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.reports.reading.dates import find_date
from gongkai.reports.reading.tokens import Line, as_printed

_TITLE = re.compile(r"(?:政府)?(?:信息|政务)公开[^。；;,，]{0,12}(?:年度报告|年报|工作报告|情况报告|年度工作报告)")
_LISTED_TITLE = re.compile(rf"\S*?{_TITLE.pattern}")
_MOST_LINES = 6
"""A title broken over lines, blank ones among them, takes up no more; the last of them ends with 报 or 告."""
_MOST_PIECES = 3
"""Of these so many are not blank."""
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[-—]?\s*(?:年度?|年)")
_LONGEST_TITLE = 70
_CHROME = re.compile(r"[>》›]\s*\S+\s*[>》›]|当前位置|您的?位置|^\s*(?:名\s*称|标\s*题|信息名称|公文名称)\s*[:：]?")
_LABEL = re.compile(r"^\s*(?:名\s*称|标\s*题|信息名称|公文名称)\s*[:：|]?\s*")
_SENTENCE = re.compile(r"[。；;！!？?]")
_SUFFIX = (
    "人民政府|政府|委员会|办公室|办公厅|管理局|街道办事处|办事处|管委会|管理处|服务中心|中心|公安局|总局|分局|支队|大队|"
    "局|厅|委|办|院|处|部|站|队|镇|乡|街道|省|市|县|区|州|盟|旗|银行|公司|学校|医院|大学|学院"
)
_AGENCY = re.compile(rf"(?:{_SUFFIX})(?:[（(][^（()）]{{1,30}}[)）])?$")
_LONGEST_AGENCY = 40
_PERIOD = re.compile(
    r"(?:期限|时间|期间|范围|周期)[^。；;]{0,12}?(20\d\d)\s*[年.\-/]\s*1\s*[月.\-/]\s*1\s*日?\s*(?:起|开始)?\s*(?:至|到|[-—~～])\s*"
    r"(?:(20\d\d)\s*[年.\-/]\s*)?12\s*[月.\-/]\s*31"
)
_AUTHOR = re.compile(
    rf"(?:由|与|请联系)[:：]?(?P<name>[\u4e00-\u9fff（()）]{{2,30}}?(?:{_SUFFIX}))"
    r"(?:编制|负责编制|组织编制|制作|编写|撰写|联系|办公室)"
)
_SUBJECT = re.compile(
    rf"(?<!\d)20\d\d\s*年?(?:度|以来|来)?\s*[,，]?\s*(?P<name>[\u4e00-\u9fff]{{2,25}}?(?:{_SUFFIX}))"
    r"(?=坚持|认真|在|以|深入|始终|严格|按照|紧紧|高度|全面|继续|切实|积极|根据|贯彻|持续|不断|进一步|共|主动|扎实|坚决|立足)"
)
_NOT_A_NAME = re.compile(r"^(?:我|本|全|该|各|市委|县委|区委|省委|党|上级|有关)")
_META = ("contentsource", "source", "author", "siteorganizer", "publisher", "sitename")
_SITE = re.compile(r"\s*[-_—|–]+\s*[^-_—|–]*$")


@dataclass(slots=True)
class Title:
    """The title as printed, white space removed, with the lines that it takes up."""

    text: str
    printed: str
    lines: tuple[int, ...]


def find_title(lines: Sequence[Line], before: int) -> Title | None:
    """The report's title among the lines in front of the first section (`before` is that line's index)."""
    last = min(before, len(lines))
    endings = [at for at in range(last) if "报" in (text := lines[at].text) or "告" in text]
    beginnings = {at for ending in endings for at in _beginnings(lines, ending)}
    for at in sorted(beginnings):
        text = lines[at].text.strip()
        if not text or len(text) > 3 * _LONGEST_TITLE:
            continue
        squeezed = _squeeze(_LABEL.sub("", text))
        if (
            len(squeezed) > _LONGEST_TITLE
            or _SENTENCE.search(squeezed)
            or (_CHROME.search(text) and not _LABEL.match(text))
        ):
            continue
        match = _TITLE.search(squeezed)
        if match is not None and len(squeezed) - match.end() <= 8:
            if squeezed == match[0] and ">" in lines[max(0, at - 1)].text:
                continue
            return _with_lines_before(lines, at, squeezed)
        if match is None and (joined := _joined_title(lines, at, before)) is not None:
            return joined
    return None


def _beginnings(lines: Sequence[Line], ending: int) -> list[int]:
    """The lines with which a title can begin that ends with a given one."""
    near = range(ending, max(-1, ending - _MOST_LINES), -1)
    return [at for at in near if lines[at].text.strip()][:_MOST_PIECES]


def titles_in(lines: Iterable[Line]) -> set[str]:
    """The titles of reports that stand alone on a line, each with its agency and year: several only on a list."""
    texts = {_squeeze(line.text) for line in lines if len(line.text) <= 3 * _LONGEST_TITLE and "公开" in line.text}
    return {
        match[0]
        for text in texts
        if not _SENTENCE.search(text) and (match := _LISTED_TITLE.search(text)) and _TITLE_YEAR.search(match[0])
    }


def _joined_title(lines: Sequence[Line], at: int, before: int) -> Title | None:
    """A title broken within its words over two or three lines that begins here."""
    used, text, printed = [], "", ""
    for index in range(at, min(at + _MOST_LINES, before, len(lines))):
        piece = _squeeze(lines[index].text)
        if not piece:
            continue
        if len(piece) > 30 or _SENTENCE.search(piece) or _CHROME.search(lines[index].text) or ":" in piece:
            return None
        used.append(index)
        text, printed = text + piece, printed + _squeeze(as_printed(lines[index]))
        match = _TITLE.search(text)
        if match is not None:
            tail_too = len(used) > 1 and not _TITLE.search(piece) and match.end() == len(text)
            return Title(text, printed, tuple(used)) if tail_too and _TITLE_YEAR.search(text) else None
        if len(used) == _MOST_PIECES:
            return None
    return None


def _with_lines_before(lines: Sequence[Line], at: int, text: str) -> Title:
    """The title with the line before it, where it begins with the year or less and that line names an agency."""
    printed = _squeeze(_LABEL.sub("", as_printed(lines[at])))
    used = (at,)
    if re.match(r"(?:关于)?20\d\d|政府信息公开|信息公开", text):
        above = next((index for index in range(at - 1, max(-1, at - 4), -1) if lines[index].text.strip()), None)
        if above is not None:
            name = _squeeze(lines[above].text)
            agency = len(name) <= _LONGEST_AGENCY and is_agency(name)
            if agency or (re.search(r"20\d\d年度?$", name) and len(name) <= _LONGEST_AGENCY):
                return Title(name + text, _squeeze(as_printed(lines[above])) + printed, (above, at))
    return Title(text, printed, used)


def title_from_head(title: str | None) -> Title | None:
    """The title that the format carries beside the text, without the site's name behind it."""
    if not title:
        return None
    text = _squeeze(title[: 4 * _LONGEST_TITLE])
    while not (match := _TITLE.search(text)) or len(text) - match.end() > 8:
        shorter = _SITE.sub("", text)
        if shorter == text:
            return None
        text = shorter
    return Title(text, text, ()) if len(text) <= _LONGEST_TITLE else None


def is_agency(name: str) -> bool:
    """Whether a short text can be an authority's name."""
    return (
        2 < len(name) <= _LONGEST_AGENCY
        and _AGENCY.search(name) is not None
        and not re.search(r"[,，。:：、；;\d>]", name)
    )


def agency_in_title(title: str) -> str | None:
    """The authority's name in a title: in front of the year, or between the year and the subject."""
    title = re.sub(r"^[《“\"]", "", title)
    title = re.sub(r"^关于(?:印发|发布|公布|报送)?", "", title)
    year = _TITLE_YEAR.search(title)
    match = _TITLE.search(title)
    if match is None:
        return None
    before = title[: year.start()] if year and year.start() < match.start() else title[: match.start()]
    between = title[year.end() : match.start()] if year and year.start() < match.start() else ""
    for name in (before, between):
        name = name.strip("的 ·:：—-")
        if len(name) > 1 and not name.isdigit() and _AGENCY.search(name):
            return name
    return before.strip("的 ·:：—-") if len(before) > 3 else None


def agency_in_text(texts: Iterable[str]) -> str | None:
    """The authority named in the preamble as the author, or as the subject of sentences on the year."""
    names: Counter[str] = Counter()
    for text in texts:
        squeezed = _squeeze(text)
        author = _AUTHOR.search(squeezed)
        if author is not None and not _NOT_A_NAME.match(author["name"]):
            return author["name"]
        names.update(m["name"] for m in _SUBJECT.finditer(squeezed) if not _NOT_A_NAME.match(m["name"]))
    return names.most_common(1)[0][0] if names else None


def agency_in_metadata(metadata: Mapping[str, str]) -> str | None:
    """The authority named in a page's meta tags."""
    by_name = {name.lower(): value for name, value in metadata.items()}
    for name in _META:
        value = _squeeze(by_name.get(name, ""))
        if is_agency(value):
            return value
    return None


def find_year(title: Title | None, texts: Sequence[str], opening: str, signed_year: int | None) -> int | None:
    """The year reported on: what most of title, statistical period, opening sentence and sign-off date agree on."""
    votes: Counter[int] = Counter()
    if title is not None and (match := _TITLE_YEAR.search(title.text)):
        votes[int(match[1])] += 3
    for text in texts:
        if " " in text:
            text = text.replace(" ", "")
        if "31" in text and (match := _PERIOD.search(text)):
            votes[int(match[2] or match[1])] += 3
            break
    if match := re.search(r"(20\d\d)\s*(?:年|[,，])", opening):
        votes[int(match[1])] += 2
    if signed_year is not None:
        votes[signed_year - 1] += 1
    if not votes:
        years = Counter(year for text in texts for year in re.findall(r"(?<!\d)(20\d\d)\s*年", text))
        return int(years.most_common(1)[0][0]) if years else None
    return max(votes, key=lambda year: (votes[year], year))


def is_signature(text: str) -> bool:
    """Whether a line is an authority's name by itself, with or without a date behind it."""
    squeezed = _squeeze(text)
    if (found := find_date(text)) is not None:
        squeezed = squeezed.replace(_squeeze(found[1]), "").strip("()（）")
    return is_agency(squeezed)


def _squeeze(text: str) -> str:
    return "".join(text.split())
