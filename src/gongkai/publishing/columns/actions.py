"""Adding, changing, moving and removing columns. Opening, closing and archiving them: `columns.status`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, User
from gongkai.publishing.columns.base import PageAction, plain, told
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.columns.tree import add_below, columns_below, free_slug, home_above
from gongkai.publishing.enums import ColumnView
from gongkai.publishing.guard.words import against, line
from gongkai.publishing.models import BasePage, ColumnPage, PublicationEvent, Record

EDITABLE = (
    "title", "kind", "view", "description", "keywords", "content_class", "key_field", "department", "update_days",
    "publication_days", "template", "item_code", "link", "opens_on", "closes_on",
)  # fmt: skip
"""What a person may say of a column; the rest follows from actions of its own."""
MADE_FROM_OTHERS = frozenset(ColumnView) - {ColumnView.RECORDS, ColumnView.SINGLE}
"""Views of columns that hold no records of their own."""
FIXED_PART = "政府信息公开专栏四个组成部分的名称和顺序全国统一，不能改变。"


class AddColumn(Action[ColumnPage]):
    """Add a column as the last one below a home page or another column.

    `fields` are those of `EDITABLE`.
    """

    kind = "column.added"

    def __init__(
        self, actor: User | None, parent: BasePage, *, today: date, ground: str = "", **fields: Any
    ) -> None:  # fmt: skip
        super().__init__(actor, ground=ground)
        self.parent, self.today = parent, today
        self.fields = fields

    def refusals(self) -> list[str]:
        """A title that no sibling has, and what else `faults_of` finds."""
        if not may_edit(self.actor, self.parent.issuer):
            return [NOT_YOURS]
        if home_above(self.parent) is None:
            return ["栏目只能建在机关网站之下。"]
        made = self._make()
        reasons = faults_of(made, self.parent.issuer)
        if BasePage.objects.child_of(self.parent).filter(title=made.title).exists():
            reasons.append(f"同级已有栏目“{made.title}”。")
        return reasons

    def change(self) -> ColumnPage:
        """Add it; a column that opens later is not shown before."""
        made = add_below(self.parent, self._make)
        told(made)
        return made

    def _make(self) -> ColumnPage:
        return new_column(self.parent, self.today, **self.fields)

    def subject(self, result: ColumnPage) -> str:
        """The new column."""
        return reference_to(result)

    def agency(self, result: ColumnPage) -> Agency | None:
        """The site's agency."""
        return result.issuer

    def payload(self, result: ColumnPage) -> dict[str, Any]:
        """What it is called and where it stands."""
        return {"title": result.title, "below": self.parent.public_id}


class ChangeColumn(PageAction):
    """Change what a column says of itself: any of `EDITABLE`."""

    kind = "column.changed"

    def __init__(self, actor: User | None, column: ColumnPage, *, ground: str = "", **fields: Any) -> None:
        super().__init__(actor, column, ground=ground)
        self.fields = fields
        self.changed: dict[str, list[Any]] = {}

    def refusals(self) -> list[str]:
        """A title that no sibling has; the fixed parts keep their names; what holds records goes on showing them."""
        reasons = super().refusals()
        kept, fields = self.column, self.fields
        if unknown := set(fields) - set(EDITABLE):
            raise TypeError(f"no field of a column that people change: {sorted(unknown)}")
        if kept.part and any(
            fields.get(name, getattr(kept, name)) != getattr(kept, name) for name in ("title", "view")
        ):
            reasons.append(FIXED_PART)
        self.changed = {
            name: [plain(getattr(kept, name)), plain(value)]
            for name, value in fields.items()
            if getattr(kept, name) != value
        }
        for name, value in fields.items():
            setattr(kept, name, value)
        kept.title = kept.title.strip()
        reasons += faults_of(kept, kept.issuer)
        if BasePage.objects.sibling_of(kept, inclusive=False).filter(title=kept.title).exists():
            reasons.append(f"同级已有栏目“{kept.title}”。")
        if kept.view in MADE_FROM_OTHERS and Record.objects.filter(column=kept).exists():
            reasons.append("栏目中已有信息，内容来源只能是信息列表或者单篇信息。")
        if not self.changed and not reasons:
            reasons.append("没有任何改动。")
        return reasons

    def change(self) -> ColumnPage:
        """Save what is new."""
        self.column.save()
        told(self.column)
        return self.column

    def payload(self, result: ColumnPage) -> dict[str, Any]:
        """Each changed field, before and after."""
        return {"changed": self.changed}


