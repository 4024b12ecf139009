"""The sample city's sites, columns, profiles and items. All invented; posts are given, nobody's name.

Made by the same actions as everybody's. Loading again changes nothing that is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from gongkai.agencies.models import Agency, AgencyProfile, Department, Leader
from gongkai.publishing.columns.actions import AddColumn, ChangeColumn
from gongkai.publishing.columns.sites import MakeSite
from gongkai.publishing.columns.tree import columns_below, site_of
from gongkai.publishing.enums import ColumnKind, ContentClass
from gongkai.publishing.models import ColumnPage
from gongkai.publishing.profiles import ChangeProfile, SaveLeader

GROUND = "示例数据"
SITES = {
    # code: preset, embedded
    "ch": ("portal", False),
    "ch-zrzy": ("portal", False),
    "ch-zjj": ("plain", False),
    "ql": ("plain", False),
    "ql-zrzy": ("section", True),
    "ql-xitang": ("section", True),
}
KEY_FIELDS = {
    # A natural-resources bureau's own fields below 重点领域; what the column asks for is in its description.
    "ch-zrzy": (
        ("城乡规划", "规划草案、批准的规划、规划许可及其变更", 90),
        ("征地补偿", "征地告知、听证、批准文件、补偿安置方案和支付情况", 90),
    )
}
OWNERS = {
    # Which department keeps a column of the bureau.
    "ch-zrzy": {
        "xw-gzdt": "办公室", "xw-tzgg": "办公室", "gk-zcwj": "政策法规科", "gk-zcjd": "政策法规科",
        "flzd-20-3": "耕地保护科",
    }
}  # fmt: skip
POSTS = {
    "government": (("市长", "主持市人民政府全面工作。"), ("常务副市长", "负责发展改革、财政、政务公开等工作。")),
    "department": (("局长", "主持全面工作。"), ("副局长", "分管法规、公开和办公室工作。")),
    "township": (("镇长", "主持镇人民政府全面工作。"),),
}


def load_columns(today: date | None = None) -> int:
    """Make the sites that the sample agencies have not. Returns how many were made."""
    today = today or timezone.localdate()
    made = 0
    for code, (preset, embedded) in SITES.items():
        agency = Agency.objects.filter(code=code).first()
        if agency is None or site_of(agency):
            continue
        MakeSite(None, agency, preset, embedded=embedded, today=today, ground=GROUND).perform()
        _own_columns(agency, today)
        _profile(agency, today)
        made += 1
    return made


def _own_columns(agency: Agency, today: date) -> None:
    home = site_of(agency)
    assert home is not None
    columns: Mapping[str, ColumnPage] = {column.slug: column for column in columns_below(home)}
    for title, description, days in KEY_FIELDS.get(agency.code, ()):
        AddColumn(
            None, columns["gk-zdly"], title=title, description=description, content_class=ContentClass.KEY_FIELD,
            key_field=title, update_days=days, today=today, ground=GROUND,
        ).perform()  # fmt: skip
    if agency.code == "ch":
        # A topic that has its end: the nightly turn closes it.
        AddColumn(
            None, columns["zhuanti"], title=f"{today.year}年湿地保护宣传月", kind=ColumnKind.TOPIC, today=today,
            opens_on=today - timedelta(days=20), closes_on=today + timedelta(days=10), ground=GROUND,
        ).perform()  # fmt: skip
    for key, name in OWNERS.get(agency.code, {}).items():
        owner = Department.objects.filter(agency=agency, name=name).first()
        if owner is not None:
            ChangeColumn(None, columns[key], department=owner, ground=GROUND).perform()


def _profile(agency: Agency, today: date) -> None:
    if AgencyProfile.objects.filter(agency=agency).exists():
        return
    where = "栖岭县文昌街" if agency.code.startswith("ql") else "澄湖市澄湖大道"
    ChangeProfile(
        None,
        agency,
        overview=f"{agency.name}（示例）依照法律、法规履行职责，本页内容为演示而编写。",
        functions="（一）贯彻执行国家和上级的方针政策。\n（二）负责本行政区域内职责范围的行政管理工作。\n（三）依法公开政府信息。",
        address=f"{where}1号",
        hours="工作日 9:00—12:00，13:30—17:00",
        phone="0000-00000000",
        postcode="000000",
        today=today,
        ground=GROUND,
    ).perform()
    for number, (post, duties) in enumerate(POSTS.get(agency.kind, ()), 1):
        post = post.replace("市长", "县长") if agency.code == "ql" else post
        SaveLeader(
            None, Leader(agency=agency), name=f"示例{number}", post=post,
            duties=duties.replace("市人民政府", agency.short_name) if agency.kind == "government" else duties,
            number=number, today=today, ground=GROUND,
        ).perform()  # fmt: skip
