"""Taking a register over: all or none, once, on the clock; and a register that is written and taken over elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.applications import counting, takeover_files
from gongkai.applications.actions.taking_over import TakeOver
from gongkai.applications.importing.register import read_register
from gongkai.applications.models import Application, ImportRun, Note, RegisterFile
from gongkai.applications.projection import FIELDS, project
from gongkai.applications.register_export import register_of, values_of, write_register
from gongkai.applications.tests.factories import TODAY, decided, step, taken_in
from gongkai.applications.tests.test_importing import HEADER, as_csv, as_xlsx, row
from gongkai.documents.sheets import sheets
from gongkai.ledger.models import Entry
from gongkai.ledger.queries import verify

pytestmark = pytest.mark.django_db
MORE = [*HEADER, "supplement_asked_on", "supplement_received_on", "extended_on"]


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


def take_over(agency: Agency, data: bytes, name: str = "t.csv", actor: Any = None) -> TakeOver:
    register = read_register(sheets(data, name), TODAY)
    sha256 = hashlib.sha256(data).hexdigest()
    action = TakeOver(actor, agency, register, file_name=name, sha256=sha256, today=TODAY)
    action.perform()
    return action


def mixed() -> bytes:
    return as_csv([
        MORE,
        [*row(receipt_no="1"), "", "", ""],
        [*row(receipt_no="2", decided_on="2025-06-20", served_on="2025-06-21", outcome="privacy"), "", "", ""],
        [*row(receipt_no="3", decided_on="2025-05-06", served_on="2025-05-07"), "2025-03-05", "2025-04-01", "2025-04-25"],  # noqa: E501
        [*row(receipt_no="4", decided_on="", served_on="", outcome=""), "", "", ""],
        [*row(receipt_no="5", served_on=""), "", "", ""],
        [*row(receipt_no="6", decided_on="", outcome="withdrawn"), "", "2025-03-10", ""],
        [*row(receipt_no="7", received_on="2025-12-30", decided_on="2026-01-08", served_on="2026-01-09"), "", "", ""],
    ])  # fmt: skip


def test_cases_stand_as_the_clock_says(agency: Agency) -> None:
    take_over(agency, mixed())
    found = {
        case.receipt_no: (case.state, case.concluded_on and str(case.concluded_on), case.days_used, case.on_time)
        for case in Application.objects.all()
    }
    assert found["1"] == ("served", "2025-03-21", 14, True)
    assert (found["2"][0], found["2"][3]) == ("served", False)
    assert found["3"][3] is True  # the supplement begins the term anew
    assert found["4"] == ("open", None, None, None)
    assert found["5"] == ("decided", None, None, None)
    assert found["6"][:2] == ("withdrawn", "2025-03-21")
    assert Note.objects.get().text.startswith("旧台账另载收到补正：2025-03-10")
    case = Application.objects.get(receipt_no="2")
    assert (case.taken_over, case.outcome, case.outcome_row) == (True, "privacy", "refused.third_party")
    assert [party.name for party in case.parties.all()] == ["某甲"]


def test_columns_written_in_bulk_are_those_that_the_events_give(agency: Agency) -> None:
    take_over(agency, mixed())
    for case in Application.objects.prefetch_related("events", "decisions"):
        written = [getattr(case, name) for name in FIELDS]
        project(case, TODAY)
        assert [getattr(case, name) for name in FIELDS] == written


def test_cases_taken_over_go_on_like_all_others(agency: Agency) -> None:
    take_over(agency, mixed())
    case = decided(Application.objects.get(receipt_no="4"), date(2026, 1, 19), "granted_later")
    assert (case.state, case.outcome) == ("decided", "granted_later")
    assert step(case, "served", TODAY).concluded_on == TODAY
    assert step(Application.objects.get(receipt_no="5"), "served", TODAY).outcome_row == "granted"


def test_one_entry_names_the_file_and_how_many(agency: Agency) -> None:
    data = mixed()
    take_over(agency, data)
    entry = Entry.objects.get()
    assert (entry.kind, entry.chain) == ("application.taken_over", agency.code)
    assert (entry.payload["sha256"], entry.payload["rows"]) == (hashlib.sha256(data).hexdigest(), 7)
    assert verify().sound


def test_the_same_file_again_changes_nothing(agency: Agency) -> None:
    take_over(agency, mixed())
    assert take_over(agency, mixed()).repeated
    assert (Application.objects.count(), ImportRun.objects.count(), Entry.objects.count()) == (7, 1, 1)


def test_one_bad_line_keeps_all_out(agency: Agency) -> None:
    take_over(agency, as_csv([HEADER, row(receipt_no="9")]))
    with pytest.raises(Refused) as refused:
        take_over(agency, as_csv([HEADER, row(receipt_no="8"), row(receipt_no="9")]))
    assert refused.value.reasons == ["第3行：登记编号“9”在本机关已有案件，不能再次转入。"]
    assert Application.objects.count() == 1


def test_an_interruption_leaves_nothing(agency: Agency) -> None:
    register = read_register(sheets(mixed(), "t.csv"), TODAY)
    steps = iter(range(10))

    def step() -> None:
        if next(steps) == 8:  # while the cases are being written
            raise KeyboardInterrupt

    action = TakeOver(None, agency, register, file_name="t.csv", sha256="0" * 64, today=TODAY, step=step)
    with pytest.raises(KeyboardInterrupt):
        action.perform()
    assert not Application.objects.exists()
    assert not ImportRun.objects.exists()
    assert not Entry.objects.exists()


def test_numbers_of_our_own_pattern_are_never_drawn_again(agency: Agency) -> None:
    take_over(agency, as_csv([HEADER, row(receipt_no=f"{agency.code}-2026-00007", received_on="2026-01-05",
                                          decided_on="2026-01-06", served_on="2026-01-06")]))  # fmt: skip
    assert taken_in(agency).receipt_no == f"{agency.code}-2026-00008"


def test_only_a_registrar_of_the_agency_takes_over(agency: Agency) -> None:
    handler = MembershipFactory(agency=agency, role=Role.HANDLER).user
    elsewhere = MembershipFactory(agency=AgencyFactory(), role=Role.REGISTRAR).user
    for actor in (handler, elsewhere):
        with pytest.raises(Refused):
            take_over(agency, mixed(), actor=actor)
    assert take_over(agency, mixed(), actor=MembershipFactory(agency=agency, role=Role.REGISTRAR).user)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("year", [2025, 2026])
def test_a_register_taken_over_elsewhere_gives_the_same_cases_and_figures(agency: Agency, form: str, year: int) -> None:
    take_over(agency, mixed())
    step(decided(taken_in(agency, subject="=1+1"), date(2026, 1, 8), "not_ours"), "served", date(2026, 1, 9))
    step(taken_in(agency, subject="'某事"), "withdrawn", date(2026, 1, 8))
    taken_in(agency)
    other = AgencyFactory()
    take_over(other, write_register(agency, year, form), f"t.{form}")
    mine = [values_of(case) for case in register_of(agency, year)]
    assert mine == [values_of(case) for case in register_of(other, year)]
    assert counting.count(agency, year).cells == counting.count(other, year).cells
    assert len(mine) == {2025: 7, 2026: 6}[year]


def test_no_cell_of_a_register_begins_a_formula(agency: Agency) -> None:
    for subject in ("=HYPERLINK(1)", "+A1", "-1+1", "@SUM(1)"):
        taken_in(agency, subject=subject)
    text = write_register(agency, 2026, "csv").decode("utf-8-sig")
    assert all(f",{sign}" not in text for sign in "=+@")
    other = AgencyFactory()
    take_over(other, write_register(agency, 2026, "csv"))
    assert set(Application.objects.filter(agency=other).values_list("subject", flat=True)) == {
        "=HYPERLINK(1)", "+A1", "-1+1", "@SUM(1)",
    }  # fmt: skip


@pytest.fixture
def desk(agency: Agency, office_client: Callable[..., Any], monkeypatch: Any, settings: Any, tmp_path: Any) -> Any:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    settings.HOME = tmp_path
    return office_client(MembershipFactory(agency=agency, role=Role.REGISTRAR).user)


def upload(desk: Any, agency: Agency, data: bytes, name: str = "t.xlsx") -> str:
    """Upload a file; where that leads. The worker's part is done at once in tests."""
    said = {"agency": agency.code, "file": SimpleUploadedFile(name, data)}
    response = desk.post(reverse("applications:take_over"), said)
    return response["Location"] if response.status_code == 302 else response.content.decode()


