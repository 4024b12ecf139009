"""What an interpretation of each medium needs so that everybody can use it (WCAG 2.2: 1.1.1, 1.2.1, 1.2.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.library.captions import NotCaptions, as_webvtt
from gongkai.library.enums import Medium
from gongkai.publishing.models import Attachment
from gongkai.reports.bars import Bar, BarChart, bars_svg

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    Medium.PICTURE: ("png", "jpg", "jpeg", "gif"),
    Medium.AUDIO: ("mp3", "m4a", "ogg", "oga", "wav"),
    Medium.VIDEO: ("mp4", "m4v", "webm"),
}
"""Media that are a file, and the names of files that browsers play or show."""
CAPTIONS = ("vtt",)
MOST_ROWS = 40
_ROW = re.compile(r"(?P<label>.+?)[\s　,，:：]+(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)", re.ASCII)
MOST_PAIRS = 60
_ALTERNATIVES = {
    Medium.PICTURE: "图解须附替代文字，把图中的内容用文字完整写出。",
    Medium.AUDIO: "音频须附文字稿。",
    Medium.VIDEO: "视频须附文字稿（不填的取自字幕）。",
}


def problems(
    medium: str, file: Attachment | None, captions: Attachment | None, alternative: str, content: Mapping[str, Any]
) -> list[str]:
    """What an interpretation of the medium lacks, a sentence each."""
    found = []
    if suffixes := SUFFIXES.get(medium):
        if file is None:
            found.append(f"{Medium(medium).label}须有文件，请上传，或者从信息的附件中选择。")
        elif file.file_extension.lower() not in suffixes:
            found.append(f"{Medium(medium).label}的文件应为{'、'.join(suffixes)}格式。")
    if medium in _ALTERNATIVES and not alternative.strip():
        found.append(_ALTERNATIVES[Medium(medium)])
    if medium == Medium.VIDEO:
        found += _captions_problems(captions)
    if medium == Medium.CHART:
        found += _chart_problems(content.get("rows"))
    if medium == Medium.QUESTIONS:
        found += _pairs_problems(content.get("pairs"))
    return found


def chart_rows(text: str) -> list[list[str]]:
    """A chart's table as it is typed: a row a line, the number at its end, after a comma, colon, space or tab; with or
    without commas between thousands. A line that has none keeps "" for it."""
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _ROW.fullmatch(line)
        rows.append([found["label"], found["number"].replace(",", "")] if found else [line, ""])
    return rows


def question_pairs(text: str) -> list[list[str]]:
    """Questions and answers as they are typed: 问：… 答：…, each answer up to the next question."""
    pairs: list[list[str]] = []
    for line in text.splitlines():
        line = line.strip()
        if re.match(r"问[:：]", line):
            pairs.append([line[2:].strip(), ""])
        elif line and pairs:
            said = re.sub(r"^答[:：]\s*", "", line)
            pairs[-1][1] = f"{pairs[-1][1]}\n{said}".strip()
        elif line:
            pairs.append(["", line])
    return pairs


def chart_svg(title: str, content: Mapping[str, Any], id_prefix: str) -> str:
    """The chart as a picture with its words; its table stands beneath it on the page."""
    numbers = [(str(label), Decimal(number)) for label, number in content.get("rows", ())]
    bars = tuple(
        Bar(label, int(number) if number == number.to_integral_value() else float(number)) for label, number in numbers
    )
    return bars_svg(BarChart(title, bars, content.get("unit", "")), id_prefix)


def _captions_problems(captions: Attachment | None) -> list[str]:
    if captions is None:
        return ["视频须附字幕文件（WebVTT 或者 SRT 格式）。"]
    if captions.file_extension.lower() not in CAPTIONS:
        return ["字幕文件应为 WebVTT（扩展名 vtt）或者 SRT 格式。"]
    with captions.file.open("rb") as held:
        data = held.read()
    try:
        as_webvtt(data)
    except NotCaptions as error:
        return [str(error)]
    return [] if data.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT") else ["字幕文件应为 UTF-8 编码的 WebVTT。"]


def _chart_problems(rows: Sequence[Sequence[str]] | None) -> list[str]:
    if not rows:
        return ["图表须有数据，每行一项：名称和数字。"]
    found = []
    if len(rows) > MOST_ROWS:
        found.append(f"图表最多{MOST_ROWS}项。")
    for row in rows:
        try:
            number = Decimal(row[1])
        except (InvalidOperation, IndexError):
            found.append(f"“{' '.join(row)[:40]}”没有数字。")
            continue
        if not row[0] or not number.is_finite() or number < 0 or number != round(number, 2) or number > 10**12:
            found.append(f"“{' '.join(row)[:40]}”：应为名称和不小于 0 的数字，最多两位小数，需要时请换单位。")
    return found


def _pairs_problems(pairs: Sequence[Sequence[str]] | None) -> list[str]:
    if not pairs:
        return ["问答解读须有问答，每个问题以“问：”开头，回答以“答：”开头。"]
    if len(pairs) > MOST_PAIRS:
        return [f"问答最多{MOST_PAIRS}组。"]
    return [f"第{number}组问答缺少问题或者回答。" for number, (q, a) in enumerate(pairs, 1) if not (q and a)]
