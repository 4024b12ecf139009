"""Which agencies may make 规章 (立法法 Arts 91, 93; in the report the row is 0 for all others)."""

from __future__ import annotations

from gongkai.agencies.enums import Kind, Level
from gongkai.agencies.models import Agency

_DEPARTMENTS = frozenset({Kind.DEPARTMENT, Kind.AUTHORISED})


def may_make_regulations(agency: Agency) -> bool:
    """Departments of the State Council, governments of provinces and of cities with districts; nobody else."""
    if agency.level == Level.NATIONAL:
        return agency.kind in _DEPARTMENTS
    return agency.kind == Kind.GOVERNMENT and agency.level in (Level.PROVINCIAL, Level.MUNICIPAL)


NO_REGULATIONS = "本机关没有规章制定权：规章由国务院部门、省级人民政府和设区的市、自治州人民政府制定。"