def page(desk: Any, address: str) -> str:
    return desk.get(address).content.decode()


def test_at_the_desk_a_file_is_shown_before_it_is_taken_over_and_its_result_stays(agency: Agency, desk: Any) -> None:
    address = upload(desk, agency, as_xlsx([HEADER, row()]))
    assert "共1件，都可以转入" in page(desk, address)
    assert not Application.objects.exists()
    register = RegisterFile.objects.get()
    storage, name = register.file.storage, register.file.name
    assert storage.exists(name)
    for _ in range(2):
        assert "已转入1件申请。" in desk.post(address, {"do": "confirm"}, follow=True).content.decode()
    assert Application.objects.get().import_run.run_by is not None
    register.refresh_from_db()
    assert (register.stage, register.done, register.total, register.findings) == ("done", 1, 1, {})
    assert not storage.exists(name)
    assert "已有案件" in page(desk, upload(desk, agency, as_xlsx([HEADER, row(), row(receipt_no="77")])))


def test_the_page_says_how_far_the_worker_is(agency: Agency, desk: Any, monkeypatch: Any) -> None:
    waiting: list[int] = []
    monkeypatch.setattr(takeover_files.check_register.__class__, "enqueue", lambda _, key: waiting.append(key))
    address = upload(desk, agency, as_csv([HEADER, row()]), "t.csv")
    assert "data-waiting" in page(desk, address)
    RegisterFile.objects.update(done=500, total=2000)
    assert "正在核对：500 / 2000 件" in page(desk, address)
    takeover_files.check_register.call(*waiting)
    assert "data-waiting" not in page(desk, address)


