"""Lists of items: read from spreadsheets as they are kept, taken in once, mapped, watched, and written out again."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sheets import sheets
from gongkai.publishing.items.actions import ImportItems, MakeItemList, MapItems, RemoveItem, SaveItem, Taken
from gongkai.publishing.items.queries import EMPTY, STALE, UNMAPPED, export_items, lists_of, proposals, unserved
from gongkai.publishing.items.reading import ReadItem, read_items
from gongkai.publishing.models import DisclosureItem, ItemList
from gongkai.publishing.tests.factories import column_of

TODAY = date(2026, 3, 2)


def as_xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(*rows):
    return read_items(sheets(as_xlsx(*rows), "清单.xlsx"))


STANDARD = (
    ["某领域基层政务公开标准目录"],
    ["序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "",
     "公开方式", "", "公开层级", ""],
    ["", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群体（请写明）",
     "主动", "依申请公开", "县级", "乡级"],
    ["1", "规划计划", "国土空间规划", "规划文本", "城乡规划法", "形成之日起20个工作日内", "局",
     "■政府网站  □政府公报 ■公开栏", "√", "", "√", "", "√", ""],
    ["2", "", "年度计划", "计划", "条例", "每年1月31日前", "局", "政府网站", "", "被征地农民", "", "√", "√", ""],
    ["3", "征地", "", "征地公告", "", "7个工作日", "局", "", "√", "", "√", "", "", "√"],
    ["备注：本目录由某局编制", "", "", ""],
)  # fmt: skip


def test_a_standard_is_read_with_merged_cells_ticks_and_boxes():
    found = read(*STANDARD)
    assert not found.problems
    first, second, third = found.items
    assert (first.heading, first.subheading, first.term_days, first.carrier) == (
        "规划计划", "国土空间规划", 20, "政府网站、公开栏",
    )  # fmt: skip
    assert (second.heading, second.subheading, second.fresh_days) == ("规划计划", "年度计划", 366)
    assert (second.audience, second.manner) == ("特定群体：被征地农民", "依申请公开")
    assert (third.heading, third.subheading, third.term_days) == ("征地", "", 7)
    assert ("公开内容（要素）", "公开内容（要素）") in found.understood
    assert "县级" in found.others


def test_what_cannot_be_taken_in_is_named_by_its_line():
    found = read(["一级事项", "公开内容"], ["事" * 101, "内容"], ["规划", ""], ["可以", "内容"])
    assert found.problems == ["工作表“Sheet”第2行“一级事项”超过100字。", "工作表“Sheet”第3行：没有公开内容。"]
    with pytest.raises(UnusableDocument, match="没有找到表头"):
        read(["甲", "乙"], ["1", "2"])


@pytest.fixture
def listed(db):
    agency = AgencyFactory()
    editor = MembershipFactory(agency=agency, role=Role.EDITOR).user
    return editor, MakeItemList(editor, agency, name="本机关清单").perform()


def test_the_same_file_twice_changes_nothing_and_a_new_one_keeps_the_mapping(listed):
    editor, items = listed
    found = read(*STANDARD)
    assert ImportItems(editor, items, found.items).perform() == Taken(3, 0, 0, 0)
    assert ImportItems(editor, items, found.items).perform() == Taken(0, 0, 3, 0)
    item = items.items.get(subheading="国土空间规划")
    MapItems(editor, items, {item: column_of(items.agency)}).perform()
    newer = [ReadItem("", "规划计划", "新的要素", subheading="国土空间规划")]
    assert ImportItems(editor, items, newer).perform() == Taken(0, 1, 0, 2)
    item.refresh_from_db()
    assert (item.content, item.column is not None, items.items.count()) == ("新的要素", True, 3)


def test_others_change_no_list(listed):
    _, items = listed
    stranger = MembershipFactory(role=Role.EDITOR).user
    item = DisclosureItem.objects.create(items=items, heading="规划", content="要素")
    for action in (
        ImportItems(stranger, items, []),
        SaveItem(stranger, items, item, content="改"),
        RemoveItem(stranger, item),
        MapItems(stranger, items, {item: None}),
        MakeItemList(stranger, items.agency, name="另一份"),
    ):
        with pytest.raises(Refused, match="没有此项权限"):
            action.perform()


def test_an_item_is_edited_and_a_foreign_column_refused(listed):
    editor, items = listed
    item = SaveItem(editor, items, None, heading="规划", content="要素", column=column_of(items.agency)).perform()
    with pytest.raises(Refused, match="不是本机关"):
        SaveItem(editor, items, item, column=column_of(AgencyFactory())).perform()
    with pytest.raises(Refused, match="一级事项"):
        SaveItem(editor, items, None, heading="", content="要素").perform()
    RemoveItem(editor, item).perform()
    assert not items.items.exists()


def test_items_without_fresh_records_are_listed(listed, django_assert_num_queries):
    _, items = listed
    agency = items.agency
    now = datetime(2026, 3, 2, 3, tzinfo=UTC)
    old = column_of(agency, "旧", newest_at=now - timedelta(days=100))
    empty = column_of(agency, "空")
    leaders = column_of(agency, "领导", view="leaders")

    def item(name, column, fresh=None):
        DisclosureItem.objects.create(items=items, heading=name, content="要素", column=column, fresh_days=fresh)

    item("没有栏目", None)
    item("空栏目", empty)
    item("过期", old, 99)
    item("没过期", old, 100)
    item("何时都行", old)
    item("自动", leaders)
    with django_assert_num_queries(2):
        found = [it.heading for it in unserved(DisclosureItem.objects.filter(items=items), TODAY)]
    assert found == ["没有栏目", "空栏目", "过期"]
    for state, name in ((UNMAPPED, "没有栏目"), (EMPTY, "空栏目"), (STALE, "过期")):
        assert [it.heading for it in unserved(items.items.all(), TODAY, state)] == [name]
    ItemList.objects.create(agency=agency, name="空清单")
    with django_assert_num_queries(2):
        counts = {it.name: (it.number, it.mapped, it.unserved) for it in lists_of([agency], TODAY)}
    assert counts == {"本机关清单": (6, 5, 3), "空清单": (0, 0, 0)}


def test_columns_are_proposed_by_name(db):
    agency = AgencyFactory()
    plan, budget = column_of(agency, "规划计划"), column_of(agency, "财政预算决算")
    column_of(agency, "通知公告")
    items = ItemList.objects.create(agency=agency, name="清单")
    rows = [
        DisclosureItem(items=items, heading="规划计划", subheading="年度计划", content="x"),
        DisclosureItem(items=items, heading="财政信息", subheading="部门预算决算", content="x"),
        DisclosureItem(items=items, heading="食品抽检", content="x"),
    ]
    for row in rows:
        row.save()
    found = proposals(rows, [plan, budget])
    assert found == {rows[0]: plan, rows[1]: budget}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(alphabet="=+-@规划1 \"',\t", min_size=1, max_size=12), min_size=1, max_size=4))
def test_an_export_starts_no_formula_whatever_an_item_says(texts):
    from gongkai.publishing.items.reading import EXPORTED
    from gongkai.reports.writing.spreadsheet import write_list

    data = write_list("清单", [(known.label, 10) for known in EXPORTED], [texts], "xlsx")
    cells = [cell for row in load_workbook(BytesIO(data)).active.iter_rows(min_row=2) for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_an_export_is_read_again_as_it_was(listed):
    editor, items = listed
    ImportItems(editor, items, read(*STANDARD).items).perform()
    again = read_items(sheets(export_items(items, TODAY), "x.xlsx"))
    assert ImportItems(editor, items, again.items).perform() == Taken(0, 0, 3, 0)
