"""Taking an application in, by the public site or at the desk, and fixing the day of its receipt (Arts 29 and 31)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, Department
from gongkai.agencies.numbers import draw_number
from gongkai.applications.actions.base import CaseAction
from gongkai.applications.actions.materials import keep
from gongkai.applications.actions.steps import Happening, forget_events, impossible
from gongkai.applications.enums import Channel, Matter, PartyRole
from gongkai.applications.kept_files import Upload, refused_upload
from gongkai.applications.models import Application, Party, Task
from gongkai.applications.office_settings import office_of
from gongkai.applications.procedure import APPLICANT, acts
from gongkai.applications.projection import project
from gongkai.law.receipt import Receipt, receipt_date

if TYPE_CHECKING:
    from gongkai.agencies.models import User

SERIES = "application"
LONGEST_TEXT = 20_000
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has to do with the application, as given."""

    name: str
    role: PartyRole = PartyRole.APPLICANT
    id_kind: str = ""
    id_number: str = ""
    representative: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an application says, and how it came."""

    channel: str
    applicant_type: str
    people: Sequence[Person]
    subject: str
    description: str = ""
    matter: str = Matter.DISCLOSURE
    form_wanted: str = ""
    way_wanted: str = ""
    assistance: str = ""
    region: str = ""
    topic: str = ""
    information_year: int | None = None
    arrived_on: date | None = None
    """The day it was handed in or came; today where nothing else is said."""
    signed_on: date | None = None
    confirmed_on: date | None = None
    uploads: Sequence[Upload] = field(default_factory=tuple)


class TakeIn(Action[Application]):
    """An application arrives. Whoever sends it twice (a double click, a reload) gets the same one again.

    `submission_key` is the form's own random key; `outsider` is set where the public site acts. The receipt date is
    fixed at once where Art 31 gives it without a confirmation (counter, oral, signed letters), else it waits for one.
    """

    kind = "application.taken_in"

    def __init__(
        self,
        actor: User | None,
        agency: Agency,
        contents: Contents,
        *,
        today: date,
        submission_key: str | None = None,
        outsider: str = "",
        ground: str = "",
    ) -> None:
        super().__init__(actor, ground=ground)
        self.of, self.contents, self.today = agency, contents, today
        self.submission_key, self.outsider = submission_key, outsider

    def perform(self) -> Application:
        """As every action; an application that came with this key already is given back as it is."""
        with transaction.atomic():
            sent_before = Application.objects.filter(submission_key=self.submission_key)
            if self.submission_key and (known := sent_before.first()):
                return known
            return super().perform()

    def refusals(self) -> list[str]:
        """What is missing or cannot be, a sentence each."""
        if self.outsider:
            if self.outsider != APPLICANT:
                return [NOT_YOURS]
        elif self.actor is not None and not self.actor.scope.may_act(self.of, *acts()["received"].roles):
            return [NOT_YOURS]
        if self.of.abolished_on:
            return [f"{self.of.name}已撤销，请向承继其职能的机关申请。"]
        return list(self._incomplete()) + self._impossible_days()

    def _incomplete(self) -> list[str]:
        said = self.contents
        reasons = []
        applicants = [person for person in said.people if person.role == PartyRole.APPLICANT]
        if not applicants or not all(person.name.strip() for person in said.people):
            reasons.append("请填写申请人的姓名或者名称。")
        if not said.subject.strip():
            reasons.append("请写明申请事项。")
        if max(len(said.subject), len(said.description)) > LONGEST_TEXT or len(said.subject) > 300:
            reasons.append(f"申请事项不超过300字，所需信息的描述不超过{LONGEST_TEXT}字；更长的内容请作为附件上传。")
        if said.channel not in Channel.values:
            reasons.append("请选择提交方式。")
        reasons += [sentence for upload in said.uploads if (sentence := refused_upload(upload))]
        return reasons

    def _impossible_days(self) -> list[str]:
        said = self.contents
        for day, word in ((said.arrived_on, "到达"), (said.signed_on, "签收"), (said.confirmed_on, "确认")):
            if day and day > self.today:
                return [f"{word}日期（{day}）晚于今天（{self.today}）。"]
        if said.channel in Channel.values:
            try:
                self._receipt()
            except ValueError as error:
                return [str(error)]
        return []

    def _receipt(self) -> Receipt:
        said = self.contents
        return receipt_date(
            said.channel,  # type: ignore[arg-type]
            submitted=said.arrived_on or self.today,
            signed=said.signed_on,
            confirmed=said.confirmed_on,
            settings=office_of(self.of).law_settings,
        )

    def change(self) -> Application:
        """The case with its people and files, and its first event where the receipt is fixed already."""
        said = self.contents
        arrived = said.arrived_on or self.today
        number = draw_number(self.of, SERIES, arrived.year)
        case = Application(
            agency=self.of,
            receipt_no=f"{self.of.code}-{arrived.year}-{number:05d}",
            matter=said.matter,
            channel=said.channel,
            applicant_type=said.applicant_type,
            applicant_name=next(p.name for p in said.people if p.role == PartyRole.APPLICANT).strip()[:200],
            subject=said.subject.strip(),
            description=said.description.strip(),
            form_wanted=said.form_wanted[:40],
            way_wanted=said.way_wanted[:40],
            assistance=said.assistance[:200],
            region=said.region[:60],
            topic=said.topic[:60],
            information_year=said.information_year,
            arrived_on=arrived,
            signed_on=said.signed_on,
            confirmed_on=said.confirmed_on,
            submission_key=self.submission_key,
        )
        if self.submission_key:
            case.query_digest = code_digest(case.receipt_no, query_code(self.submission_key))
        case.save(force_insert=True)
        add_people(case, said.people)
        for upload in said.uploads:
            keep(case, upload, self.actor)
        receipt = self._receipt()
        if receipt.on and not self.outsider:
            fix_receipt(case, receipt, self.actor)
        project(case, self.today)
        case.save()
        return case

    def subject(self, result: Application) -> str:
        """The new case."""
        return reference_to(result)

    def agency(self, result: Application) -> Agency | None:
        """The agency applied to."""
        return result.agency

    def actor_label(self) -> str:
        """The account, or the public."""
        return f"public:{self.outsider}" if self.outsider else super().actor_label()

    def payload(self, result: Application) -> dict[str, Any]:
        """The number, the way it came, and digests of the files."""
        return {
            "receipt_no": result.receipt_no,
            "channel": result.channel,
            "arrived_on": result.arrived_on.isoformat(),
            "received_on": result.received_on.isoformat() if result.received_on else None,
            "materials": [material.sha256 for material in result.materials.all()],
        }


class ConfirmReceipt(CaseAction):
    """An officer fixes the legal day of receipt (Art 31): with it the clock begins."""

    kind = "application.received"
    act = "received"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        *,
        signed_on: date | None = None,
        confirmed_on: date | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, application, **more)
        self.signed_on, self.confirmed_on = signed_on, confirmed_on

    def refusals(self) -> list[str]:
        """Also while Art 31 gives no day yet, and for a day that cannot be."""
        if reasons := super().refusals():
            return reasons
        for day, word in ((self.signed_on, "签收"), (self.confirmed_on, "确认")):
            if day and day > self.today:
                return [f"{word}日期（{day}）晚于今天（{self.today}）。"]
        try:
            receipt = self.receipt()
        except ValueError as error:
            return [str(error)]
        return [] if receipt.on else [f"收到日期还不能确定：{receipt.missing}"]

    def receipt(self) -> Receipt:
        """The day as Art 31 gives it from what is known."""
        case = self.application
        return receipt_date(
            case.channel,  # type: ignore[arg-type]
            submitted=case.arrived_on,
            signed=self.signed_on or case.signed_on,
            confirmed=self.confirmed_on or case.confirmed_on,
            settings=office_of(case.agency).law_settings,
        )

    def carry_out(self) -> None:
        """Set the day with its ground, and the first event."""
        case = self.application
        receipt = self.receipt()
        case.signed_on = self.signed_on or case.signed_on
        case.confirmed_on = self.confirmed_on or case.confirmed_on
        fix_receipt(case, receipt, self.actor)

    def payload(self, result: Application) -> dict[str, Any]:
        """The day."""
        return super().payload(result) | {"on": result.received_on.isoformat() if result.received_on else None}


class Route(CaseAction):
    """Hand the case to a department (交办); `lead` makes it the one that answers."""

    kind = "application.routed"
    act = "route"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        department: Department,
        *,
        lead: bool = True,
        asked: str = "",
        due_on: date | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, application, **more)
        self.department, self.lead, self.asked, self.due_on = department, lead, asked, due_on

    def refusals(self) -> list[str]:
        """Also to a department of another agency, or one that is closed."""
        if reasons := super().refusals():
            return reasons
        if self.department.agency_id != self.application.agency_id or self.department.closed_on:
            return ["只能交办给本机关现有的内设机构。"]
        if self.due_on and self.due_on < self.today:
            return ["内部时限不能早于今天。"]
        return []

    def carry_out(self) -> None:
        """Add the task."""
        if self.lead:
            self.application.department = self.department
        Task.objects.create(
            application=self.application,
            department=self.department,
            lead=self.lead,
            asked=self.asked[:500],
            due_on=self.due_on,
            sent_by=self.actor,
        )


def fix_receipt(case: Application, receipt: Receipt, actor: User | None) -> None:
    """Give the case its day of receipt and the event that starts the clock (unsaved: the caller saves the case)."""
    assert receipt.on is not None
    case.received_on, case.received_ground = receipt.on, receipt.ground
    event = Happening("received", receipt.on).event(case, ground=receipt.ground, recorded_by=actor)
    assert not impossible([event])
    event.save(force_insert=True)
    forget_events(case)


def add_people(case: Application, people: Sequence[Person]) -> None:
    """Save the people with the digests by which they are found again; the first applicant's address serves for all.

    The case gets the first applicant's digest, and is for the caller to save.
    """
    numbers: dict[str, int] = {}
    parties = []
    for person in people:
        numbers[person.role] = numbers.get(person.role, 0) + 1
        parties.append(
            Party(
                application=case,
                role=person.role,
                number=numbers[person.role],
                name=person.name.strip()[:200],
                id_kind=person.id_kind[:40],
                id_number=person.id_number.strip(),
                representative=person.representative[:100],
                contact_name=person.contact_name[:100],
                phone=person.phone.strip(),
                email=person.email.strip(),
                address=person.address.strip(),
                postcode=person.postcode[:10],
                service_address=person is people[0],
            )
        )
    for party in parties:
        party.fill_digests()
    Party.objects.bulk_create(parties)


def query_code(submission_key: str) -> str:
    """The code that the applicant asks for his case with: the same each time the same submission is confirmed."""
    digest = int.from_bytes(_hmac(f"query:{submission_key}"), "big")
    letters = []
    for _ in range(CODE_LENGTH):
        digest, place = divmod(digest, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


def code_digest(receipt_no: str, code: str) -> str:
    """What the case keeps of its code."""
    return _hmac(f"code:{receipt_no}:{code.strip().lower()}").hex()


def _hmac(text: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).digest()
