"""The sample city: agencies and accounts for trying the platform out. All invented; accounts bear roles, not persons.

Loading it again changes nothing that is there.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.agencies.actions import (
    AddDepartment,
    AddFormerName,
    AppointAdministrator,
    CreateAgency,
    CreateUser,
    GrantRole,
)
from gongkai.agencies.enums import Administrator, Kind, Level, Role
from gongkai.agencies.models import Agency, User
from gongkai.annual_reports import sample as sample_reports
from gongkai.applications import sample as sample_applications
from gongkai.library import sample as sample_library
from gongkai.portal import sample as sample_marks
from gongkai.publishing import sample as sample_publishing
from gongkai.publishing import sample_drafts, sample_records

GROUND = "示例数据"


@dataclass(frozen=True)
class _Agency:
    code: str
    name: str
    short_name: str
    parent: str | None
    level: Level
    kind: Kind
    former: tuple[str, date] | None = None
    departments: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Account:
    username: str
    display_name: str
    roles: tuple[tuple[Role, str], ...] = ()
    administrator: Administrator | None = None


AGENCIES = (
    _Agency("ch", "澄湖市人民政府", "市政府", None, Level.MUNICIPAL, Kind.GOVERNMENT),
    _Agency(
        "ch-zrzy",
        "澄湖市自然资源和规划局",
        "市自然资源和规划局",
        "ch",
        Level.MUNICIPAL,
        Kind.DEPARTMENT,
        former=("澄湖市国土资源局", date(2019, 1, 18)),
        departments=("办公室", "政策法规科", "耕地保护科"),
    ),
    _Agency(
        "ch-zjj",
        "澄湖市住房和城乡建设局",
        "市住房城乡建设局",
        "ch",
        Level.MUNICIPAL,
        Kind.DEPARTMENT,
        former=("澄湖市建设局", date(2010, 6, 30)),
        departments=("办公室", "房产管理科"),
    ),
    _Agency("ql", "栖岭县人民政府", "县政府", "ch", Level.COUNTY, Kind.GOVERNMENT),
    _Agency(
        "ql-zrzy", "栖岭县自然资源局", "县自然资源局", "ql", Level.COUNTY, Kind.DEPARTMENT, departments=("办公室",)
    ),
    _Agency("ql-xitang", "栖岭县溪塘镇人民政府", "溪塘镇政府", "ql", Level.TOWNSHIP, Kind.TOWNSHIP),
)
ACCOUNTS = (
    _Account("xitong", "系统管理员", administrator=Administrator.SYSTEM),
    _Account("anquan", "安全管理员", administrator=Administrator.SECURITY),
    _Account("shenji", "审计管理员", administrator=Administrator.AUDIT),
    _Account("zhuguan", "市政府信息公开主管部门", ((Role.SUPERVISOR, "ch"), (Role.EDITOR, "ch"))),
    _Account("jijian", "市纪检监察", ((Role.DISCIPLINE, "ch"),)),
    _Account("shouli", "市自然资源和规划局受理员", ((Role.REGISTRAR, "ch-zrzy"),)),
    _Account("chengban", "市自然资源和规划局承办员", ((Role.HANDLER, "ch-zrzy"),)),
    _Account("shenhe", "市自然资源和规划局审核员", ((Role.REVIEWER, "ch-zrzy"),)),
    _Account("qianfa", "市自然资源和规划局签发人", ((Role.SIGNER, "ch-zrzy"),)),
    _Account("baomi", "市自然资源和规划局保密审查员", ((Role.SECRECY_REVIEWER, "ch-zrzy"),)),
    _Account("bianji", "市自然资源和规划局编辑", ((Role.EDITOR, "ch-zrzy"),)),
    _Account("xianbianji", "县自然资源局编辑", ((Role.EDITOR, "ql-zrzy"),)),
    _Account("yanjiu", "数据研究", ((Role.RESEARCHER, "ch"),)),
)

# Who does what to the sample drafts; each stage is another person's.
REVIEWING = {
    "editor": "bianji", "first": "chengban", "second": "shenhe", "secrecy": "baomi", "third": "qianfa",
}  # fmt: skip


def load() -> list[str]:
    """Make what is missing of the sample city. Returns the lines that tell how to log in."""
    password = _password()
    with transaction.atomic():
        for planned in AGENCIES:
            _ensure_agency(planned)
        for account in ACCOUNTS:
            _ensure_account(account, password)
    sample_publishing.load_columns()
    sample_records.load_records()
    sample_drafts.load_drafts(REVIEWING)
    sample_library.load()
    sample_marks.load()
    sample_reports.load()
    sample_applications.load()
    width = max(len(account.username) for account in ACCOUNTS)
    return [
        f"  演示账号（密码均为 {password}）：",
        *(f"    {account.username.ljust(width)}  {account.display_name}" for account in ACCOUNTS),
    ]


def _password() -> str:
    """The password of all sample accounts, made once for an installation: a known one would be an open door."""
    kept = Path(settings.HOME) / "demo-password"
    if not kept.exists():
        kept.write_text(f"demo-{secrets.token_hex(4)}\n", encoding="utf-8")
        kept.chmod(0o600)
    return kept.read_text(encoding="utf-8").strip()


def _ensure_agency(planned: _Agency) -> None:
    if Agency.objects.filter(code=planned.code).exists():
        return
    agency = CreateAgency(
        None,
        code=planned.code,
        name=planned.name,
        short_name=planned.short_name,
        parent=Agency.objects.get(code=planned.parent) if planned.parent else None,
        level=planned.level,
        kind_of_body=planned.kind,
        ground=GROUND,
    ).perform()
    if planned.former:
        name, until = planned.former
        AddFormerName(None, agency, name=name, valid_until=until, ground=GROUND).perform()
    for department in planned.departments:
        AddDepartment(None, agency, name=department, ground=GROUND).perform()


def _ensure_account(account: _Account, password: str) -> None:
    if User.objects.filter(username=account.username).exists():
        return
    user = CreateUser(
        None, username=account.username, display_name=account.display_name, password=password, ground=GROUND
    ).perform()
    if account.administrator:
        AppointAdministrator(None, user, account.administrator, ground=GROUND).perform()
    for role, code in account.roles:
        GrantRole(None, user, role, Agency.objects.get(code=code), ground=GROUND).perform()
