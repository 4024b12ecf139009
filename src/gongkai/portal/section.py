"""The left navigation of the section 政府信息公开: four fixed parts in their order (国办公开办函〔2019〕61号), then the
entry for applications and the catalogue, which are always there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.portal.site_tree import application_url, column_url, reports_url, section_url
from gongkai.publishing.enums import Part
from gongkai.publishing.models import ColumnPage


@dataclass
class SectionEntry:
    """A line of the navigation; without an address for a part that the agency has not filled yet."""

    label: str
    url: str
    current: bool = False
    beneath: list[SectionEntry] = field(default_factory=list)


def section_navigation(
    agency: Agency, columns: Sequence[ColumnPage], *, here: str = "", open_part: Part | None = None
) -> list[SectionEntry]:
    """The navigation. `columns` are those of the section (its parts, and what stands beneath the part that is open);
    `here` is the address of the page that shows it."""
    of_part = {column.part: column for column in reversed(columns) if column.part}
    entries = []
    for part in Part:
        column = of_part.get(part)
        entry = SectionEntry(part.label, _part_url(part, column, agency))
        if column is not None and part == open_part:
            entry.beneath = [
                SectionEntry(one.title, column_url(one), column_url(one) == here)
                for one in columns
                if one.path.startswith(column.path) and one.depth == column.depth + 1
            ]
        entries.append(entry)
    entries.append(SectionEntry("依申请公开", application_url(agency)))
    entries.append(SectionEntry("政府信息公开目录", reverse("portal:catalogue", args=[agency.code])))
    for entry in entries:
        entry.current = bool(here) and entry.url == here
    return entries


def _part_url(part: Part, column: ColumnPage | None, agency: Agency) -> str:
    match part:
        case Part.GUIDE:
            return reverse("portal:guide", args=[agency.code])
        case Part.REPORTS:
            return reports_url(agency)
        case Part.STATUTORY:
            return section_url(agency)
    return column_url(column) if column is not None else ""
