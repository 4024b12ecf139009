"""A dispute's papers: who files, opens and withdraws them, what is not taken, what goes out and what is erased."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.files import private_storage
from gongkai.agencies.models import User
from gongkai.agencies.tests.factories import MembershipFactory, UserFactory
from gongkai.applications.kept_files import Upload
from gongkai.applications.tests.factories import decided, step, taken_in
from gongkai.disputes.actions import AddFile, ChangeFileKinds, RecordResult, VoidDispute, WithdrawFile
from gongkai.disputes.file_kinds import packaged_kinds, result_paper
from gongkai.disputes.file_models import kinds_of
from gongkai.disputes.keeping import erase_files
from gongkai.disputes.models import Dispute, DisputeFile
from gongkai.disputes.results import packaged_results
from gongkai.disputes.tests.factories import TODAY, appealed, ended, registered, suit
from gongkai.documents.official_pdf import OfficialPdf
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)
WORDS = "复议机关的通知".encode()


def address(name: str, *parts: object) -> str:
    return reverse(f"disputes:{name}", args=parts, urlconf=settings.OFFICE_URLCONF)


def text(response) -> str:
    return response.content.decode()


def filed(dispute: Dispute, kind: str = "review_notice", *, data: bytes = WORDS, **fields) -> DisputeFile:
    name = fields.pop("name", "通知.txt")
    adding = AddFile(None, dispute, Upload(name, data, kind), today=TODAY, **({"on": ON} | fields))
    adding.perform()
    return adding.file


def pdf(words: str) -> bytes:
    made = OfficialPdf(words)
    made.title(words)
    return made.to_bytes()


def revised_word_file() -> bytes:
    made = docx.Document()
    made.add_paragraph("答辩意见")
    made.add_comment(made.paragraphs[0].runs, text="这一点说不过去", author="甲")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def client(people, office_client):
    return office_client(people.handler)


@pytest.fixture
def review(people) -> Dispute:
    return registered(people.agency, number="澄复〔2026〕1号")


def stored() -> set[Path]:
    return {path for path in (Path(private_storage().location) / "disputes").rglob("*") if path.is_file()}


class TestFiling:
    def test_a_paper_is_kept_by_its_digest_under_a_name_that_tells_nothing(self, people, client, review):
        place = address("act", review.public_id, "wenjian")
        assert "复议答复书" in text(client.get(place))
        assert "答辩状" not in text(client.get(place))
        sent = SimpleUploadedFile("受理通知.txt", WORDS)
        answer = client.post(place, {"kind": "review_notice", "file": sent, "on": "2026-03-02"})
        assert answer.status_code == 302, text(answer)
        file = DisputeFile.objects.get()
        assert (file.title, file.direction, file.on) == ("受理通知书、提出答复通知书", "received", ON)
        assert (file.name, file.size, file.added_by) == ("受理通知.txt", len(WORDS), people.handler)
        assert file.sha256 == hashlib.sha256(WORDS).hexdigest()
        assert file.file.name == f"disputes/{file.public_id[:2]}/{file.public_id}"
        entry = Entry.objects.get(kind="dispute.file_added")
        assert entry.payload["sha256"] == file.sha256
        assert "受理通知" not in str(entry.payload)
        page = text(client.get(address("dispute", review.public_id)))
        assert address("file", review.public_id, file.public_id) in page

    def test_the_result_s_document_is_filed_in_the_same_step(self, client, people):
        case = suit(people.agency)
        said = {"result": "suit_rejected", "decided_on": "2026-04-01", "served_on": "2026-04-03"}
        answer = client.post(
            address("act", case.public_id, "jieguo"), said | {"document": SimpleUploadedFile("裁定.pdf", pdf("裁定"))}
        )
        assert answer.status_code == 302, text(answer)
        file = DisputeFile.objects.get()
        assert (file.kind, file.title, file.on, file.direction) == ("ruling", "裁定书", date(2026, 4, 3), "received")
        assert Entry.objects.get(kind="dispute.result").payload["sha256"] == file.sha256
        assert not Entry.objects.filter(kind="dispute.file_added").exists()

    def test_a_bad_document_leaves_the_result_unwritten(self, people, review):
        before = stored()
        act = RecordResult(
            None, review, result="upheld", decided_on=ON, today=TODAY, document=Upload("决定.pdf", b"MZ", "")
        )
        with pytest.raises(Refused):
            act.perform()
        review.refresh_from_db()
        assert (review.result, DisputeFile.objects.count(), stored()) == ("", 0, before)

    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("空.pdf", b"", "空"),
            ("程序.exe", b"MZ\x90\0", "不能接收"),
            ("伪装.pdf", b"MZ\x90\0", "不能接收"),
            ("改名.png", b"%PDF-1.7\n", "与扩展名不符"),
            ("过大.txt", b"a" * (20 * 1024 * 1024 + 1), "超过20 MB"),
        ],
    )
    def test_what_is_no_file_for_a_dispute_gets_one_sentence_and_leaves_nothing(self, client, review, name, data, said):
        before = stored()
        place = address("act", review.public_id, "wenjian")
        sent = {
            "kind": "review_notice",
            "file": SimpleUploadedFile(name, data),
            "on": "2026-03-02",
            "title": "我的标题",
        }
        answer = client.post(place, sent)
        assert answer.status_code == 422
        assert said in text(answer)
        assert "我的标题" in text(answer)
        assert not DisputeFile.objects.exists()
        assert stored() == before
        review.refresh_from_db()
        assert review.version == 1
        assert not Entry.objects.filter(kind="dispute.file_added").exists()

    def test_what_does_not_fit_is_refused(self, people, review):
        def refused(dispute=review, **fields) -> str:
            with pytest.raises(Refused) as refusal:
                filed(dispute, **fields)
            return "".join(refusal.value.reasons)

        assert "种类" in refused(kind="answer")
        assert "种类" in refused(kind="没有这一种")
        assert "晚于今天" in refused(on=date(2026, 7, 1))
        assert "请核对" in refused(on=date(1990, 1, 1))
        assert "标题" in refused(title="长" * 201)
        assert "审级" in refused(instance=suit(people.agency).instances.get())
        VoidDispute(None, review, today=TODAY, ground="重复").perform()
        assert "作废" in refused()

    def test_it_belongs_to_the_instance_that_was_chosen(self, people, client):
        case = appealed(ended(suit(people.agency), "quashed", date(2026, 4, 1)), date(2026, 4, 10))
        first = case.instances.get(position=1)
        sent = {"kind": "judgment", "file": SimpleUploadedFile("判决.txt", WORDS), "on": "2026-04-01"}
        sent["instance"] = first.public_id
        assert client.post(address("act", case.public_id, "wenjian"), sent).status_code == 302
        assert DisputeFile.objects.get().instance == first
        assert filed(case, "answer").instance.level == "appeal"

    def test_what_the_agency_made_is_looked_through_for_what_it_hides(self, people, client):
        case = suit(people.agency)
        made = filed(case, "answer", name="答辩状.docx", data=revised_word_file())
        received = filed(case, "complaint", name="起诉状.docx", data=revised_word_file())
        assert "批注" in made.hides
        assert received.hides == []
        assert "说不过去" not in str(made.findings)
        assert "文件中有：批注" in text(client.get(address("dispute", case.public_id)))


class TestWhoMay:
    def test_a_stranger_the_discipline_office_and_the_public(self, people, office_client, public_client, review):
        file = filed(review)
        places = [
            address("file", review.public_id, file.public_id),
            address("withdraw_file", review.public_id, file.public_id),
            address("act", review.public_id, "wenjian"),
        ]
        stranger = office_client(people.stranger)
        assert [stranger.get(place).status_code for place in places] == [404, 404, 404]
        discipline = office_client(MembershipFactory(agency=people.agency, role=Role.DISCIPLINE).user)
        assert discipline.get(places[0]).status_code == 200
        assert [discipline.post(place, {"ground": "不要"}).status_code for place in places[1:]] == [302, 302]
        for nobody in (None, UserFactory(system=True)):
            assert [office_client(nobody).get(place).status_code for place in places] == [302, 302, 302]
        for role in (Role.EDITOR, Role.RESEARCHER):
            person = MembershipFactory(agency=people.agency, role=role).user
            assert office_client(person).get(places[0]).status_code == 302
        assert [public_client.get(place).status_code for place in places] == [404, 404, 404]
        with pytest.raises(NoReverseMatch):
            reverse("disputes:file", args=["a", "b"], urlconf=settings.PUBLIC_URLCONF)
        file.refresh_from_db()
        assert file.withdrawn_at is None

    def test_the_acts_themselves_ask_who_it_is(self, people, review):
        file = filed(review)
        for person in (people.stranger, MembershipFactory(agency=people.agency, role=Role.DISCIPLINE).user):
            with pytest.raises(Refused, match="权限"):
                AddFile(person, review, Upload("a.txt", WORDS, "other"), on=ON, today=TODAY).perform()
            with pytest.raises(Refused, match="权限"):
                WithdrawFile(person, file, ground="不要", today=TODAY).perform()

    def test_a_file_is_found_in_its_own_dispute_only(self, people, client, review):
        file, other = filed(review), registered(people.agency)
        assert client.get(address("file", other.public_id, file.public_id)).status_code == 404

    def test_a_proof_of_identity_is_for_few_and_each_look_is_recorded(self, people, office_client, client, review):
        file = filed(review, "mandate")
        place = address("file", review.public_id, file.public_id)
        reviewer = MembershipFactory(agency=people.agency, role=Role.REVIEWER).user
        assert office_client(reviewer).get(place).status_code == 403
        assert not Entry.objects.filter(kind="dispute.identity_seen").exists()
        assert client.get(place).status_code == 200
        assert Entry.objects.get(kind="dispute.identity_seen").payload == {"file": file.public_id}

    def test_what_is_handed_out_has_no_power_over_the_site(self, client, review):
        shown = client.get(
            address("file", review.public_id, filed(review, name="通知.pdf", data=pdf("通知")).public_id)
        )
        assert shown["Content-Type"] == "application/pdf"
        assert "sandbox" in shown["Content-Security-Policy"]
        assert client.get(address("file", review.public_id, filed(review).public_id))["Content-Disposition"].startswith(
            "attachment"
        )


class TestWithdrawing:
    def test_it_needs_a_reason_happens_once_and_hides_nothing(self, people, client, review):
        file = filed(review)
        place = address("withdraw_file", review.public_id, file.public_id)
        assert client.get(place).status_code == 200
        assert client.post(place, {"ground": " "}).status_code == 422
        assert client.post(place, {"ground": "存错了案件"}).status_code == 302
        file.refresh_from_db()
        assert (file.withdrawn_by, file.withdrawn_reason) == (people.handler, "存错了案件")
        page = text(client.get(address("dispute", review.public_id)))
        assert "理由：存错了案件" in page
        assert place not in page
        assert "已经撤回" in text(client.post(place, {"ground": "再来一次"}))
        assert client.get(address("file", review.public_id, file.public_id)).status_code == 200
        assert Entry.objects.get(kind="dispute.file_withdrawn").payload["sha256"] == file.sha256

    def test_another_s_act_in_between_is_not_overwritten(self, client, review):
        file = filed(review)
        place = address("withdraw_file", review.public_id, file.public_id)
        assert "刷新页面" in text(client.post(place, {"ground": "存错了", "version": "1"}))


class TestErasing:
    def test_the_files_go_with_the_case_and_their_digests_stay(
        self, people, client, django_capture_on_commit_callbacks
    ):
        case = step(
            decided(taken_in(people.agency, today=TODAY), date(2026, 1, 12), today=TODAY),
            "served", date(2026, 1, 13), today=TODAY, method="post",
        )  # fmt: skip
        dispute = ended(registered(people.agency, application=case), "upheld", date(2026, 4, 1))
        file, gone = filed(dispute, title="申请人甲的通知"), filed(dispute)
        WithdrawFile(None, gone, today=TODAY, ground="申请人甲的").perform()
        other = filed(registered(people.agency))
        storage, places = file.file.storage, [file.file.name, gone.file.name]
        with django_capture_on_commit_callbacks(execute=True):
            assert erase_files(case) == 2
        assert not any(storage.exists(place) for place in places)
        assert storage.exists(other.file.name)
        sha256 = file.sha256
        file.refresh_from_db()
        assert (file.file.name, file.title, file.name, file.sha256) == ("", "（已清除）", "（已清除）", sha256)
        gone.refresh_from_db()
        assert gone.withdrawn_reason == ""
        assert client.get(address("file", dispute.public_id, file.public_id)).status_code == 404
        assert "申请人甲的" not in text(client.get(address("dispute", dispute.public_id)))
        case.erased_at = file.erased_at
        case.save()
        with pytest.raises(Refused, match="已经到期清除"):
            filed(dispute)
        assert erase_files(case) == 0


class TestWholeFile:
    @pytest.fixture
    def case(self, people):
        case = taken_in(people.agency, today=TODAY)
        review = registered(people.agency, application=case, number="澄复〔2026〕1号")
        case_at_court = suit(people.agency, application=case, number="（2026）澄01行初1号")
        papers = {
            review: {"review_notice": "通知", "review_reply": "复议答复", "review_decision": "决定", "mandate": "委托"},
            case_at_court: {"summons": "应诉", "answer": "答辩"},
        }
        for dispute, kind, name in ((it, kind, name) for it, of in papers.items() for kind, name in of.items()):
            filed(dispute, kind, name=f"{name}.pdf", data=pdf(f"{name}全文"))
        wrong = filed(review, "other", name="错.pdf", data=pdf("存错的全文"))
        WithdrawFile(None, wrong, today=TODAY, ground="存错").perform()
        return case

    def proposed(self, client, case, purpose: str) -> set[str]:
        page = text(client.get(reverse("applications:dossier", args=[case.public_id]), {"purpose": purpose}))
        names = {file.name: f'id="m-{file.public_id}" checked' for file in DisputeFile.objects.all()}
        return {name.removesuffix(".pdf") for name, ticked in names.items() if ticked in page}

    def exported(self, client, case, form: str, purpose: str = "whole") -> bytes:
        wanted = DisputeFile.objects.exclude(kind="mandate").values_list("public_id", flat=True)
        sent = {"purpose": purpose, form: "1", "material": list(wanted)}
        answer = client.post(reverse("applications:dossier", args=[case.public_id]), sent)
        assert answer.status_code == 200
        return bytes(answer.content)

    def test_what_is_proposed_fits_the_purpose(self, client, case):
        assert self.proposed(client, case, "whole") == {"通知", "复议答复", "决定", "应诉", "答辩"}
        assert self.proposed(client, case, "review") == {"复议答复"}
        assert self.proposed(client, case, "court") == {"决定", "答辩"}

    def test_the_archive_has_a_folder_for_each_dispute_and_their_chain(self, client, case):
        with zipfile.ZipFile(io.BytesIO(self.exported(client, case, "zip"))) as archive:
            names = archive.namelist()
            chain = archive.read("存证记录.json").decode()
        assert "复议诉讼/01-行政复议/01-通知.pdf" in names
        assert "复议诉讼/02-未经复议直接起诉/02-答辩.pdf" in names
        assert not any("错" in name or "委托" in name for name in names)
        assert "dispute.file_added" in chain

    def test_the_list_of_contents_has_a_heading_for_each(self, client, case):
        read = pdfium.PdfDocument(self.exported(client, case, "pdf"))
        pages = ["".join(page.get_textpage().get_text_range().split()) for page in read]
        assert "行政复议：澄复〔2026〕1号" in pages[0]
        assert "未经复议直接起诉：（2026）澄01行初1号" in pages[0]
        whole = "".join(pages)
        assert "行政复议审理情况" in whole
        assert "复议答复全文" in whole
        assert "存错的全文" not in whole
        bundle = pdfium.PdfDocument(self.exported(client, case, "pdf", "court"))
        assert "审理情况" not in "".join(page.get_textpage().get_text_range() for page in bundle)

    def test_a_proof_of_identity_that_is_taken_along_is_recorded(self, client, case):
        mandate = DisputeFile.objects.get(kind="mandate")
        sent = {"purpose": "review", "zip": "1", "material": [mandate.public_id]}
        assert client.post(reverse("applications:dossier", args=[case.public_id]), sent).status_code == 200
        assert Entry.objects.get(kind="dispute.identity_seen").payload == {"file": mandate.public_id}

    def test_a_dispute_that_went_to_a_successor_is_not_handed_out_by_its_predecessor(self, people, client, case):
        Dispute.objects.filter(number="澄复〔2026〕1号").update(agency=people.other_agency)
        assert self.proposed(client, case, "whole") == {"应诉", "答辩"}


class TestKinds:
    def test_every_ending_has_the_paper_that_says_it(self):
        for group, endings in packaged_results().items():
            for ending in endings.values():
                level = "review" if group == "review" else (ending.levels or ("first",))[0]
                paper = result_paper(level, ending.id)
                assert paper.result, ending.id
                assert group in paper.groups, ending.id

    def test_an_agency_hides_kinds_and_adds_its_own_and_others_keep_theirs(self, people, review, client, office_client):
        registrar = office_client(MembershipFactory(agency=people.agency, role=Role.REGISTRAR).user)
        place = address("file_kinds")
        assert "法制机构审核意见" not in text(client.get(place))
        kept = [name for name in packaged_kinds() if name != "advice"]
        sent = {"used": kept, "own": "法制机构审核意见\n\n 法制机构审核意见 ", "ground": "内部规定"}
        assert client.post(place, sent).status_code == 422
        assert registrar.post(place, sent).status_code == 302
        assert registrar.post(place, sent).status_code == 422
        assert "法制机构审核意见" in text(client.get(place))
        offered = text(client.get(address("act", review.public_id, "wenjian")))
        assert "法制机构审核意见" in offered
        assert "复议意见书、司法建议书" not in offered
        assert "advice" in kinds_of(people.other_agency).offered("review")
        with pytest.raises(Refused, match="收到的还是制作的"):
            filed(review, "法制机构审核意见")
        assert filed(review, "法制机构审核意见", direction="made").title == "法制机构审核意见"
        entry = Entry.objects.get(kind="dispute.file_kinds_changed")
        assert entry.payload["own"] == [[], ["法制机构审核意见"]]

    @pytest.mark.parametrize(
        ("used", "own", "said"),
        [
            (None, ["判决书"], "已在通用种类中"),
            (None, ["长" * 41], "超过40字"),
            (None, [f"第{n}种" for n in range(31)], "不超过30种"),
            ([], [], "至少保留一种"),
            (None, [], "没有改动"),
        ],
    )
    def test_names_that_do_not_do_are_refused(self, people, used, own, said):
        with pytest.raises(Refused, match=said):
            ChangeFileKinds(
                None, people.agency, used=list(packaged_kinds()) if used is None else used, own=own, ground="试"
            ).perform()


def queries_of(client, place: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(place).status_code == 200
    return len(caught)


def test_the_page_asks_no_more_for_many_files(people, client, review) -> None:
    place = address("dispute", review.public_id)
    filed(review)
    queries_of(client, place)
    one = queries_of(client, place)
    for _ in range(5):
        WithdrawFile(people.handler, filed(review), today=TODAY, ground="存错").perform()
    assert queries_of(client, place) == one


def test_who_stands_in_files_as_long_as_his_role_lasts(people, office_client, review) -> None:
    role = MembershipFactory(agency=people.agency, role=Role.HANDLER)
    AddFile(role.user, review, Upload("a.txt", WORDS, "other"), on=ON, today=TODAY).perform()
    place = address("file", review.public_id, DisputeFile.objects.get().public_id)
    assert office_client(role.user).get(place).status_code == 200
    role.ended_at = timezone.now()
    role.save()
    person = User.objects.get(pk=role.user.pk)
    assert office_client(person).get(place).status_code == 302
    with pytest.raises(Refused, match="权限"):
        AddFile(person, review, Upload("b.txt", WORDS, "other"), on=ON, today=TODAY).perform()
