"""概况、机构职能、领导信息: what an agency says of itself, each part with the day on which it was last read through."""

from __future__ import annotations

from abc import ABC
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, AgencyProfile, Leader, User
from gongkai.ledger.actions import reference
from gongkai.publishing.columns.base import told
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.enums import ColumnView
from gongkai.publishing.guard.parts import Part
from gongkai.publishing.guard.words import against, line, office_telephone
from gongkai.publishing.models import ColumnPage

CHECK_EVERY = timedelta(days=365)
"""After this a profile that nobody has read through stands on the list: wrong or stale ones are marked down by the
inspection indicators, which name no term; the year is ours."""
PROFILE_FIELDS = ("overview", "functions", "address", "hours", "phone", "postcode")
LEADER_FIELDS = ("name", "post", "duties", "number", "since", "until")
_VIEWS = (ColumnView.OVERVIEW, ColumnView.FUNCTIONS, ColumnView.LEADERS, ColumnView.GUIDE)


def profile_of(agency: Agency) -> AgencyProfile:
    """What the agency says of itself; empty, and not saved, where it has said nothing yet."""
    try:
        return agency.profile
    except AgencyProfile.DoesNotExist:
        return AgencyProfile(agency=agency)


def current_leaders(agency: Agency, today: date) -> QuerySet[Leader]:
    """The heads who are in office today, in the order in which they are listed."""
    return Leader.objects.filter(Q(until__isnull=True) | Q(until__gte=today), agency=agency).order_by("number", "id")


def unchecked(agencies: QuerySet[Agency] | list[Agency], today: date) -> tuple[QuerySet[Agency], QuerySet[Leader]]:
    """The agencies whose profile, and the heads in office whose entry, nobody has read through for a year."""
    before = today - CHECK_EVERY
    old = Q(profile__isnull=True) | Q(profile__checked_on__isnull=True) | Q(profile__checked_on__lt=before)
    found = Agency.objects.filter(old, pk__in=[agency.pk for agency in agencies], abolished_on=None)
    leaders = Leader.objects.filter(
        Q(checked_on__isnull=True) | Q(checked_on__lt=before),
        Q(until__isnull=True) | Q(until__gte=today),
        agency__in=[agency.pk for agency in agencies],
    )
    return found.select_related("profile"), leaders.select_related("agency")


