"""A file of articles as another site's export has it: which column is which, and what each cell says."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.documents import cell_values
from gongkai.documents.encoding import decode
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sheets import LARGEST, UNCALCULATED, sheets
from gongkai.publishing.enums import Genre, Theme

SHANGHAI = ZoneInfo("Asia/Shanghai")
EARLIEST = date(1949, 10, 1)
HEADING_WITHIN = 10
"""Lines in which the heading has to come: above it are a title and remarks."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the file: our name for it, and the words under which sites have it."""

    id: str
    words: tuple[str, ...]


FIELDS = (
    Field("title", ("标题", "信息名称", "名称", "文件名称", "信息标题")),
    Field("body", ("正文", "内容", "正文内容", "html")),
    Field("summary", ("内容概述", "摘要", "概述")),
    Field("column", ("栏目", "所属栏目", "栏目名称", "栏目路径")),
    Field("index_number", ("索引号", "索取号")),
    Field("document_number", ("文号", "发文字号", "文件编号")),
    Field("formed_on", ("生成日期", "信息生成日期", "生效日期")),
    Field("signed_on", ("成文日期", "发文日期", "签发日期")),
    Field("published_at", ("发布时间", "发布日期", "公开日期", "发布于")),
    Field("theme", ("主题分类", "主题", "主题导航")),
    Field("genre", ("体裁分类", "体裁", "文种")),
    Field("keywords", ("关键词", "主题词", "关键字")),
    Field("source", ("信息来源", "来源", "稿源")),
    Field("responsible", ("责任人", "责任编辑", "编辑")),
    Field("map_number", ("审图号",)),
    Field("url", ("网址", "原文链接", "链接", "url", "原网址")),
    Field("document_class", ("文件类别", "文件类型", "文件种类")),
    Field("registration_number", ("登记号", "统一登记号", "登记编号")),
    Field("issuers", ("发文机关", "制定机关", "发布机关")),
    Field("effective_on", ("施行日期", "实施日期")),
    Field("expires_on", ("失效日期", "有效期至", "有效期截止")),
    Field("status", ("有效性", "时效性", "效力", "效力状态")),
    Field("status_on", ("废止日期", "效力变动日期")),
    Field("amends", ("修改的文件", "修改文号")),
    Field("repeals", ("废止的文件", "废止文号")),
    Field("replaces", ("代替的文件", "替代文号")),
    Field("attachments", ("附件", "附件列表", "相关附件", "文件下载")),
)
DOCUMENT_DAYS = ("effective_on", "expires_on", "status_on")
DOCUMENT_TEXTS = ("document_class", "registration_number", "issuers", "status", "amends", "repeals", "replaces")
TEXTS = ("summary", "document_number", "keywords", "source", "responsible", "map_number")
_BY_WORD = {word: each.id for each in FIELDS for word in (each.id, *each.words)}
_PARTS = re.compile(r"[;；\n]+")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s*$")
_TAG = re.compile(r"<(?:p|div|br|table|span|h[1-6]|img|a)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileRef:
    """An attachment as the file names it: where it lies, and its title ("" for its own name)."""

    place: str
    title: str = ""


@dataclass(slots=True)
class DocumentFacts:
    """What the file says of an article that is a document of the library: words as they stand, and days."""

    texts: dict[str, str] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)

    def listed(self, name: str) -> tuple[str, ...]:
        """A cell that holds several: issuers, document numbers."""
        return tuple(part.strip() for part in _PARTS.split(self.texts.get(name, "").replace("、", ";")) if part.strip())