def test_a_task_that_is_run_again_does_nothing_twice(agency: Agency, desk: Any) -> None:
    address = upload(desk, agency, as_csv([HEADER, row()]), "t.csv")
    desk.post(address, {"do": "confirm"})
    register = RegisterFile.objects.get()
    takeover_files.check_register.call(register.pk)
    takeover_files.take_register.call(register.pk)
    assert (Application.objects.count(), ImportRun.objects.count()) == (1, 1)
    # Killed after the cases were written and before it was noted.
    register.file.save("again", ContentFile(as_csv([HEADER, row()])), save=False)
    register.stage = "taking"
    register.save()
    takeover_files.take_register.call(register.pk)
    assert Application.objects.count() == 1
    assert "没有重复转入" in page(desk, address)


def test_what_nobody_confirms_is_not_kept(agency: Agency, desk: Any) -> None:
    dropped = upload(desk, agency, as_csv([HEADER, row()]), "t.csv")
    assert "没有转入" in desk.post(dropped, {"do": "drop"}, follow=True).content.decode()
    assert "没有等待确认" not in page(desk, dropped)
    upload(desk, agency, as_csv([HEADER, row(subject="别的事")]), "t.csv")
    RegisterFile.objects.update(uploaded_at=timezone.now() - 2 * takeover_files.KEPT)
    upload(desk, agency, as_csv([HEADER, row(subject="又一件事")]), "t.csv")
    assert [each.stage for each in RegisterFile.objects.order_by("pk")] == ["dropped", "dropped", "checked"]
    assert "某甲" not in str(RegisterFile.objects.exclude(stage="checked").values_list("findings", flat=True))
    assert not Application.objects.exists()


def test_a_fault_of_the_program_is_told_on_the_page(agency: Agency, desk: Any, monkeypatch: Any) -> None:
    def stumble(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(takeover_files, "read_register", stumble)
    assert takeover_files.STUMBLED in page(desk, upload(desk, agency, as_csv([HEADER, row()]), "t.csv"))


def test_at_the_desk_everything_that_is_wrong_is_shown_and_escaped(agency: Agency, desk: Any) -> None:
    wrong = as_csv([HEADER, row(channel="<script>alert(1)</script>")])
    shown = page(desk, upload(desk, agency, wrong, "t.csv"))
    assert "第2行“channel”列（D列）" in shown
    assert "<script>alert(1)" not in shown
    assert 'id="confirm"' not in shown
    assert "没有找到表头" in page(desk, upload(desk, agency, b"a,b\n1,2\n", "t.csv"))
    assert "CSV 或者 XLSX" in upload(desk, agency, b"a,b\n1,2\n", "t.pdf")


def test_only_the_uploader_confirms_and_strangers_see_nothing(
    agency: Agency, desk: Any, office_client: Callable[..., Any]
) -> None:
    address = upload(desk, agency, as_csv([HEADER, row()]), "t.csv")
    colleague = office_client(MembershipFactory(agency=agency, role=Role.REGISTRAR).user)
    stranger = office_client(MembershipFactory(agency=AgencyFactory(), role=Role.REGISTRAR).user)
    assert "由上传人" in page(colleague, address)
    assert colleague.post(address, {"do": "confirm"}).status_code in (302, 403)
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"do": "confirm"}).status_code == 404
    assert not Application.objects.exists()


def test_the_screen_and_the_export_are_for_their_people_only(agency: Agency, office_client: Callable[..., Any]) -> None:
    handler = office_client(MembershipFactory(agency=agency, role=Role.HANDLER).user)
    assert handler.get(reverse("applications:take_over")).status_code in (302, 403)
    editor = office_client(MembershipFactory(agency=agency, role=Role.EDITOR).user)
    address = reverse("applications:export_register", args=["csv"]) + f"?agency={agency.code}&year=2026"
    assert handler.get(address).status_code == 200
    assert editor.get(address).status_code in (302, 403)
