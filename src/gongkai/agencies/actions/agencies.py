"""Making, renaming, moving and abolishing authorities: the system administrator's work."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.calendar import announce_move, hold
from gongkai.agencies.enums import Administrator, Kind, Level, NameKind
from gongkai.agencies.models import CODE_PATTERN, CODE_RULE, Agency, AgencyName, Department, User
from gongkai.agencies.names import clean_name

_MAX_PATH = Agency._meta.get_field("path").max_length or 0


def may_edit_agencies(actor: User | None) -> bool:
    """Whether this person keeps the list of authorities: the system administrator, or the command line."""
    return actor is None or (actor.is_active and actor.administrator == Administrator.SYSTEM)


class _AgencyAction(Action[Agency]):
    """A change of an agency that exists."""

    def __init__(self, actor: User | None, agency: Agency, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.record = agency

    def refusals(self) -> list[str]:
        """Only the system administrator."""
        return [] if may_edit_agencies(self.actor) else [NOT_YOURS]

    def subject(self, result: Agency) -> str:
        """The agency."""
        return reference_to(result)

    def agency(self, result: Agency) -> Agency:
        """The agency's own chain."""
        return result


class CreateAgency(Action[Agency]):
    """Make an authority."""

    kind = "agency.created"

    def __init__(
        self,
        actor: User | None,
        *,
        code: str,
        name: str,
        short_name: str = "",
        parent: Agency | None = None,
        level: str = Level.COUNTY,
        kind_of_body: str = Kind.DEPARTMENT,
        ground: str = "",
    ) -> None:
        super().__init__(actor, ground=ground)
        self.record = Agency(
            code=code,
            name=clean_name(name),
            short_name=clean_name(short_name),
            parent=parent,
            level=level,
            kind=kind_of_body,
        )

    def refusals(self) -> list[str]:
        """Code and name must be proper and not in use; the path must fit."""
        new, reasons = self.record, []
        if not may_edit_agencies(self.actor):
            reasons.append(NOT_YOURS)
        if not re.match(CODE_PATTERN, new.code):
            reasons.append(CODE_RULE)
        elif Agency.objects.filter(code=new.code).exists():
            reasons.append(f"机关代码 {new.code} 已被使用。")
        reasons += _name_refusals(new.name)
        if len(new.path_below(new.parent)) > _MAX_PATH:
            reasons.append("上下级层次过多。")
        return reasons

    def change(self) -> Agency:
        """Save it below its parent."""
        self.record.path = self.record.path_below(self.record.parent)
        self.record.save(force_insert=True)
        return self.record

    def subject(self, result: Agency) -> str:
        """The new agency."""
        return reference_to(result)

    def agency(self, result: Agency) -> Agency:
        """The new agency's own chain begins with this."""
        return result

    def payload(self, result: Agency) -> dict[str, Any]:
        """Its name and place, which are public."""
        return {"name": result.name, "parent": result.parent.code if result.parent else None}


class RenameAgency(_AgencyAction):
    """Give an agency a new full or short name; the old one stays known with its last day."""

    kind = "agency.renamed"

    def __init__(
        self,
        actor: User | None,
        agency: Agency,
        *,
        on: date,
        name: str | None = None,
        short_name: str | None = None,
        ground: str = "",
    ) -> None:
        super().__init__(actor, agency, ground=ground)
        self.on = on
        self.was = {"name": agency.name, "short_name": agency.short_name}
        self.name = agency.name if name is None else clean_name(name)
        self.short_name = agency.short_name if short_name is None else clean_name(short_name)

    def refusals(self) -> list[str]:
        """The new full name must be free, and something must be new."""
        reasons = super().refusals()
        if self.name != self.record.name:
            reasons += _name_refusals(self.name)
        elif self.short_name == self.record.short_name:
            reasons.append("新名称与原名称相同。")
        return reasons

    def change(self) -> Agency:
        """Keep the old names, set the new ones."""
        agency = self.record
        for kind, old, new in (
            (NameKind.FULL, agency.name, self.name),
            (NameKind.SHORT, agency.short_name, self.short_name),
        ):
            if old and old != new:
                AgencyName.objects.create(agency=agency, name=old, kind=kind, valid_until=self.on)
        agency.name, agency.short_name = self.name, self.short_name
        agency.save(update_fields=["name", "short_name"])
        return agency

    def payload(self, result: Agency) -> dict[str, Any]:
        """Old and new names."""
        return {"from": self.was, "to": {"name": result.name, "short_name": result.short_name}, "on": f"{self.on}"}


class CorrectAgency(_AgencyAction):
    """Correct what an agency was entered as: its level and its nature. What was made by them before stays as it is."""

    kind = "agency.corrected"

    def __init__(
        self, actor: User | None, agency: Agency, *, level: str, kind_of_body: str, ground: str = ""
    ) -> None:  # fmt: skip
        super().__init__(actor, agency, ground=ground)
        self.was = {"level": agency.level, "kind": agency.kind}
        self.now = {"level": level, "kind": kind_of_body}

    def refusals(self) -> list[str]:
        """Known values, something new, and a ground: such a slip is mended rarely and is asked about later."""
        reasons = super().refusals()
        if self.now["level"] not in Level.values or self.now["kind"] not in Kind.values:
            reasons.append("没有这种层级或者性质。")
        elif self.now == self.was:
            reasons.append("层级和性质与原来相同。")
        if not self.ground.strip():
            reasons.append("请填写更正的理由。")
        return reasons

    def change(self) -> Agency:
        """Set both."""
        self.record.level, self.record.kind = self.now["level"], self.now["kind"]
        self.record.save(update_fields=["level", "kind"])
        return self.record

    def payload(self, result: Agency) -> dict[str, Any]:
        """Before and after."""
        return {"from": self.was, "to": self.now}


