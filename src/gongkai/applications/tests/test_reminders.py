"""Reminders at five, one and no working days, and the digest: to whom, each once, through a real server too."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail

from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory, UserFactory
from gongkai.applications.actions import Route
from gongkai.applications.models import Application, DisclosureOffice, Reminder
from gongkai.applications.reminders import send_all
from gongkai.applications.tests.factories import RECEIVED, TODAY, decided, step, taken_in
from gongkai.ledger.queries import heads
from gongkai.publishing.tests.line import VALUES, Line

pytestmark = pytest.mark.django_db
FIVE, ONE, ZERO, LATE = date(2026, 1, 26), date(2026, 1, 30), date(2026, 2, 2), date(2026, 2, 4)
"""Days before and on the due date, 2026-02-02, of a case received on RECEIVED."""


def person(agency: Agency, role: Role, address: str, **fields: Any) -> Any:
    return MembershipFactory(agency=agency, role=role, user=UserFactory(email=address), **fields).user


def reminders(today: date) -> list[tuple[str, str]]:
    mail.outbox.clear()
    send_all(today)
    return sorted((it.to[0], it.subject) for it in mail.outbox if "临近" in it.subject)


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


def test_person_and_department_are_reminded_once_at_each_threshold(agency: Agency) -> None:
    department = DepartmentFactory(agency=agency)
    handler = person(agency, Role.HANDLER, "handler@example.org")
    person(agency, Role.HANDLER, "department@example.org", department=department)
    person(agency, Role.HANDLER, "other@example.org", department=DepartmentFactory(agency=agency))
    person(agency, Role.REGISTRAR, "registrar@example.org")
    case = Route(None, taken_in(agency), department, today=TODAY).perform()
    Application.objects.filter(pk=case.pk).update(handler=handler)
    assert reminders(date(2026, 1, 23)) == []
    for today, words in ((FIVE, "剩5个工作日"), (ONE, "剩1个工作日"), (ZERO, "今日到期")):
        sent = reminders(today)
        assert [address for address, _ in sent] == ["department@example.org", "handler@example.org"]
        assert all(words in subject for _, subject in sent)
        assert reminders(today) == []
    assert Reminder.objects.count() == 6


def test_a_threshold_missed_on_a_day_without_a_worker_is_made_up_for(agency: Agency) -> None:
    person(agency, Role.REGISTRAR, "registrar@example.org")
    taken_in(agency)
    assert "剩4个工作日" in reminders(date(2026, 1, 27))[0][1]
    assert reminders(date(2026, 1, 28)) == []
    assert "已超期2个工作日" in reminders(LATE)[0][1]
    assert reminders(date(2026, 2, 5)) == []


def test_one_mail_has_all_cases_and_no_name_and_no_subject(agency: Agency) -> None:
    DisclosureOffice.objects.create(agency=agency, reminder_email="office@example.org")
    cases = [taken_in(agency) for _ in range(3)]
    assert reminders(FIVE) == [("office@example.org", "【政府信息公开】3 件申请临近答复期限，最近的剩5个工作日")]
    body = mail.outbox[0].body
    assert all(case.receipt_no in body and f"/shenqing/{case.public_id}/" in body for case in cases)
    assert "申请人甲" not in body
    assert "地块" not in body


def test_what_runs_no_clock_is_not_reminded_of(agency: Agency) -> None:
    person(agency, Role.REGISTRAR, "registrar@example.org")
    step(taken_in(agency), "supplement_asked", date(2026, 1, 8), until=date(2026, 3, 1))
    served = step(decided(taken_in(agency), date(2026, 1, 15)), "served", date(2026, 1, 16), method="post")
    assert served.concluded_on
    assert reminders(FIVE) == []


def test_the_digest_is_split_by_duty_and_sent_once_a_working_day(agency: Agency) -> None:
    both = person(agency, Role.REGISTRAR, "both@example.org")
    MembershipFactory(agency=agency, user=both, role=Role.HANDLER)
    person(agency, Role.REVIEWER, "nothing@example.org")
    arrival = taken_in(agency, channel="email", arrived_on=RECEIVED)
    running = taken_in(agency)
    send_all(TODAY)
    [digest] = mail.outbox
    assert digest.to == ["both@example.org"]
    registering, handling = digest.body.index("受理："), digest.body.index("承办：")
    assert registering < digest.body.index(arrival.receipt_no) < handling < digest.body.index(running.receipt_no)
    assert "申请人甲" not in digest.body
    [head] = [head for head in heads() if head.chain == agency.code]
    assert f"{agency.code} 第 {head.sequence} 条 {head.hash}" in digest.body
    send_all(TODAY)
    send_all(date(2026, 1, 24))
    assert len(mail.outbox) == 1


def test_the_audit_administrator_gets_the_heads_of_all_chains_as_a_file(agency: Agency) -> None:
    taken_in(agency)
    UserFactory(email="audit@example.org", administrator=Administrator.AUDIT)
    UserFactory(email="system@example.org", administrator=Administrator.SYSTEM)
    send_all(TODAY)
    [sent] = mail.outbox
    [(name, content, _)] = sent.attachments
    assert name.startswith("heads-")
    assert {head["hash"] for head in json.loads(content)["heads"]} == {head.hash for head in heads()}


def test_reminders_and_digests_of_publications_go_out_with_those_of_cases() -> None:
    line = Line()
    for who, address in ((line.editor, "editor@example.org"), (line.reviewer, "reviewer@example.org")):
        who.email = address
        who.save()
    line.draft()
    line.send(line.draft())
    today = calendar_for(line.agency).add_working_days(VALUES["formed_on"], 15)
    done = send_all(today)
    subjects = sorted((it.to[0], it.subject.partition("】")[2]) for it in mail.outbox)
    assert subjects == [
        ("editor@example.org", "2 条信息临近公开期限，最近的剩5个工作日"),
        ("reviewer@example.org", f"{today} 待办摘要"),
    ]
    assert (done.reminders, done.digests) == (1, 1)
    assert send_all(today).reminders == 0


class _Server(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it gets, or refuses whom it does not know."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.refuses = ""
        super().__init__(("127.0.0.1", 0), _Session)


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            command = line.decode().upper()
            if command.startswith("DATA"):
                self.wfile.write(b"354 go on\r\n")
                data = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.got.append(message_from_bytes(data, policy=policy.default))
            if command.startswith("RCPT") and self.server.refuses and self.server.refuses.upper() in command:
                self.wfile.write(b"550 unknown\r\n")
                continue
            if command.startswith("QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def server(settings: Any) -> Iterator[_Server]:
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        yield server
        server.shutdown()
        thread.join()


def test_mail_goes_through_a_real_server_and_what_it_refuses_is_tried_again(agency: Agency, server: _Server) -> None:
    person(agency, Role.REGISTRAR, "registrar@example.org")
    person(agency, Role.REGISTRAR, "gone@example.org")
    case = taken_in(agency)
    server.refuses = "gone@"
    sent = send_all(FIVE)
    assert (sent.reminders, sent.failed) == (1, ["gone@example.org"])
    [got] = server.got
    assert got["To"] == "registrar@example.org"
    assert "临近答复期限" in got["Subject"]
    assert case.receipt_no in got.get_content()
    server.refuses = ""
    assert send_all(FIVE).reminders == 1
    assert [it["To"] for it in server.got] == ["registrar@example.org", "gone@example.org"]
    assert send_all(FIVE).reminders == 0


def test_a_server_that_is_not_there_stops_nothing(agency: Agency, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    person(agency, Role.REGISTRAR, "registrar@example.org")
    taken_in(agency)
    assert send_all(FIVE).failed == ["127.0.0.1"]
    assert not Reminder.objects.exists()
