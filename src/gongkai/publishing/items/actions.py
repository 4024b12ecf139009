"""Changes of lists of items: made, taken in from a file, edited, mapped to columns."""

from __future__ import annotations

from abc import ABC
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, User
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.items.reading import ReadItem
from gongkai.publishing.models import ColumnPage, DisclosureItem, ItemList

READ = (
    "number", "heading", "subheading", "content", "basis", "term", "term_days", "fresh_days", "body", "carrier",
    "audience", "manner",
)  # fmt: skip
"""What a file, or a person on screen, says of an item."""


class MakeItemList(Action[ItemList]):
    """Begin a list: the agency's own, or the standard of a field."""

    kind = "items.list_made"

    def __init__(
        self, actor: User | None, agency: Agency, *, name: str, field: str = "", standard: str = "", ground: str = ""
    ) -> None:
        super().__init__(actor, ground=ground)
        self.record = ItemList(agency=agency, name=name.strip(), field=field.strip(), standard=standard.strip())

    def refusals(self) -> list[str]:
        """A name that the agency's lists have not yet."""
        if not may_edit(self.actor, self.record.agency):
            return [NOT_YOURS]
        if ItemList.objects.filter(agency=self.record.agency, name=self.record.name).exists():
            return [f"已有清单“{self.record.name}”。"]
        return faults(self.record)

    def change(self) -> ItemList:
        """Save it."""
        self.record.save(force_insert=True)
        return self.record

    def subject(self, result: ItemList) -> str:
        """The list."""
        return reference_to(result)

    def agency(self, result: ItemList) -> Agency:
        """Whose list it is."""
        return result.agency

    def payload(self, result: ItemList) -> dict[str, Any]:
        """Its name."""
        return {"name": result.name}