class AddFormerName(_AgencyAction):
    """Record a name that the agency had before it was entered here."""

    kind = "agency.former_name_added"

    def __init__(
        self,
        actor: User | None,
        agency: Agency,
        *,
        name: str,
        name_kind: str = NameKind.FULL,
        valid_from: date | None = None,
        valid_until: date | None = None,
        ground: str = "",
    ) -> None:
        super().__init__(actor, agency, ground=ground)
        self.former = AgencyName(
            agency=agency, name=clean_name(name), kind=name_kind, valid_from=valid_from, valid_until=valid_until
        )

    def refusals(self) -> list[str]:
        """A name, its dates in order, not known already."""
        reasons, former = super().refusals(), self.former
        if not former.name:
            reasons.append("名称不能为空。")
        if former.valid_from and former.valid_until and former.valid_until < former.valid_from:
            reasons.append("曾用名的停用日期不能早于启用日期。")
        if self.record.former_names.filter(name=former.name).exists():
            reasons.append(f"“{former.name}”已登记为曾用名。")
        return reasons

    def change(self) -> Agency:
        """Save the name."""
        self.former.save(force_insert=True)
        return self.record

    def payload(self, result: Agency) -> dict[str, Any]:
        """The name."""
        return {"name": self.former.name}


class MoveAgency(_AgencyAction):
    """Put an agency, with all units below it, under another parent."""

    kind = "agency.moved"

    def __init__(self, actor: User | None, agency: Agency, *, parent: Agency | None, ground: str = "") -> None:
        super().__init__(actor, agency, ground=ground)
        self.parent = parent

    def perform(self) -> Agency:
        """As every action; then whoever counts days is told: other local days of rest may hold in the new place."""
        with transaction.atomic():
            hold()
            was = self.record.path
            moved = super().perform()
            announce_move(was, moved.path)
        return moved

    def refusals(self) -> list[str]:
        """Not under itself or one of its own units, and no path may become too long."""
        reasons, agency, parent = super().refusals(), self.record, self.parent
        if parent and parent.path.startswith(agency.path):
            reasons.append("不能移到本机关或其下级机关之下。")
        else:
            growth = len(agency.path_below(parent)) - len(agency.path)
            if any(len(unit.path) + growth > _MAX_PATH for unit in Agency.objects.below(agency)):
                reasons.append("上下级层次过多。")
        return reasons

    def change(self) -> Agency:
        """Set the parent and write the paths of the whole branch anew."""
        agency, old = self.record, self.record.path
        new = agency.path_below(self.parent)
        branch = list(Agency.objects.below(agency))
        for unit in branch:
            unit.path = new + unit.path.removeprefix(old)
        Agency.objects.bulk_update(branch, ["path"])
        agency.parent, agency.path = self.parent, new
        agency.save(update_fields=["parent", "path"])
        return agency

    def payload(self, result: Agency) -> dict[str, Any]:
        """The new parent."""
        return {"parent": result.parent.code if result.parent else None}


class AbolishAgency(_AgencyAction):
    """Note that an agency no longer exists; its records stay."""

    kind = "agency.abolished"

    def __init__(self, actor: User | None, agency: Agency, *, on: date, ground: str = "") -> None:
        super().__init__(actor, agency, ground=ground)
        self.on = on

    def refusals(self) -> list[str]:
        """Once only."""
        return super().refusals() + (["该机关已撤销。"] if self.record.abolished_on else [])

    def change(self) -> Agency:
        """Set the day."""
        self.record.abolished_on = self.on
        self.record.save(update_fields=["abolished_on"])
        return self.record

    def payload(self, result: Agency) -> dict[str, Any]:
        """The day."""
        return {"on": f"{self.on}"}


class AddDepartment(_AgencyAction):
    """Make a department inside an agency."""

    kind = "agency.department_added"

    def __init__(self, actor: User | None, agency: Agency, *, name: str, ground: str = "") -> None:
        super().__init__(actor, agency, ground=ground)
        self.department = Department(agency=agency, name=clean_name(name))

    def refusals(self) -> list[str]:
        """A name that the agency has not yet."""
        reasons = super().refusals()
        if not self.department.name:
            reasons.append("名称不能为空。")
        elif self.record.departments.filter(name=self.department.name).exists():
            reasons.append(f"该机关已有内设机构“{self.department.name}”。")
        return reasons

    def change(self) -> Agency:
        """Save it."""
        self.department.save(force_insert=True)
        return self.record

    def payload(self, result: Agency) -> dict[str, Any]:
        """Its name."""
        return {"department": self.department.name}


def _name_refusals(name: str) -> list[str]:
    if not name:
        return ["名称不能为空。"]
    if Agency.objects.filter(name=name).exists():
        return [f"已有名为“{name}”的机关。"]
    return []
