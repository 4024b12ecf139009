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
from gongkai.publishing.items.actions import ImportItems, MakeItemList, MapItems
from gongkai.publishing.items.queries import columns_to_choose, proposals
from gongkai.publishing.items.reading import ReadItem
from gongkai.publishing.models import ColumnPage, WorkPoint
from gongkai.publishing.profiles import ChangeProfile, SaveLeader
from gongkai.publishing.work_points import SaveWorkPoint

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
ITEMS = (
    # heading, subheading, content, basis, term
    ("规划计划", "国土空间规划", "规划文本、图件和说明", "城乡规划法第八条", "批准后20个工作日内"),
    ("规划计划", "土地供应计划", "年度国有建设用地供应计划", "土地管理法实施条例第十七条", "每年3月31日前"),
    ("征地补偿", "征收土地公告", "征收范围、土地现状、征收目的、补偿标准", "土地管理法第四十七条", "10个工作日内"),
    ("行政许可", "建设工程规划许可", "许可条件、程序、时限和结果", "行政许可法第三十条", "决定后7个工作日内"),
    ("行政处罚", "处罚决定", "有一定社会影响的处罚决定", "行政处罚法第四十八条", "决定后7个工作日内"),
    ("统计数据", "自然资源统计公报", "年度统计公报", "政府信息公开条例第二十条第（四）项", "每年"),
)
POINTS = (
    ("公开本年度规章、行政规范性文件清理结果", 6),
    ("规范征地补偿、城乡规划等重点领域信息公开栏目", 9),
    ("开展政务公开主题日活动", 10),
)


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
        _items(agency)
        _points(agency, today)
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


def _items(agency: Agency) -> None:
    """The sample bureau's list, mapped as the screen proposes."""
    if agency.code != "ch-zrzy":
        return
    items = MakeItemList(
        None, agency, name="自然资源和规划领域公开事项", field="国土空间规划", ground=GROUND
    ).perform()  # fmt: skip
    read = [
        ReadItem("", heading, content, number=f"{number}", subheading=subheading, basis=basis, term=term,
                 fresh_days=366 if "每年" in term else None, body=agency.name, carrier="政府网站")
        for number, (heading, subheading, content, basis, term) in enumerate(ITEMS, 1)
    ]  # fmt: skip
    ImportItems(None, items, read, ground=GROUND).perform()
    found = proposals(items.items.all(), columns_to_choose(agency))
    MapItems(None, items, found, ground=GROUND).perform()


def _points(agency: Agency, today: date) -> None:
    column = ColumnPage.objects.filter(issuer=agency, slug="zt-gzyd").select_related("issuer").first()
    for number, (text, month) in enumerate(POINTS if column and agency.code == "ch" else (), 1):
        SaveWorkPoint(
            None, WorkPoint(column=column), year=today.year, number=number, text=text,
            due_on=date(today.year, month, 30), ground=GROUND,
        ).perform()  # fmt: skip
