"""The blocks of which a home page is composed. What a block shows is asked for by the page that draws it.

The entry for applications is on every home page, drawn by the page's frame; the block only says where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from wagtail import blocks

COLUMN_MODEL = "publishing.ColumnPage"
MOST_ROWS = 12
CHOOSE = ("", "请选择栏目")
_OWN_OR_WEB = RegexValidator(r"^(https?://|/(?!/))", "请填写以 http://、https:// 或者 / 开头的地址。")


class ColumnBlock(blocks.PageChooserBlock):
    """A column, chosen from a plain list: stored as Wagtail's chooser of pages stores it, without its screens.

    The list is that of the site that is composed; see `offering`.
    """

    @cached_property
    def widget(self) -> forms.Select:
        """A select."""
        return forms.Select(attrs={"aria-label": "栏目"})

    @cached_property
    def field(self) -> forms.ModelChoiceField:
        """Its field: it asks for no list of all columns, which `offering` gives it."""
        field = super().field
        field.widget.choices = [CHOOSE]
        return field

    def get_form_state(self, value: Any) -> Any:
        """What the select has chosen, as Wagtail's scripts ask it of selects."""
        return self.field.widget.format_value(value.pk if value else None)

    def deconstruct(self) -> Any:
        """The same to migrations as the block that it stores like."""
        _, arguments, named = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", arguments, named


def _column(**more: Any) -> ColumnBlock:
    return ColumnBlock(target_model=COLUMN_MODEL, label="栏目", **more)


class _Titled(blocks.StructBlock):
    """A block with a heading that may be left out."""

    title = blocks.CharBlock(label="标题", required=False, max_length=40)


class LatestBlock(_Titled):
    """The newest of one or several columns, as one list."""

    columns = blocks.ListBlock(_column(), label="栏目", min_num=1, max_num=6)
    rows = blocks.IntegerBlock(label="条数", default=6, min_value=1, max_value=MOST_ROWS)

    class Meta:
        label = "最新信息"
        icon = "list-ul"


class SideBySideBlock(blocks.StructBlock):
    """Several columns beside each other, each with its own list."""

    columns = blocks.ListBlock(_column(), label="栏目", min_num=2, max_num=4)
    rows = blocks.IntegerBlock(label="每栏条数", default=6, min_value=1, max_value=MOST_ROWS)

    class Meta:
        label = "栏目并列"
        icon = "table"


class LinkBlock(blocks.StructBlock):
    """A link to a column, or to an address."""

    text = blocks.CharBlock(label="文字", max_length=40)
    column = _column(required=False)
    address = blocks.CharBlock(label="网址", required=False, max_length=300, validators=[_OWN_OR_WEB])
    note = blocks.CharBlock(label="说明", required=False, max_length=60)

    def clean(self, value: Any) -> Any:
        """Leads to one place."""
        cleaned = super().clean(value)
        if bool(cleaned["column"]) == bool(cleaned["address"]):
            wrong = ValidationError("请在栏目和网址中填写一项。")
            raise blocks.StructBlockValidationError(block_errors={"address": wrong})
        return cleaned

    class Meta:
        label = "链接"
        icon = "link"


class LinksBlock(_Titled):
    """Links that are used often, as services."""

    links = blocks.ListBlock(LinkBlock(), label="链接", min_num=1, max_num=24)

    class Meta:
        label = "链接"
        icon = "link"


class NoticeBlock(_Titled):
    """A few words of our own."""

    text = blocks.RichTextBlock(label="文字", features=["bold", "link", "ol", "ul"], max_length=1_000)

    class Meta:
        label = "公告文字"
        icon = "info-circle"


class FigureBlock(blocks.StructBlock):
    """A figure with what it means and where it comes from."""

    value = blocks.CharBlock(label="数字", max_length=20)
    label = blocks.CharBlock(label="含义", max_length=30)
    source = blocks.CharBlock(label="来源", required=False, max_length=60)

    class Meta:
        label = "数字"
        icon = "order"


class FiguresBlock(_Titled):
    """Key figures side by side."""

    figures = blocks.ListBlock(FigureBlock(), label="数字", min_num=1, max_num=6)

    class Meta:
        label = "关键数字"
        icon = "order"