@dataclass(slots=True)
class Article:
    """One article. `where` says where it stands in the file, for people."""

    where: str
    title: str = ""
    body: str = ""
    column: str = ""
    index_number: str = ""
    formed_on: date | None = None
    signed_on: date | None = None
    published_at: datetime | None = None
    theme: str = ""
    genre: str = ""
    url: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    files: list[FileRef] = field(default_factory=list)
    document: DocumentFacts = field(default_factory=DocumentFacts)
    remarks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Why it cannot be taken over, a sentence each."""

    @property
    def origin(self) -> str:
        """What finds it again in a second run: its index number, else its address, else title and day."""
        if self.index_number:
            return self.index_number
        return (self.url or f"{self.title[:80]}|{self.published_at:%Y-%m-%d}")[:120] if self.published_at else ""


def read_articles(data: bytes, name: str, now: datetime) -> Iterator[Article]:
    """The articles of a CSV, XLSX or JSON file, those with problems too. Raises UnusableDocument for any other file.

    What was published after `now` was not published.
    """
    if len(data) > LARGEST:
        raise UnusableDocument(f"文件超过{LARGEST // 1024 // 1024} MB，请分成几个文件。")
    articles = _from_json(data) if name.lower().endswith(".json") else _from_sheets(data, name)
    return (_judged(article, now) for article in articles)


def _judged(article: Article, now: datetime) -> Article:
    if article.published_at and article.published_at > now:
        article.problems.append(f"发布时间{article.published_at:%Y-%m-%d %H:%M}在将来。")
    return article


def _from_json(data: bytes) -> Iterator[Article]:
    try:
        said = json.loads(decode(data).text)
    except (ValueError, RecursionError):
        raise UnusableDocument("不是正确的 JSON 文件。") from None
    rows = said.get("articles") if isinstance(said, dict) else said
    if not isinstance(rows, list):
        raise UnusableDocument("JSON 文件应当是文章的列表，或者在 articles 之下有这样一个列表。")
    return (_from_object(row, f"第{number}条") for number, row in enumerate(rows, start=1))


def _from_object(row: Any, where: str) -> Article:
    if not isinstance(row, dict):
        return Article(where, problems=["不是一篇文章。"])
    cells: dict[str, str] = {}
    files: list[FileRef] = []
    for key, value in row.items():
        name = _named(str(key))
        if name == "attachments" and isinstance(value, list):
            files += [
                FileRef(str(one.get("file") or one.get("url") or ""), str(one.get("title") or ""))
                if isinstance(one, dict)
                else FileRef(str(one))
                for one in value
            ]
        elif name and value is not None:
            cells[name] = str(value)
    article = _article(cells, where)
    article.files += [file for file in files if file.place]
    return article


def _from_sheets(data: bytes, name: str) -> Iterator[Article]:
    found = False
    for sheet in sheets(data, name):
        places: dict[str, int] = {}
        for at, line in enumerate(sheet.lines):
            if not places:
                if at >= HEADING_WITHIN:
                    break
                named = {name: place for place, text in reversed(list(enumerate(line.texts))) if (name := _named(text))}
                places = named if "title" in named and len(named) > 1 else {}
                continue
            found = True
            cells = {name: line.texts[place] for name, place in places.items() if place < len(line.texts)}
            if any(text.strip() for text in cells.values()):
                yield _article(cells, f"{sheet.name}第{line.number}行")
    if not found:
        raise UnusableDocument("没有找到表头：应当有一行写着“标题”“正文”“栏目”“发布时间”等栏。")


def _named(heading: str) -> str:
    return _BY_WORD.get(unicodedata.normalize("NFKC", heading).strip().strip("*:：").lower().replace(" ", ""), "")


def _article(cells: Mapping[str, str], where: str) -> Article:
    article = Article(where)
    texts = {name: "" if text == UNCALCULATED else text for name, text in cells.items()}
    article.title = cell_values.text_of(texts.get("title", ""))[:300]
    article.body = _body(texts.get("body", ""))
    article.column = cell_values.text_of(texts.get("column", ""))
    article.index_number = cell_values.text_of(texts.get("index_number", ""))[:60]
    article.url = texts.get("url", "").strip()[:500]
    article.texts = {name: cell_values.text_of(texts[name]) for name in TEXTS if texts.get(name, "").strip()}
    article.theme = _choice(article, "theme", texts.get("theme", ""), {each.label: each.value for each in Theme})
    article.genre = _choice(article, "genre", texts.get("genre", ""), {each.label: each.value for each in Genre})
    for part in _PARTS.split(texts.get("attachments", "")):
        title, bar, place = part.rpartition("|")
        if (place if bar else part).strip():
            article.files.append(FileRef((place if bar else part).strip(), title.strip()))
    for name in ("formed_on", "signed_on"):
        setattr(article, name, _day(article, texts.get(name, "")))
    article.published_at = _moment(article, texts.get("published_at", ""))
    article.document.texts = {name: text for name in DOCUMENT_TEXTS if (text := texts.get(name, "").strip())}
    for name in DOCUMENT_DAYS:
        if on := _day(article, texts.get(name, "")):
            article.document.days[name] = on
    if not article.title:
        article.problems.append("没有标题。")
    if article.published_at is None and not article.problems:
        article.problems.append("没有发布时间。")
    return article


def _body(text: str) -> str:
    """HTML as it is; plain text as paragraphs."""
    if _TAG.search(text):
        return text
    lines = (line.strip() for line in text.splitlines())
    escaped = (line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in lines if line)
    return "".join(f"<p>{line}</p>" for line in escaped)


def _choice(article: Article, name: str, text: str, known: Mapping[str, str]) -> str:
    said = cell_values.text_of(text)
    if not said or said in known.values():
        return said
    # A site says 城乡建设、环境保护/城市规划, or 其他;通知: the first that is known counts.
    for part in (said, *re.split(r"[/;；>\\|]", said)):
        for label, key in known.items():
            if part.strip() and (part.strip() == label or part.strip() in label.split("、")):
                return key
    article.remarks.append(f"分类“{said[:30]}”不在分类表内，未采用。")
    return ""


def _day(article: Article, text: str) -> date | None:
    said = text.strip()
    if cell_values.is_nothing(said):
        return None
    try:
        return cell_values.day(said, earliest=EARLIEST)
    except ValueError as error:
        article.problems.append(str(error))
        return None


def _moment(article: Article, text: str) -> datetime | None:
    """The moment of publication; a day without a time counts from its beginning."""
    on = _day(article, text)
    if on is None:
        return None
    found = _TIME.search(text.strip().replace("：", ":"))
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    clock = time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else time()
    return datetime.combine(on, clock, SHANGHAI)