class _ListAction(Action[Any], ABC):
    """A change inside a list."""

    def __init__(self, actor: User | None, items: ItemList, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.list = items

    def refusals(self) -> list[str]:
        """Only who keeps the agency's columns."""
        return [] if may_edit(self.actor, self.list.agency) else [NOT_YOURS]

    def subject(self, result: Any) -> str:
        """The list."""
        return reference_to(self.list)

    def agency(self, result: Any) -> Agency:
        """Whose list it is."""
        return self.list.agency


@dataclass(frozen=True)
class Taken:
    """What an import did, or would do."""

    added: int
    changed: int
    same: int
    missing: int
    """Items of the list that the file has not; they stay."""


class ImportItems(_ListAction):
    """Take in what a file holds: new items are added, known ones brought up to date, none is removed.

    An item is known again by its headings, and among several with the same by their order. So the same file a second
    time changes nothing; the mapping to columns stays.
    """

    kind = "items.imported"

    def __init__(
        self, actor: User | None, items: ItemList, read: Sequence[ReadItem], *, ground: str = ""
    ) -> None:  # fmt: skip
        super().__init__(actor, items, ground=ground)
        self.read = read
        self.taken = Taken(0, 0, 0, 0)

    def compare(self) -> tuple[list[DisclosureItem], list[DisclosureItem], Taken]:
        """Which items would be new, which would change, and how many of each. One query."""
        known = dict(_numbered((item.heading, item.subheading, item) for item in self.list.items.order_by("pk")))
        new, changed, same = [], [], 0
        for key, read in _numbered((item.heading, item.subheading, item) for item in self.read):
            item = known.pop(key, None)
            said = {name: getattr(read, name) for name in READ}
            if item is None:
                new.append(DisclosureItem(items=self.list, **said))
            elif any(getattr(item, name) != value for name, value in said.items() if not _keeps(name, value)):
                for name, value in said.items():
                    if not _keeps(name, value):
                        setattr(item, name, value)
                changed.append(item)
            else:
                same += 1
        return new, changed, Taken(len(new), len(changed), same, len(known))

    def change(self) -> Taken:
        """Add and update."""
        new, changed, self.taken = self.compare()
        DisclosureItem.objects.bulk_create(new, batch_size=200)
        DisclosureItem.objects.bulk_update(changed, READ, batch_size=100)
        return self.taken

    def payload(self, result: Taken) -> dict[str, Any]:
        """How many."""
        return {"added": result.added, "changed": result.changed, "same": result.same}


def _keeps(name: str, value: Any) -> bool:
    """Whether an item keeps what a person has entered, since the file says nothing of it."""
    return name == "fresh_days" and value is None


def _numbered(rows: Any) -> list[tuple[tuple[str, str, int], Any]]:
    """Each row under its headings and its place among those with the same."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for heading, subheading, row in rows:
        seen[heading, subheading] += 1
        found.append(((heading, subheading, seen[heading, subheading]), row))
    return found


class SaveItem(_ListAction):
    """Add an item, or change one: any of `READ` and its column."""

    kind = "items.changed"

    def __init__(
        self, actor: User | None, items: ItemList, item: DisclosureItem | None, *, ground: str = "", **fields: Any
    ) -> None:
        super().__init__(actor, items, ground=ground)
        if unknown := set(fields) - {*READ, "column"}:
            raise TypeError(f"no field of an item: {sorted(unknown)}")
        self.item = item or DisclosureItem(items=items)
        self.changed = [name for name, value in fields.items() if getattr(self.item, name) != value]
        self.fields = fields

    def refusals(self) -> list[str]:
        """Headings and content; a column of the agency's own site, or of a unit's."""
        for name, value in self.fields.items():
            setattr(self.item, name, value)
        reasons = super().refusals() + faults(self.item)
        if self.item.column and not _within(self.list.agency, self.item.column):
            reasons.append("栏目不是本机关或者下级机关的。")
        return reasons or ([] if self.changed else ["没有任何改动。"])

    def change(self) -> DisclosureItem:
        """Save it."""
        self.item.save()
        return self.item

    def payload(self, result: DisclosureItem) -> dict[str, Any]:
        """Which item, and what of it."""
        return {"item": result.public_id, "changed": self.changed}


class RemoveItem(_ListAction):
    """Take an item off its list."""

    kind = "items.removed"

    def __init__(self, actor: User | None, item: DisclosureItem, *, ground: str = "") -> None:
        super().__init__(actor, item.items, ground=ground)
        self.item = item
        self.name = str(item)

    def change(self) -> DisclosureItem:
        """Delete the row; the ledger keeps its name."""
        self.item.delete()
        return self.item

    def payload(self, result: DisclosureItem) -> dict[str, Any]:
        """What it was called."""
        return {"name": self.name}


class MapItems(_ListAction):
    """Say for several items at once in which column each is found; None takes the mapping away."""

    kind = "items.mapped"

    def __init__(
        self,
        actor: User | None,
        items: ItemList,
        columns: Mapping[DisclosureItem, ColumnPage | None],
        *,
        ground: str = "",
    ) -> None:
        super().__init__(actor, items, ground=ground)
        self.columns = columns

    def refusals(self) -> list[str]:
        """Items of this list, columns of the agency's own site or of a unit's, and something new."""
        reasons = super().refusals()
        if any(item.items_id != self.list.pk for item in self.columns):
            reasons.append("有的事项不在这份清单中。")
        foreign = {column.title for column in self.columns.values() if column and not _within(self.list.agency, column)}
        if foreign:
            reasons.append(f"这些栏目不是本机关或者下级机关的：{'、'.join(sorted(foreign))}。")
        if not any(item.column_id != (column.pk if column else None) for item, column in self.columns.items()):
            reasons.append("没有任何改动。")
        return reasons

    def change(self) -> int:
        """Set them. Returns how many are new."""
        changed = []
        for item, column in self.columns.items():
            if item.column_id != (column.pk if column else None):
                item.column = column
                changed.append(item)
        DisclosureItem.objects.bulk_update(changed, ["column"], batch_size=200)
        return len(changed)

    def payload(self, result: int) -> dict[str, Any]:
        """How many."""
        return {"mapped": result}


def faults(record: ItemList | DisclosureItem) -> list[str]:
    """What is wrong with a row's own fields, in sentences."""
    try:
        record.clean_fields(exclude=["agency", "items", "column"])
    except ValidationError as error:
        names = {field.name: field.verbose_name for field in record._meta.fields}
        return [f"{names[name]}：{text}" for name, texts in error.message_dict.items() for text in texts]
    return []


def _within(agency: Agency, column: ColumnPage) -> bool:
    return column.issuer is not None and column.issuer.path.startswith(agency.path)
