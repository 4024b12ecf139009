"""The end of a case: erased by two when its term is over, with every figure as it was."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import User
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.applications.actions import AddMaterial, AddNote, Upload
from gongkai.applications.actions.erasing import AskErasure, DeclineErasure, Erase, term_ended
from gongkai.applications.models import Application, Party
from gongkai.applications.tests.factories import RECEIVED, TODAY, decided, step, taken_in
from gongkai.documents import read_document
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db
OfficeClient = Callable[[User], Client]
LATER = date(2036, 2, 1)
FIGURES = ("receipt_no", "state", "received_on", "decided_on", "concluded_on", "outcome", "outcome_row", "days_used",
           "on_time", "applicant_type", "channel")  # fmt: skip


def officer(case: Application, *roles: Role) -> User:
    user = MembershipFactory(agency=case.agency, role=roles[0]).user
    for role in roles[1:]:
        MembershipFactory(agency=case.agency, user=user, role=role)
    return user


@pytest.fixture
def case() -> Application:
    case = taken_in(AgencyFactory())
    AddMaterial(None, case, Upload("说明.txt", "申请人甲的说明".encode()), today=TODAY).perform()
    AddNote(None, case, "申请人甲来过", today=TODAY).perform()
    return step(decided(case, RECEIVED), "served", RECEIVED, method="post", tracking_no="XA1")


def figures(case: Application) -> dict[str, object]:
    return Application.objects.filter(pk=case.pk).values(*FIGURES).get()


def test_a_case_is_listed_when_its_term_is_over_and_not_a_day_before(case: Application) -> None:
    assert not term_ended(case.agency, date(2036, 1, 4)).exists()
    assert term_ended(case.agency, date(2036, 1, 5)).get() == case
    with pytest.raises(Refused, match="期限"):
        AskErasure(officer(case, Role.REGISTRAR), case, today=TODAY, ground="清理").perform()


def test_two_erase_what_is_personal_and_no_figure_changes(
    case: Application, django_capture_on_commit_callbacks
) -> None:
    before, material = figures(case), case.materials.get()
    place, storage = material.file.name, material.file.storage
    asker = officer(case, Role.REGISTRAR, Role.SIGNER)
    AskErasure(asker, case, today=LATER, ground="保存期满").perform()
    with pytest.raises(Refused, match="两人"):
        Erase(asker, case, today=LATER).perform()
    with django_capture_on_commit_callbacks(execute=True):
        Erase(officer(case, Role.SIGNER), case, today=LATER).perform()
    case.refresh_from_db()
    assert figures(case) == before
    assert not storage.exists(place)
    assert case.erased_at
    assert case.applicant_name == case.applicant_digest == case.description == ""
    party = Party.objects.get(application=case)
    assert (party.name, party.id_number, party.id_digest, party.phone) == ("（已清除）", "", "", "")
    assert not case.notes.exists()
    assert {event.ground + event.tracking_no for event in case.events.all()} == {""}
    assert case.erasures.get().erased["files"] == 1
    entry = Entry.objects.get(kind="application.erased")
    assert "申请人甲" not in f"{entry.payload}{entry.ground}"
    assert not term_ended(case.agency, LATER).exists()


def test_a_request_may_be_declined_with_a_reason(case: Application) -> None:
    AskErasure(officer(case, Role.REGISTRAR), case, today=LATER, ground="保存期满").perform()
    signer = officer(case, Role.SIGNER)
    with pytest.raises(Refused, match="理由"):
        DeclineErasure(signer, case, today=LATER).perform()
    DeclineErasure(signer, case, today=LATER, ground="诉讼尚未结束").perform()
    case.refresh_from_db()
    assert case.erased_at is None
    with pytest.raises(Refused, match="没有人申请"):
        Erase(signer, case, today=LATER).perform()


def test_the_screen_lists_and_the_hand_over_list_is_a_spreadsheet_and_a_document(
    case: Application, office_client: OfficeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.applications.office import retention

    monkeypatch.setattr(retention.timezone, "localdate", lambda: LATER)
    registrar, signer = office_client(officer(case, Role.REGISTRAR)), office_client(officer(case, Role.SIGNER))
    address = reverse("applications:retention")
    assert case.receipt_no in registrar.get(address).content.decode()
    registrar.post(address, {"act": "ask", "case": case.public_id, "ground": "保存期满"})
    assert "同意清除" in signer.get(address).content.decode()
    sheet = registrar.get(reverse("applications:hand_over", args=["xlsx"]), {"year": "2026"})
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.values)
    assert rows[1][1] == case.receipt_no
    word = registrar.get(reverse("applications:hand_over", args=["docx"]), {"year": "2026"})
    text = str(read_document(word.content, "a.docx").blocks)
    assert case.receipt_no in text
    signer.post(address, {"act": "agree", "case": case.public_id})
    assert "没有到期的案卷" in signer.get(address).content.decode()
