"""From a document to a report."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from itertools import pairwise

from gongkai.documents.damage import restore, simplify
from gongkai.documents.damage.traces import has_traces
from gongkai.documents.model import Document, UnusableDocument
from gongkai.law.forms import Forms, packaged_forms
from gongkai.reports.model import Finding, Report, SectionLine, Trouble
from gongkai.reports.reading import identity
from gongkai.reports.reading.acceptance import refuse_cut_off, refuse_others
from gongkai.reports.reading.assembly import fill_report
from gongkai.reports.reading.dates import find_date, has_clock, readings
from gongkai.reports.reading.flow import flow_of, texts_of
from gongkai.reports.reading.grids import GridReader
from gongkai.reports.reading.rows import Found
from gongkai.reports.reading.sections import Outline, find_outline, split_inline_headings
from gongkai.reports.reading.texts import read_texts
from gongkai.reports.reading.tokens import Line, as_printed
from gongkai.reports.reading.vocabulary import Vocabulary, vocabulary
from gongkai.reports.replacement import repair_replaced_words

_CHROME = re.compile(
    r"扫一扫|扫码|二维码|^\s*(?:打印|收藏|关闭|分享|返回顶部|x|×)\s*(?:本页|窗口|页面)?\s*$|^\s*[【\[]?\s*(?:打印|关闭)|"
    r"上一篇|下一篇|分享到|您访问的链接|即将离开|网站地图|联系我们|版权所有|主办单位|承办单位|技术支持|ICP备|网站标识码|公网安备|"
    r"^\s*(?:附件|相关链接|相关文档)\s*[:：]?\s*\S*$"
)
_PUBLISHED_LABEL = re.compile(r"(?:信息|网站)?(?:发布|发文|公开|公布|更新|上传)?(?:时间|日期)\s*[:：]|发布于")
_OTHER_DATE_LABEL = re.compile(r"(?:成文|生成|印发|施行|生效|废止|失效)(?:时间|日期)\s*[:：]")
_META_DATES = ("pubdate", "publishdate", "publish_date", "publishtime", "article:published_time", "date", "createdate")
_PICTURE = re.compile(r"\S+\.(?:png|jpe?g|gif|bmp|tiff?|webp)\b", re.IGNORECASE)
_LAST_LINES = 12
_LARGEST_TABLE_OF_FACTS = 12


def read_report(document: Document, file: str, forms: Forms | None = None) -> Report:
    """The report in a document. `file` is its name as it is to appear in the answer; `forms` default to the packaged.

    Raises UnusableDocument with one Chinese sentence where the document is no annual report, is empty, is cut off to
    nothing of use, or holds several reports.
    """
    return _Reader(document, file, forms if forms is not None else packaged_forms()).read()


class _Reader:
    def __init__(self, document: Document, file: str, forms: Forms) -> None:
        self.forms = forms
        self.vocabulary: Vocabulary = vocabulary(forms)
        damaged = has_traces("\n".join(texts_of(document)))
        self.printed = restore(document) if damaged else document
        self.document = simplify(self.printed) if damaged else document
        self.report = Report(file=file)
        self.flow = flow_of(self.document, self.printed, self.vocabulary)

    def read(self) -> Report:
        if not any(line.text.strip() for line in self.flow.lines) and not self.flow.grids:
            raise UnusableDocument("文件中没有文字。")
        found = self._rows()
        if found.unknown_labels:
            undone = repair_replaced_words(self.document, self.forms)
            if undone is not self.document:
                self.document = undone
                self.flow = flow_of(self.document, self.printed, self.vocabulary)
                found = self._rows()
        outline = find_outline(self.flow.lines, found.lines, self.vocabulary)
        refuse_others(self.flow.lines, found, outline, self.document.title)
        self.report.document = self.document
        self.report.repairs = list(self.document.repairs)
        self.report.headings = outline.headings
        first = min(outline.starts, default=len(self.flow.lines))
        title = identity.find_title(self.flow.lines, first)
        self._place_lines(outline, found, title)
        self._identify(first, title)
        fill_report(self.report, found, self.forms, self.vocabulary)
        if self.signature is None:
            refuse_cut_off(self.report, self.forms, found, self.flow, self.vocabulary)
        self._pictures()
        return self.report

    # ------------------------------------------------------------ tables

    def _rows(self) -> Found:
        """The rows of figures: from the grids, and from the text where the grids lack a table."""
        reader = GridReader(self.vocabulary)
        for _, grid in self.flow.grids:
            reader.read(grid)
        found = reader.finish()
        counts: dict[str, int] = {}
        for row in found.rows:
            counts[row.entry.table] = counts.get(row.entry.table, 0) + 1
        # Most forms have two tables with labels and one without; what a newer form has less or more is told later.
        complete = {form_id for form_id, form in self.forms.items() if all(table.id in counts for table in form.tables)}
        if complete and not self._short(found):
            return found
        self.flow.lines = split_inline_headings(self.flow.lines, self.vocabulary)
        wanted = range(len(self.flow.lines))
        in_text = read_texts(self.flow.lines, wanted, self.vocabulary)
        return _merged(found, in_text)

    def _short(self, found: Found) -> bool:
        """Whether the grids hold only a part of a long table, as when the rest of it has come out as text."""
        keys: dict[str, set[str]] = {}
        for row in found.rows:
            keys.setdefault(row.entry.table, set()).add(row.entry.key)
        for form in self.forms.values():
            tables = [table for table in form.tables if table.id in keys]
            if len(tables) == len(form.tables) and all(
                2 * len(keys[table.id]) >= sum(len(block.rows) for block in table.blocks) for table in tables
            ):
                return False
        return True

    # ------------------------------------------------------------ text

    def _place_lines(self, outline: Outline, found: Found, title: identity.Title | None) -> None:
        """Give each line that is no table's to its section; what stands before the title is no part of the report."""
        lines = self.flow.lines
        self.end = self._end_of_text(outline, found)
        with_table = set(self.vocabulary.table_sections.values())
        texts: defaultdict[int, list[str]] = defaultdict(list)
        starts, table_lines, end = outline.starts, found.lines, self.end
        section = 0
        is_debris = self.vocabulary.is_debris
        begin = title.lines[0] if title is not None else 0
        first = min((*starts, *table_lines, end))  # nothing is to be asked of the lines before
        placed = [SectionLine(0, text, line.place) for line in lines[begin:first] if (text := line.text.strip())]
        for index, line in enumerate(lines[first:], first):
            if index in starts:
                section, text = starts[index]
            elif index in table_lines:
                continue
            else:
                text = line.text.strip()
            if not text or (section in with_table and is_debris(text)):
                continue
            at = 7 if index >= end else section
            placed.append(SectionLine(at, text, line.place))
            if at:
                texts[at].append(text)
        self.report.lines = placed
        for heading in outline.headings:
            if 1 <= heading.section <= 6:
                self.report.sections[str(heading.section)] = "\n".join(texts.get(heading.section, ())).strip()

    def _end_of_text(self, outline: Outline, found: Found) -> int:
        """The line with which the sign-off begins, or the page's own text where there is no sign-off."""
        lines = self.flow.lines
        last = max((*outline.starts, *found.lines, 0))
        self.signature: int | None = None
        end = len(lines)
        for index in range(last + 1, len(lines)):
            text = lines[index].text.strip()
            if text and len(text) < 60 and _CHROME.search(text):
                end = index
                break
        for index in range(end - 1, last, -1):
            text = lines[index].text.strip()
            if not text or len(text) > 60:
                continue
            if _is_date_line(text) or (identity.is_signature(text) and index >= end - _LAST_LINES):
                self.signature = index
                break
        if self.signature is None:
            return end
        start = self.signature
        for index in range(self.signature - 1, max(last, self.signature - 4), -1):
            text = lines[index].text.strip()
            if text and identity.is_signature(text):
                start = index
            elif text:
                break
        return start

    # ------------------------------------------------------------ who, which year, when

    def _identify(self, first: int, title: identity.Title | None) -> None:
        """Tell agency, year and dates; `first` is the line with which the first section begins."""
        report = self.report
        title = title or identity.title_from_head(self.document.title)
        report.title = title.text if title is not None else None
        self._find_dates(first)
        texts = [line.text for line in report.lines if line.section not in (7,)]
        opening = next((line.text for line in report.lines if line.section == 1), "")
        year = identity.find_year(title, texts, opening, report.signed.year if report.signed else None)
        report.year = year
        self._find_agency(title, texts)

    def _find_agency(self, title: identity.Title | None, texts: list[str]) -> None:
        report = self.report
        name = identity.agency_in_title(title.text) if title is not None else None
        printed = identity.agency_in_title(title.printed) if title is not None else None
        if name is not None and title is not None and printed is None:
            printed = title.printed[: len(name)] if title.text.startswith(name) else name
        if name is None:
            signature = self._signature_name()
            if signature is not None:
                name, printed = signature
        if name is None:
            name = printed = identity.agency_in_text(texts) or identity.agency_in_metadata(self.document.metadata)
        report.agency, report.agency_printed = name, printed

    def _signature_name(self) -> tuple[str, str] | None:
        for index in range(self.end, len(self.flow.lines)):
            line = self.flow.lines[index]
            if index - self.end > _LAST_LINES:
                break
            if line.text.strip() and identity.is_signature(line.text):
                return _without_date(line.text), _without_date(as_printed(line))
        return None

    def _find_dates(self, first: int) -> None:
        report, lines = self.report, self.flow.lines
        if self.signature is not None:
            line = lines[self.signature]
            for index in range(self.signature, min(self.signature + 3, len(lines))):
                if self._take_signed(lines[index]):
                    break
            else:
                self._take_signed(line)
        published = self._published_in_metadata() or self._published_in_grids(first)
        plain: date | None = None
        for index in (*range(min(first, len(lines))), *range(self.end, len(lines))):
            text = lines[index].text
            found = find_date(text)
            if found is None or found[0] is None:
                continue
            text = text.strip()
            if len(text) > 300 or index == self.signature:
                continue
            if _PUBLISHED_LABEL.search(text) and not _OTHER_DATE_LABEL.search(text):
                published = published or _labelled_date(text)
            elif _is_date_line(text):
                if has_clock(text) or re.fullmatch(r"[\d\-]+", text):
                    plain = plain or found[0]
                elif index < first and report.signed is None and not report.date_hints:
                    report.signed, report.signed_source = found[0], lines[index].place
        report.published = published or plain

    def _take_signed(self, line: Line) -> bool:
        """Take the date of a sign-off line, or say why it cannot be told; whether the line holds one."""
        text = line.text.strip()
        if not _is_date_line(text) and not identity.is_signature(text):
            return False
        found = find_date(text)
        if found is not None and found[0] is not None:
            self.report.signed, self.report.signed_source = found[0], line.place
            return True
        possible = readings(text)
        if found is None and possible is None:
            return False
        if possible is not None and len(possible) == 1:
            self.report.signed, self.report.signed_source = possible[0], line.place
            return True
        dates = "或".join(f"{each.year}年{each.month}月{each.day}日" for each in possible or ())
        message = (
            f"落款日期“{text}”有{len(possible)}种读法（{dates}），未作判断。"
            if possible
            else f"落款日期“{text}”不是历书上的日子，未作判断。"
        )
        self.report.date_hints.append(Finding("date.unclear", "hint", message, source=line.place, excerpt=text))
        return True

    def _published_in_metadata(self) -> date | None:
        by_name = {name.lower(): value for name, value in self.document.metadata.items()}
        for name in _META_DATES:
            found = find_date(by_name.get(name, ""))
            if found is not None and found[0] is not None:
                return found[0]
        return None

    def _published_in_grids(self, first: int) -> date | None:
        """The date in a page's table of facts in front of the report."""
        for at, grid in self.flow.grids:
            if at > first or len(grid.rows) > _LARGEST_TABLE_OF_FACTS:
                break
            for row in grid.rows:
                for label, fact in pairwise(cell.text for cell in row):
                    if _PUBLISHED_LABEL.match(label.strip(" :：") + ":"):
                        found = find_date(fact)
                        if found is not None and found[0] is not None:
                            return found[0]
        return None

    # ------------------------------------------------------------ what is a picture

    def _pictures(self) -> None:
        """Say of a missing table that it is a picture, where a picture's name stands in its place."""
        for table, state in self.report.tables.items():
            if state != "missing":
                continue
            section = self.vocabulary.table_sections[table]
            for line in self.report.lines:
                if line.section == section and _PICTURE.search(line.text):
                    title = self.vocabulary.table_titles[table]
                    message = f"“{title}”表是一幅图片（{line.text[:40]}），图中的数没有读入。"
                    self.report.troubles.append(Trouble(table, message, line.source))
                    break