class MoveColumn(PageAction):
    """Put a column, with all below it, elsewhere in the same site: before a sibling, or last below another page."""

    kind = "column.moved"

    def __init__(
        self,
        actor: User | None,
        column: ColumnPage,
        *,
        under: BasePage,
        before: BasePage | None = None,
        ground: str = "",
    ) -> None:
        super().__init__(actor, column, ground=ground)
        self.under, self.before = under, before

    def refusals(self) -> list[str]:
        """Not below itself, not into another site, and not among the four fixed parts."""
        reasons = super().refusals()
        column, under = self.column, self.under
        if under.path.startswith(column.path):
            reasons.append("不能移到本栏目自身或者其下级栏目之下。")
        elif home_above(under) != home_above(column):
            reasons.append("只能在本机关的网站内移动。")
        elif column.part or (self.before is not None and getattr(self.before.specific, "part", "")):
            reasons.append(FIXED_PART)
        elif BasePage.objects.child_of(under).exclude(pk=column.pk).filter(title=column.title).exists():
            reasons.append(f"同级已有栏目“{column.title}”。")
        if self.before is not None and self.before.get_parent().pk != under.pk:
            reasons.append("指定的位置不在该栏目之下。")
        return reasons

    def change(self) -> ColumnPage:
        """Move the branch; addresses of its pages follow their numbers and stay as they are."""
        column = cast(ColumnPage, BasePage.objects.get(pk=self.column.pk).specific)
        # An address inside the site has to be free below the new parent.
        if BasePage.objects.child_of(self.under).exclude(pk=column.pk).filter(slug=column.slug).exists():
            column.slug = free_slug(self.under)
            column.save(update_fields=["slug"])
        if self.before is not None:
            column.move(BasePage.objects.get(pk=self.before.pk), pos="left")
        else:
            column.move(BasePage.objects.get(pk=self.under.pk), pos="last-child")
        moved = ColumnPage.objects.get(pk=column.pk)
        told(moved)
        return moved

    def payload(self, result: ColumnPage) -> dict[str, Any]:
        """Below which page, before which."""
        return {"below": self.under.public_id, "before": self.before.public_id if self.before else None}


class RemoveColumn(PageAction):
    """Take away a column that was never used; one with a history is closed instead."""

    kind = "column.removed"

    def refusals(self) -> list[str]:
        """Nothing below it, no record in it, nothing ever published in it."""
        reasons, column = super().refusals(), self.column
        if column.part:
            reasons.append(FIXED_PART)
        if columns_below(column).exists():
            reasons.append("栏目下还有下级栏目。")
        if column.work_points.exists():
            reasons.append("栏目中有工作要点，不能删除，只能停止更新或者归档。")
        if (
            Record.objects.filter(column=column).exists()
            or column.guest_records.exists()
            or PublicationEvent.objects.filter(column=column).exists()
        ):
            reasons.append("栏目中有信息或者发布过信息，不能删除，只能停止更新或者归档。")
        return reasons

    def change(self) -> ColumnPage:
        """Remove the page."""
        column = self.column
        removed = ColumnPage.objects.get(pk=column.pk)
        told(removed)
        BasePage.objects.get(pk=column.pk).specific.delete()
        return column

    def payload(self, result: ColumnPage) -> dict[str, Any]:
        """What it was called."""
        return {"title": result.title}


class CheckedColumn(PageAction):
    """Say that what a column shows was read through today and is right."""

    kind = "column.checked"

    def __init__(self, actor: User | None, column: ColumnPage, *, today: date, ground: str = "") -> None:
        super().__init__(actor, column, ground=ground)
        self.today = today

    def change(self) -> ColumnPage:
        """Set the day."""
        ColumnPage.objects.filter(pk=self.column.pk).update(checked_on=self.today)
        self.column.checked_on = self.today
        told(self.column)
        return self.column


def new_column(parent: BasePage, today: date, *, title: str, slug: str = "", **fields: Any) -> ColumnPage:
    """A column as it would stand below a page, not saved; one that opens later is not shown before.

    What its page has to say of itself in its tags (网页标签规范: description and keywords) is filled in where it is not
    given.
    """
    made = ColumnPage(title=title.strip(), slug=slug or free_slug(parent), issuer=parent.issuer, **fields)
    made.description = made.description or f"{made.issuer}{made.title}"
    made.keywords = made.keywords or made.title
    made.live = made.opens_on is None or made.opens_on <= today
    made.first_published_at = timezone.now() if made.live else None
    return made


def faults_of(column: ColumnPage, agency: Agency | None) -> list[str]:
    """What is wrong with a column as it would be saved, in sentences."""
    reasons = against(agency, [line(_NAMES[name], getattr(column, name)) for name in _READ])
    if column.department and column.department.agency_id != (agency.pk if agency else None):
        reasons.append("责任单位不是本机关的内设机构。")
    if column.template and column.template.agency_id not in (None, agency.pk if agency else None):
        reasons.append("信息模板不是本机关可以使用的。")
    if column.template and column.template.retired_on:
        reasons.append("信息模板已停用。")
    if column.view == ColumnView.LINK and not column.link:
        reasons.append("链接栏目要填写链接地址。")
    try:
        column.clean_fields(exclude=_NOT_ASKED)
        column.validate_constraints()
    except ValidationError as error:
        reasons += _sentences(error.message_dict)
    return reasons


_READ = ("title", "description", "keywords", "key_field", "item_code", "link")
"""Of a column the public reads these, in its page or in its tags."""
_NOT_ASKED = [field.name for field in ColumnPage._meta.get_fields() if field.name not in EDITABLE]


_NAMES = {field.name: str(getattr(field, "verbose_name", field.name)) for field in ColumnPage._meta.get_fields()} | {
    "title": "栏目名称"
}


def _sentences(found: Mapping[str, list[str]]) -> list[str]:
    return [f"{_NAMES[name]}：{text}" if name in _NAMES else text for name, texts in found.items() for text in texts]
