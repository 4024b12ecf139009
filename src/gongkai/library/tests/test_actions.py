"""What is done with documents: by whom, on what ground, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.enums import Kind, Level, Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.ledger.models import Entry
from gongkai.library.actions import (
    AmendDocument,
    AmendInterpretation,
    ApplyRound,
    ChangeOffice,
    DecideItems,
    Declare,
    Details,
    EnterDocument,
    EnterInterpretation,
    Link,
    OpenRound,
    RegisterNumber,
    Relate,
    Telling,
    Undeclare,
    Unrelate,
)
from gongkai.library.actions.cleanup import Scope
from gongkai.library.document_models import Document, Relation
from gongkai.library.enums import Decision, DeclarationKind, DocumentClass, Medium, RelationKind, Status
from gongkai.library.media import chart_rows, question_pairs
from gongkai.library.projection import refresh
from gongkai.library.tests.factories import TODAY, DocumentFactory, policy_column
from gongkai.publishing.live_gate import opened
from gongkai.publishing.models import Attachment, Record, RecordFile
from gongkai.publishing.signals import record_changed
from gongkai.publishing.tests.factories import RecordFactory

pytestmark = pytest.mark.django_db
NORMATIVE = DocumentClass.NORMATIVE


@pytest.fixture
def desk():
    """An agency with who keeps its library and who answers for it, and somebody from elsewhere."""
    agency = AgencyFactory(code="CS")
    editor = MembershipFactory(agency=agency, role=Role.EDITOR).user
    signer = MembershipFactory(agency=agency, role=Role.SIGNER).user
    stranger = MembershipFactory(role=Role.EDITOR).user
    return SimpleNamespace(agency=agency, editor=editor, signer=signer, stranger=stranger)


def refused(action) -> str:
    with pytest.raises(Refused) as caught:
        action.perform()
    return "".join(caught.value.reasons)


def document(desk, **fields) -> Document:
    return DocumentFactory(agency=desk.agency, **fields)


def record(desk, **fields):
    return RecordFactory(agency=desk.agency, column=policy_column(desk.agency), published=True, **fields)


def test_a_record_becomes_a_document(desk):
    other = AgencyFactory(name="测试市财政局")
    details = Details(
        NORMATIVE, issuers=("测试机关甲", other.name), effective_on=date(2024, 4, 1), expires_on=date(2026, 3, 31)
    )
    made = EnterDocument(desk.editor, record(desk, signed_on=date(2024, 3, 1)), details, today=TODAY).perform()
    assert (made.status, made.status_since, made.made_on) == (Status.EXPIRED, date(2026, 4, 1), date(2024, 3, 1))
    assert [(issuer.name, issuer.agency) for issuer in made.issuers.all()] == [
        ("测试机关甲", None),
        (other.name, other),
    ]
    entry = Entry.objects.get(kind="document.entered")
    assert (entry.chain, entry.payload["status"]) == ("CS", "expired")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"document_class": DocumentClass.REGULATION}, "没有规章制定权"),
        ({"expires_on": date(2024, 1, 1)}, "早于制发日期"),
        ({"effective_on": date(2025, 1, 1), "expires_on": date(2024, 6, 1)}, "有效期不能在施行日期以前届满"),
        ({"published_on": date(1024, 1, 1)}, "早于1949年"),
    ],
)
def test_details_that_cannot_be(desk, fields, said):
    details = replace(Details(NORMATIVE), **fields)
    assert said in refused(EnterDocument(None, record(desk, signed_on=date(2024, 3, 1)), details, today=TODAY))


def test_only_who_keeps_the_library_and_only_once(desk):
    of = record(desk, signed_on=date(2024, 3, 1))
    assert refused(EnterDocument(desk.stranger, of, Details(NORMATIVE), today=TODAY)) == NOT_YOURS
    EnterDocument(desk.editor, of, Details(NORMATIVE), today=TODAY).perform()
    assert "已经在文件库" in refused(EnterDocument(desk.editor, of, Details(NORMATIVE), today=TODAY))


def test_a_city_may_make_regulations():
    city = AgencyFactory(level=Level.MUNICIPAL, kind=Kind.GOVERNMENT)
    of = RecordFactory(agency=city, column=policy_column(city), published=True, signed_on=date(2024, 3, 1))
    assert EnterDocument(None, of, Details(DocumentClass.REGULATION), today=TODAY).perform().pk


def test_registration_numbers_are_drawn_one_after_another_and_imported_ones_are_kept(desk):
    first, second = document(desk), document(desk)
    imported = Details(NORMATIVE, registration_number="CSDR-2024-00007")
    AmendDocument(desk.editor, first, imported, today=TODAY, ground="补登记号").perform()
    odd = Details(NORMATIVE, registration_number="X登字第3号")
    third = AmendDocument(desk.editor, document(desk), odd, today=TODAY, ground="补登记号").perform()
    drawn = RegisterNumber(desk.editor, second, today=TODAY).perform()
    assert drawn.registration_number == "CSDR-2024-00008"
    assert (third.registration_number, third.registration_odd) == ("X登字第3号", True)
    assert "不再更换" in refused(RegisterNumber(desk.editor, drawn, today=TODAY))
    assert "只用于" in refused(RegisterNumber(desk.editor, document(desk, document_class="government"), today=TODAY))


def test_a_repeal_shows_on_the_other_document_and_can_be_taken_back(desk):
    old, new = document(desk), document(desk, signed_on=date(2025, 5, 1))
    link = Link(RelationKind.REPEALS, new, old)
    relation = Relate(desk.editor, link, today=TODAY).perform()
    old.refresh_from_db()
    assert (relation.on, old.status, old.status_since) == (date(2025, 5, 1), Status.REPEALED, date(2025, 5, 1))
    assert old.turns.last().by == new
    assert "已有这一关系" in refused(Relate(desk.editor, link, today=TODAY))
    assert "理由" in refused(Unrelate(desk.editor, relation, today=TODAY, ground=""))
    Unrelate(desk.editor, relation, today=TODAY, ground="登记错误").perform()
    old.refresh_from_db()
    assert old.status == Status.IN_FORCE


def test_part_of_a_document_repealed_leaves_it_amended(desk):
    old, new = document(desk), document(desk, signed_on=date(2025, 5, 1))
    Relate(desk.editor, Link(RelationKind.REPEALS, new, old, articles="第三条"), today=TODAY).perform()
    old.refresh_from_db()
    assert old.status == Status.AMENDED


def test_a_draft_repeals_nothing_until_it_goes_out(desk):
    old = document(desk)
    draft = document(desk, signed_on=date(2025, 5, 1), published=False)
    Relate(desk.editor, Link(RelationKind.REPLACES, draft, old), today=TODAY).perform()
    old.refresh_from_db()
    assert old.status == Status.IN_FORCE
    with opened():
        Record.objects.filter(pk=draft.record.pk).update(live=True, state="published", published_at="2025-05-02T00:00Z")
    draft.record.refresh_from_db()
    record_changed.send(Record, record=draft.record, kind="published")
    old.refresh_from_db()
    assert old.status == Status.REPEALED


def test_nobody_repeals_the_document_of_an_agency_he_has_nothing_to_do_with(desk):
    others = DocumentFactory()
    own = document(desk, signed_on=date(2025, 5, 1))
    assert refused(Relate(desk.editor, Link(RelationKind.REPEALS, own, others), today=TODAY)) == NOT_YOURS
    below = DocumentFactory(agency=AgencyFactory(parent=desk.agency))
    assert Relate(desk.editor, Link(RelationKind.REPEALS, own, below), today=TODAY).perform().pk
    assert Relate(desk.editor, Link(RelationKind.IMPLEMENTS, own, others), today=TODAY).perform().pk


def test_relations_that_cannot_be(desk):
    old, new = document(desk), document(desk, signed_on=date(2025, 5, 1))
    assert "制发在前" in refused(Relate(None, Link(RelationKind.AMENDS, old, new), today=TODAY))
    assert "自身" in refused(Relate(None, Link(RelationKind.AMENDS, old, old), today=TODAY))
    assert "另一份文件" in refused(Relate(None, Link(RelationKind.IMPLEMENTS, old, None), today=TODAY))
    same_day = document(desk, signed_on=date(2025, 5, 1))
    Relate(None, Link(RelationKind.AMENDS, new, same_day), today=TODAY).perform()
    assert "互相" in refused(Relate(None, Link(RelationKind.REPEALS, same_day, new), today=TODAY))


def test_a_declaration_and_its_taking_back(desk):
    of = document(desk, expires_on=date(2025, 12, 31))
    assert "依据" in refused(Declare(desk.editor, of, DeclarationKind.INVALID, date(2025, 1, 1), today=TODAY))
    continued = Declare(
        desk.editor, of, DeclarationKind.CONTINUED, date(2026, 1, 1), until=date(2028, 12, 31), today=TODAY,
        ground="评估结论",
    ).perform()  # fmt: skip
    assert (continued.status, continued.valid_until) == (Status.IN_FORCE, date(2028, 12, 31))
    said = of.declarations.get()
    Undeclare(desk.editor, said, today=TODAY, ground="登记错误").perform()
    of.refresh_from_db()
    assert of.status == Status.EXPIRED


def test_what_somebody_else_did_meanwhile_is_not_overwritten(desk):
    of = document(desk)
    RegisterNumber(desk.editor, of, today=TODAY).perform()
    late = AmendDocument(desk.editor, of, Details(NORMATIVE), today=TODAY, ground="更正", version=1)
    assert "他人办理过" in refused(late)


def test_the_day_turns_a_status_once_with_its_entry(desk):
    of = document(desk, expires_on=date(2026, 6, 30))
    assert of.next_turn_on == date(2026, 7, 1)
    assert refresh(date(2026, 6, 30)) == 0
    assert refresh(date(2026, 7, 3)) == 1
    assert refresh(date(2026, 7, 3)) == 0
    of.refresh_from_db()
    assert (of.status, of.status_since, of.next_turn_on) == (Status.EXPIRED, date(2026, 7, 1), None)
    entry = Entry.objects.get(kind="document.turned")
    assert entry.payload == {"was": "in_force", "status": "expired", "since": "2026-07-01"}


def test_the_day_of_making_follows_the_agencys_setting(desk):
    of = document(desk, signed_on=date(2024, 12, 30), published_on=date(2025, 1, 6))
    values = {"made_on": "published"}
    assert refused(ChangeOffice(desk.editor, desk.agency, values, today=TODAY, ground="口径")) == NOT_YOURS
    ChangeOffice(desk.signer, desk.agency, values, today=TODAY, ground="省里口径").perform()
    of.refresh_from_db()
    assert of.made_on == date(2025, 1, 6)


@pytest.mark.parametrize("pattern", ["{code}", "{year}", "{nothing}-{number}", "登{year}{number.x}", "{"])
def test_a_pattern_that_gives_one_number_twice_is_refused(desk, pattern):
    change = ChangeOffice(desk.signer, desk.agency, {"registration_pattern": pattern}, today=TODAY, ground="改")
    assert "登记号格式" in refused(change)


class TestCleanUp:
    def opened(self, desk, **fields):
        scope = replace(Scope("2026年文件清理", date(2026, 5, 1)), **fields)
        return OpenRound(desk.editor, desk.agency, scope, today=TODAY).perform()

    def test_it_lists_what_stood_on_its_day(self, desk):
        kept = document(desk)
        document(desk, expires_on=date(2025, 1, 1))
        document(desk, signed_on=date(2026, 5, 2))
        document(desk, published=False)
        round = self.opened(desk)
        assert [item.document for item in round.items.all()] == [kept]
        with pytest.raises(Refused, match="同名"):
            self.opened(desk)

    def test_units_are_listed_only_when_asked_for(self, desk):
        document(desk)
        DocumentFactory(agency=AgencyFactory(parent=desk.agency))
        assert self.opened(desk).items.count() == 1
        assert self.opened(desk, name="含单位", with_units=True).items.count() == 2

    def test_decisions_take_effect_together(self, desk):
        documents = [document(desk) for _ in range(4)]
        round = self.opened(desk)
        items = list(round.items.all())
        decisions = (Decision.KEEP, Decision.AMEND, Decision.REPEAL, Decision.INVALID)
        early = ApplyRound(desk.signer, round, date(2026, 6, 1), today=TODAY)
        assert "还有4份" in refused(early)
        for item, decision in zip(items, decisions, strict=True):
            until = date(2031, 5, 1) if decision == Decision.KEEP else None
            DecideItems(desk.editor, round, [item.public_id], decision, ground="评估意见", until=until).perform()
        assert refused(ApplyRound(desk.editor, round, date(2026, 6, 1), today=TODAY)) == NOT_YOURS
        ApplyRound(desk.signer, round, date(2026, 6, 1), today=TODAY).perform()
        for each in documents:
            each.refresh_from_db()
        assert [each.status for each in documents] == ["in_force", "in_force", "repealed", "expired"]
        assert documents[0].valid_until == date(2031, 5, 1)
        assert documents[2].turns.last().because == "2026年文件清理，评估意见"
        again = DecideItems(desk.editor, round, [items[0].public_id], Decision.REPEAL, ground="改")
        assert "不能再改" in refused(again)

    def test_the_document_that_publishes_the_result_is_what_repeals(self, desk):
        old = document(desk)
        round = self.opened(desk)
        result = document(desk, signed_on=date(2026, 5, 20), title="关于公布文件清理结果的决定")
        items = list(round.items.values_list("public_id", flat=True))
        DecideItems(desk.editor, round, items, Decision.REPEAL, ground="已被上位法替代").perform()
        ApplyRound(desk.signer, round, date(2026, 6, 1), today=TODAY, result=result).perform()
        assert Relation.objects.get(source=result, target=old).kind == RelationKind.REPEALS

    def test_a_ground_is_asked_for(self, desk):
        document(desk)
        round = self.opened(desk)
        items = list(round.items.values_list("public_id", flat=True))
        assert "理由" in refused(DecideItems(desk.editor, round, items, Decision.REPEAL, ground=""))
        assert "选择" in refused(DecideItems(desk.editor, round, ["nothing"], Decision.REPEAL, ground="因"))


class TestInterpretations:
    def attached(self, of, name: str, data: bytes = b"data") -> Attachment:
        file = Attachment(title=name, agency=of.agency)
        file.file.save(name, ContentFile(data))
        file.save()
        with opened():
            RecordFile.objects.create(record=of, file=file, title=name)
        return file

    @pytest.mark.parametrize(
        ("telling", "said"),
        [
            (Telling(Medium.PICTURE), "须有文件"),
            (Telling(Medium.PICTURE), "替代文字"),
            (Telling(Medium.AUDIO), "文字稿"),
            (Telling(Medium.VIDEO), "字幕文件"),
            (Telling(Medium.CHART), "图表须有数据"),
            (Telling(Medium.CHART, content={"rows": [["甲", "多"]]}), "没有数字"),
            (Telling(Medium.CHART, content={"rows": [["甲", "1.005"]]}), "最多两位小数"),
            (Telling(Medium.CHART, content={"rows": [["甲", "Infinity"]]}), "不小于 0 的数字"),
            (Telling(Medium.QUESTIONS), "须有问答"),
            (Telling(Medium.QUESTIONS, content={"pairs": [["何时施行？", ""]]}), "缺少"),
            (Telling(series="一图读懂"), "序号"),
            (Telling(meeting_on=date(2026, 1, 5)), "会议名称"),
        ],
    )
    def test_each_medium_has_what_makes_it_usable(self, desk, telling, said):
        assert said in refused(EnterInterpretation(desk.editor, record(desk), telling))

    def test_a_picture_is_among_the_records_attachments(self, desk):
        of = record(desk)
        loose = Attachment(title="图", agency=desk.agency)
        loose.file.save("a.png", ContentFile(b"x"))
        loose.save()
        telling = Telling(Medium.PICTURE, file=loose, alternative="图中写明四项措施。")
        assert "不是这条信息的附件" in refused(EnterInterpretation(desk.editor, of, telling))
        kept = replace(telling, file=self.attached(of, "b.png"))
        assert EnterInterpretation(desk.editor, of, kept).perform().as_drafted().file

    def test_captions_are_read(self, desk):
        of = record(desk)
        video, empty = self.attached(of, "a.mp4"), self.attached(of, "a.vtt", b"WEBVTT\n\n")
        telling = Telling(Medium.VIDEO, file=video, captions=empty)
        assert "文件中没有字幕" in refused(EnterInterpretation(desk.editor, of, telling))
        full = self.attached(of, "b.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\n政策要点\n".encode())
        made = EnterInterpretation(desk.editor, of, replace(telling, captions=full)).perform().as_drafted()
        assert (made.captions, made.alternative) == (full, "政策要点")

    def test_documents_and_series_both_ways(self, desk):
        first, second = document(desk), document(desk)
        of = record(desk)
        made = EnterInterpretation(
            desk.editor, of, Telling(documents=[first], series="一图读懂", series_number=1)
        ).perform()
        assert list(first.interpretations.all()) == [made]
        changed = AmendInterpretation(desk.editor, made, Telling(documents=[second]), version=1).perform()
        assert (list(changed.documents.all()), changed.series) == ([second], None)
        strange = Telling(documents=[DocumentFactory()])
        assert "不是本机关" in refused(EnterInterpretation(desk.editor, record(desk), strange))

    def test_how_charts_and_questions_are_typed(self):
        assert chart_rows("城镇新增就业，120\n失业再就业\t35\n\n") == [["城镇新增就业", "120"], ["失业再就业", "35"]]
        assert chart_rows("2025年：1500\n2024, 300.5\n2023　1,300.25\n甲,乙:7\n没有") == [
            ["2025年", "1500"], ["2024", "300.5"], ["2023", "1300.25"], ["甲,乙", "7"], ["没有", ""],
        ]  # fmt: skip
        typed = "问：何时施行？\n答：4月1日。\n另有过渡期。\n问：适用于谁？\n答：本市企业。"
        assert question_pairs(typed) == [["何时施行？", "4月1日。\n另有过渡期。"], ["适用于谁？", "本市企业。"]]
