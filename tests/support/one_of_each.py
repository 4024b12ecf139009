"""One object of every kind that an address can name, of one agency, with words in it that nobody else may read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Site, Workflow, WorkflowState

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, AgencyProfile, LocalDay, Membership, User
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory
from gongkai.annual_reports.models import AnnualReport, UploadBatch, UploadItem
from gongkai.annual_reports.tests import compiled, made
from gongkai.applications.actions import AddMaterial, AddNote, Happening, RecordStep, Upload
from gongkai.applications.actions.letters import DraftLetter
from gongkai.applications.actions.public import OpenAnswerLink, answer_code
from gongkai.applications.actions.public_answers import ProposePublic, PublishAnswer
from gongkai.applications.enums import MaterialKind
from gongkai.applications.models import LookUp, Party, RegisterFile, SavedView, Suggestion, Task
from gongkai.applications.tests.factories import taken_in
from gongkai.disputes.actions import AddFile
from gongkai.disputes.tests.factories import registered
from gongkai.documents.official_pdf import OfficialPdf
from gongkai.library.actions import OpenRound
from gongkai.library.actions.cleanup import Scope
from gongkai.library.document_models import Download
from gongkai.library.enums import Format
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.tests.factories import DocumentFactory, declare, policy_column
from gongkai.publishing.actions import AskBody, AskPurge, DraftFile, Withdraw
from gongkai.publishing.base_models import Picture
from gongkai.publishing.column_models import RecordTemplate
from gongkai.publishing.columns.home import ComposeHome
from gongkai.publishing.enums import ColumnView, WithdrawalKind
from gongkai.publishing.item_models import DisclosureItem, ItemList, WorkPoint
from gongkai.publishing.tests.factories import RecordFactory, column_of
from gongkai.publishing.tests.line import Line, person

SECRET = "鸬鹚渡口存目"
"""In everything of the agency that is not public: no public page has it, and no screen of another agency."""
OPEN = "蒹葭埠头存目"
"""In everything of the agency that is public: no screen of another agency has that either."""
YEAR = 2023


@dataclass
class OneOfEach:
    """The agency's things by name, made by the actions that everybody uses, where that is not too long a way."""

    agency: Agency = field(default_factory=lambda: AgencyFactory(code="CS-JU", name="澄湖市测试局"))

    def __post_init__(self) -> None:
        self.today = timezone.localdate()
        self.department = DepartmentFactory(agency=self.agency)
        self.line = Line(agency=self.agency)
        self.owner: User = person(self.agency, Role.HANDLER)
        self._publishing()
        self._library()
        self._case()
        self.dispute = registered(
            self.agency, today=self.today, subject=SECRET, filed_on=self.today, accepted_on=self.today,
            copy_received_on=self.today,
        )  # fmt: skip
        self.dispute_file = self._dispute_file()
        self._reports()
        self._wagtail()

    def _publishing(self) -> None:
        line, told = self.line, {"title": f"关于{SECRET}的通知", "body": f"<p>{SECRET}。</p>"}
        self.private_file = line.file(f"{SECRET}.txt", SECRET.encode())
        self.draft = line.draft([DraftFile(self.private_file)], **told)
        self.waiting = line.send(line.draft(**told))
        shown = {"title": f"关于{OPEN}的通知", "body": f"<p>{OPEN}。</p>"}
        self.public_file = line.file(f"{OPEN}.txt", OPEN.encode())
        self.published = line.published([DraftFile(self.public_file)], **shown)
        self.withdrawn_file = line.file(f"{SECRET}撤.txt", f"{SECRET}撤".encode())
        self.drawing = line.file("tupian.png", self._drawing())
        self.captions = line.file("zimu.vtt", f"WEBVTT\n\n00:00.000 --> 00:02.000\n{SECRET}\n".encode())
        leaked = line.published([DraftFile(self.withdrawn_file)], **told)
        now = timezone.now()
        self.withdrawn = Withdraw(line.signer, leaked, WithdrawalKind.SECRET, SECRET, now=now).perform()
        AskPurge(line.secrecy, self.withdrawn, ground=SECRET).perform()
        asking, until = Line(), self.today + timedelta(days=15)
        about = asking.draft(title=SECRET, body=f"<p>{SECRET}。</p>")
        question = AskBody(asking.handler, about, "", SECRET, sent_on=self.today, due_on=until, agency=self.agency)
        question.perform()
        self.asked_here = question.asked
        self.picture = Picture.objects.create(
            title=SECRET, agency=self.agency, file=get_test_image_file("tupian.png", size=(2, 2))
        )  # fmt: skip
        points = column_of(self.agency, "工作要点", view=ColumnView.WORK_POINTS)
        self.column, self.points, self.site = line.column, points, line.column.get_parent().specific
        words = {"type": "latest", "value": {"title": SECRET, "columns": [line.column.pk], "rows": 5}}
        ComposeHome(line.editor, self.site, self.site.body.stream_block.to_python([words]), seen=0).perform()
        self.point = WorkPoint.objects.create(column=points, year=self.today.year, number=1, text=OPEN)
        self.items = ItemList.objects.create(agency=self.agency, name=SECRET)
        self.template = RecordTemplate.objects.create(agency=self.agency, name=SECRET, body=SECRET)
        self.item = DisclosureItem.objects.create(items=self.items, heading=SECRET, content=SECRET, column=line.column)
        AgencyProfile.objects.create(agency=self.agency, overview=OPEN)
        self.leader = self.agency.leaders.create(name=OPEN, post="局长")

    @staticmethod
    def _drawing() -> bytes:
        return bytes(get_test_image_file("tupian.png", size=(2, 2)).file.getvalue())

    def _library(self) -> None:
        column = policy_column(self.agency)
        self.document = DocumentFactory(agency=self.agency, title=f"关于{OPEN}的规定")
        self.unpublished_document = DocumentFactory(agency=self.agency, title=f"关于{SECRET}的规定", published=False)
        self.declaration = declare("continued", self.document, date(2025, 1, 1), until=date(2030, 1, 1))
        for form in Format.values:
            download = Download.objects.create(
                document=self.document, source_digest="0" * 64, format=form, sha256="0" * 64, size=len(OPEN)
            )
            download.file.save(form, ContentFile(OPEN.encode()))
        explaining = RecordFactory(agency=self.agency, column=column, title=f"{OPEN}的解读", published=True)
        self.interpretation = Interpretation.objects.create(record=explaining, agency=self.agency)
        self.interpretation.documents.set([self.document])
        self.round = OpenRound(None, self.agency, Scope(SECRET, date(2026, 5, 1)), today=self.today).perform()

    def _case(self) -> None:
        today = self.today
        case = taken_in(
            self.agency, today=today, arrived_on=today - timedelta(days=3), subject=SECRET, description=SECRET
        )
        self.case = case
        AddNote(None, case, SECRET, today=today).perform()
        self.material = self._material(f"{SECRET}.txt", SECRET.encode())
        paper = OfficialPdf(SECRET)
        paper.paragraph(SECRET)
        self.paper = self._material(f"{SECRET}.pdf", paper.to_bytes())
        self.party = Party(role="third_party", name=f"{SECRET}公司")
        asked = Happening("consultation_sent", today, party_kind="third_party")
        RecordStep(None, case, asked, new_party=self.party, today=today).perform()
        OpenAnswerLink(None, case, self.party, today=today).perform()
        self.party.refresh_from_db()
        self.code = answer_code(self.party)
        drafting = DraftLetter(None, case, "granted", outcome="granted", today=today)
        drafting.perform()
        self.letter = drafting.letter
        self.task = Task.objects.create(application=case, department=self.department, asked=SECRET)
        self.view = SavedView.objects.create(owner=self.owner, name=SECRET, query="tab=open")
        LookUp.objects.create(agency=self.agency, on=today, subject=SECRET)
        self.register = RegisterFile.objects.create(
            agency=self.agency, file_name=f"{SECRET}.xlsx", sha256="0" * 64, uploaded_by=self.owner, stage="checked"
        )
        Suggestion.objects.create(agency=self.agency, application=case, text=SECRET)
        self.released = self._material(f"{OPEN}.txt", OPEN.encode())
        self.answer = ProposePublic(None, case, title=OPEN, text=OPEN, materials=[self.released]).perform()
        PublishAnswer(None, self.answer, today=today).perform()
        other = taken_in(self.agency, today=today, arrived_on=today, subject=SECRET)
        self.proposed = ProposePublic(None, other, title=SECRET, text=SECRET).perform()

    def _material(self, name: str, data: bytes) -> Any:
        adding = AddMaterial(None, self.case, Upload(name, data, MaterialKind.ANSWER), today=self.today)
        adding.perform()
        return adding.material

    def _dispute_file(self) -> Any:
        upload = Upload(f"{SECRET}诉.txt", SECRET.encode(), "review_notice")
        adding = AddFile(None, self.dispute, upload, on=self.today, title=SECRET, today=self.today)
        adding.perform()
        return adding.file

    def _reports(self) -> None:
        self.report = made.published(self.agency, YEAR)
        self.unpublished = made.draft(self.agency, YEAR - 1)
        self.unpublished.file.save("nianbao.txt", ContentFile(SECRET.encode()), save=False)
        AnnualReport.objects.filter(pk=self.unpublished.pk).update(title=SECRET, file=self.unpublished.file.name)
        self.compiled = compiled.begun(self.agency, self.today.year - 1)
        self.compiled.texts = {"1": SECRET, "5": SECRET}
        self.compiled.save()
        self.batch = UploadBatch.objects.create(uploaded_by=self.owner, expected=1)
        UploadItem.objects.create(batch=self.batch, file_name=SECRET, sha256="0" * 64)

    def _wagtail(self) -> None:
        workflow_state = WorkflowState.objects.filter(object_id=str(self.waiting.pk)).latest("pk")
        self.wagtail = SimpleNamespace(
            page=self.column.pk,
            document=self.private_file.pk,
            shown_document=self.public_file.pk,
            picture=self.picture.pk,
            collection=Collection.get_first_root_node().pk,
            workflow=Workflow.objects.first().pk,
            workflow_state=workflow_state.pk,
            task_state=workflow_state.current_task_state_id,
            task=workflow_state.current_task_state.task_id,
            revision=self.column.save_revision().pk,
            site=Site.objects.get().pk,
            user=self.owner.pk,
            group=Group.objects.get_or_create(name="测试组")[0].pk,
        )
        self.role = Membership.objects.get(user=self.owner)
        LocalDay.objects.create(agency=self.agency, day=date(YEAR, 3, 3), works=False, name=OPEN, basis=OPEN)


def somebody(agency: Agency, *roles: Role) -> User:
    """A person with all these roles at the agency."""
    user = person(agency, roles[0])
    for role in roles[1:]:
        MembershipFactory(user=user, agency=agency, role=role)
    return user