class _ProfileAction(Action[AgencyProfile], ABC):
    """A change of an agency's profile."""

    def __init__(self, actor: User | None, agency: Agency, *, today: date, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.of, self.today = agency, today

    def refusals(self) -> list[str]:
        """Only who keeps the agency's columns."""
        return [] if may_edit(self.actor, self.of) else [NOT_YOURS]

    def subject(self, result: AgencyProfile) -> str:
        """The profile, by its agency's code."""
        return reference(result._meta.label_lower, self.of.code)

    def agency(self, result: AgencyProfile) -> Agency:
        """The agency."""
        return self.of


class ChangeProfile(_ProfileAction):
    """Write the profile anew, any of `PROFILE_FIELDS`; who writes it has read it through."""

    kind = "profile.changed"

    def __init__(
        self, actor: User | None, agency: Agency, *, today: date, ground: str = "", **fields: str
    ) -> None:  # fmt: skip
        super().__init__(actor, agency, today=today, ground=ground)
        if unknown := set(fields) - set(PROFILE_FIELDS):
            raise TypeError(f"no field of a profile: {sorted(unknown)}")
        self.fields = {name: value.strip() for name, value in fields.items()}
        self.changed: list[str] = []

    def refusals(self) -> list[str]:
        """Something must be new, nothing too long, and nothing that the public may not read."""
        reasons = super().refusals()
        profile = profile_of(self.of)
        self.changed = [name for name, value in self.fields.items() if getattr(profile, name) != value]
        for name, value in self.fields.items():
            setattr(profile, name, value)
        reasons += _faults(profile, PROFILE_FIELDS) + against(self.of, _parts(profile, PROFILE_FIELDS))
        return reasons or ([] if self.changed else ["没有任何改动；内容无误的，请用“今日已核对”。"])

    def change(self) -> AgencyProfile:
        """Save it with today as the day of its check."""
        profile, _ = AgencyProfile.objects.update_or_create(
            agency=self.of, defaults={**self.fields, "checked_on": self.today}
        )
        _tell(self.of)
        return profile

    def payload(self, result: AgencyProfile) -> dict[str, Any]:
        """Which parts are new."""
        return {"changed": self.changed}


class CheckedProfile(_ProfileAction):
    """Say that the profile was read through today and is right."""

    kind = "profile.checked"

    def refusals(self) -> list[str]:
        """There must be one."""
        missing = [] if AgencyProfile.objects.filter(agency=self.of).exists() else ["还没有填写机构资料。"]
        return super().refusals() or missing

    def change(self) -> AgencyProfile:
        """Set the day."""
        profile = AgencyProfile.objects.get(agency=self.of)
        profile.checked_on = self.today
        profile.save(update_fields=["checked_on"])
        _tell(self.of)
        return profile


class _LeaderAction(Action[Leader], ABC):
    """A change of a head's entry. The ledger names the post; the name stands in the entry itself."""

    def __init__(self, actor: User | None, leader: Leader, *, today: date, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.leader, self.today = leader, today

    def refusals(self) -> list[str]:
        """Only who keeps the agency's columns."""
        return [] if may_edit(self.actor, self.leader.agency) else [NOT_YOURS]

    def subject(self, result: Leader) -> str:
        """The entry."""
        return reference_to(result)

    def agency(self, result: Leader) -> Agency:
        """Whose head it is."""
        return result.agency


class SaveLeader(_LeaderAction):
    """Enter a head, or change the entry: any of `LEADER_FIELDS`. Who leaves gets a last day; nobody is removed."""

    def __init__(
        self, actor: User | None, leader: Leader, *, today: date, ground: str = "", **fields: Any
    ) -> None:  # fmt: skip
        super().__init__(actor, leader, today=today, ground=ground)
        if unknown := set(fields) - set(LEADER_FIELDS):
            raise TypeError(f"no field of a leader: {sorted(unknown)}")
        self.changed = [name for name, value in fields.items() if getattr(leader, name) != value]
        self.fields = fields
        self.kind = "leader.changed" if leader.pk else "leader.added"  # type: ignore[misc]

    def refusals(self) -> list[str]:
        """A name, a post, and days in order; nothing that the public may not read."""
        reasons = super().refusals()
        for name, value in self.fields.items():
            setattr(self.leader, name, value.strip() if isinstance(value, str) else value)
        reasons += _faults(self.leader, LEADER_FIELDS) + against(
            self.leader.agency, _parts(self.leader, ("name", "post", "duties"))
        )
        if self.leader.since and self.leader.until and self.leader.until < self.leader.since:
            reasons.append("离任日期不能早于任职日期。")
        return reasons or ([] if self.changed else ["没有任何改动；内容无误的，请用“今日已核对”。"])

    def change(self) -> Leader:
        """Save it with today as the day of its check."""
        self.leader.checked_on = self.today
        self.leader.save()
        _tell(self.leader.agency)
        return self.leader

    def payload(self, result: Leader) -> dict[str, Any]:
        """The post and which parts are new."""
        return {"post": result.post, "changed": sorted(self.changed)}


class CheckedLeader(_LeaderAction):
    """Say that a head's entry was read through today and is right."""

    kind = "leader.checked"

    def change(self) -> Leader:
        """Set the day."""
        self.leader.checked_on = self.today
        self.leader.save(update_fields=["checked_on"])
        _tell(self.leader.agency)
        return self.leader


def _faults(record: AgencyProfile | Leader, fields: tuple[str, ...]) -> list[str]:
    try:
        record.clean_fields(exclude=[field.name for field in record._meta.fields if field.name not in fields])
    except ValidationError as error:
        names = {field.name: field.verbose_name for field in record._meta.fields}
        return [f"{names[name]}：{text}" for name, texts in error.message_dict.items() for text in texts]
    return []


def _parts(record: AgencyProfile | Leader, fields: tuple[str, ...]) -> list[Part]:
    """What the public reads of it, each text under its name."""
    names = {field.name: str(getattr(field, "verbose_name", "")) for field in record._meta.fields}
    return [(office_telephone if name == "phone" else line)(names[name], getattr(record, name)) for name in fields]


def _tell(agency: Agency) -> None:
    """The columns that are drawn from the profile have changed."""
    for column in ColumnPage.objects.filter(issuer=agency, view__in=_VIEWS):
        told(column)