class LibraryBlock(_Titled):
    """The newest documents of the library."""

    rows = blocks.IntegerBlock(label="条数", default=6, min_value=1, max_value=MOST_ROWS)

    class Meta:
        label = "最新文件"
        icon = "doc-full"


class ApplicationBlock(_Titled):
    """Where the entry for applications stands."""

    text = blocks.CharBlock(label="说明", required=False, max_length=100)

    class Meta:
        label = "依申请公开入口"
        icon = "mail"


class TopicsBlock(_Titled):
    """The topic columns that are open."""

    rows = blocks.IntegerBlock(label="个数", default=6, min_value=1, max_value=MOST_ROWS)

    class Meta:
        label = "专题专栏"
        icon = "folder-open-inverse"


class HomeBlocks(blocks.StreamBlock):
    """What a home page is composed of."""

    latest = LatestBlock()
    side_by_side = SideBySideBlock()
    links = LinksBlock()
    notice = NoticeBlock()
    figures = FiguresBlock()
    library = LibraryBlock()
    application = ApplicationBlock()
    topics = TopicsBlock()

    class Meta:
        max_num = 20
        block_counts = {"application": {"max_num": 1}, "library": {"max_num": 1}, "topics": {"max_num": 1}}


@dataclass(frozen=True)
class Said:
    """What one field of a block says, under the names that people know it by."""

    field: str
    text: str
    html: bool = False
    typed: bool = True
    """Whether a person wrote the words: not a number, nor the title of a column."""


@dataclass(frozen=True)
class Outlined:
    """A block in words: everything in it that the public reads."""

    kind: str
    number: int
    said: tuple[Said, ...]

    @property
    def title(self) -> str:
        """How people find it."""
        return f"首页第{self.number}块（{self.kind}）"


def outline(body: Any) -> list[Outlined]:
    """The blocks of a home page with all that they say: no field can be left out, as none is named here."""
    return [
        Outlined(str(part.block.label), number, tuple(_said(part.block, part.value)))
        for number, part in enumerate(body, 1)
    ]


def _said(block: blocks.Block, value: Any) -> Iterator[Said]:
    label = str(block.label or "")
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _said(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for each in value:
            for said in _said(block.child_block, each):
                yield replace(said, field=said.field or label)
    elif isinstance(block, ColumnBlock):
        if value:
            yield Said(label, value.title, typed=False)
    elif isinstance(block, blocks.RichTextBlock):
        if value and value.source:
            yield Said(label, value.source, html=True)
    elif value not in (None, ""):
        yield Said(label, str(value), typed=isinstance(value, str))


def offering(columns: Iterable[tuple[int, str]]) -> HomeBlocks:
    """The blocks with these columns, each with its name, to choose from."""
    choices = [CHOOSE, *columns]
    made = deepcopy(HomeBlocks())
    for block in _column_blocks(made):
        block.field.widget.choices = choices
    return made


def _column_blocks(block: blocks.Block) -> Iterator[ColumnBlock]:
    if isinstance(block, ColumnBlock):
        yield block
    elif isinstance(block, blocks.ListBlock):
        yield from _column_blocks(block.child_block)
    elif isinstance(block, blocks.StructBlock | blocks.StreamBlock):
        for child in block.child_blocks.values():
            yield from _column_blocks(child)


def columns_in(body: Any) -> set[int]:
    """The keys of all columns that the blocks of a home page name, from the raw data: no query."""
    return {key for block in body.raw_data for key in _keys(block["type"], block["value"])}


def _keys(kind: str, value: Any) -> list[int]:
    if kind in ("latest", "side_by_side"):
        return [_plain(each) for each in value.get("columns", []) if _plain(each)]
    if kind == "links":
        links = [_plain(each) for each in value.get("links", [])]
        return [link["column"] for link in links if link.get("column")]
    return []


def _plain(each: Any) -> Any:
    """A list's element, which newer data wraps with an id."""
    return each["value"] if isinstance(each, dict) and set(each) >= {"type", "value"} else each