def _merged(first: Found, second: Found) -> Found:
    """The rows of the first, and those of the second that it lacks."""
    keys = {(row.entry.table, row.entry.key) for row in first.rows}
    added = [row for row in second.rows if (row.entry.table, row.entry.key) not in keys]
    if not first.rows:
        return second
    return Found(
        first.rows + added,
        first.troubles + (second.troubles if added else []),
        first.extra + (second.extra if added else []),
        second.unreadable - {row.entry.table for row in first.rows},
        second.lines if added else set(),
        max(first.copies, second.copies),
        first.unknown_labels or second.unknown_labels,
    )


def _is_date_line(text: str) -> bool:
    """Whether a short line is a date and nothing else, damaged ones included."""
    bare = text.strip().strip("()（）[]【】").strip()
    if len(bare) > 30:
        return False
    found = find_date(bare)
    if found is not None:
        rest = bare.replace(found[1], "")
        return not re.sub(r"[\d:：\s年月日时分秒]|星期.|上午|下午", "", rest)
    return readings(bare) is not None


def _labelled_date(text: str) -> date | None:
    """The date behind the label of a page's date."""
    label = _PUBLISHED_LABEL.search(text)
    at = label.end() if label else 0
    found = find_date(text[at : at + 30])
    return found[0] if found is not None else None


def _without_date(text: str) -> str:
    found = find_date(text)
    squeezed = "".join(text.split())
    if found is not None:
        squeezed = squeezed.replace("".join(found[1].split()), "")
    return squeezed.strip("()（）")
