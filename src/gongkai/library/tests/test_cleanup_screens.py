"""A clean-up round on its screens, and what of it and of the library's other words goes public."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.library.actions import (
    ApplyRound,
    DecideItems,
    Declare,
    Details,
    DropRound,
    EnterDocument,
    Link,
    OpenRound,
    Relate,
)
from gongkai.library.actions.cleanup import Scope
from gongkai.library.cleanup_models import CleanUpRound
from gongkai.library.document_models import Document
from gongkai.library.enums import Decision, DocumentClass, RelationKind
from gongkai.library.marks import marks_for
from gongkai.library.office.panels import waiting_documents
from gongkai.library.tests.factories import TODAY, DocumentFactory
from gongkai.publishing.tests.factories import RecordFactory

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
AS_OF = date(2026, 5, 1)


@pytest.fixture
def desk(office_client):
    agency = AgencyFactory()
    editor = MembershipFactory(agency=agency, role=Role.EDITOR).user
    signer = MembershipFactory(agency=agency, role=Role.SIGNER).user
    documents = [DocumentFactory(agency=agency) for _ in range(2)]
    round = OpenRound(editor, agency, Scope("2026年文件清理", AS_OF, classes=("normative",)), today=TODAY).perform()
    return SimpleNamespace(
        agency=agency, editor=editor, signer=signer, documents=documents, round=round,
        items=list(round.items.values_list("public_id", flat=True)),
        client=office_client(editor), signing=office_client(signer), page=address("round", round.public_id),
    )  # fmt: skip


def address(name, *args):
    return reverse(f"library:{name}", args=args)


def refusal(action):
    with pytest.raises(Refused) as caught:
        action.perform()
    return caught.value.reasons


def decide_all(desk, ground="主要内容已被新规定替代。"):
    DecideItems(desk.editor, desk.round, desk.items, Decision.REPEAL, ground=ground).perform()


def test_the_ground_reads_well_on_the_public_page_and_holds_nothing_secret(desk):
    with_number = DecideItems(desk.editor, desk.round, desk.items, Decision.REPEAL, ground=f"举报人{NUMBER}")
    assert refusal(with_number) == ["“理由”中有居民身份证号码，公众会看到，请改正后再办。"]
    decide_all(desk)
    ApplyRound(desk.signer, desk.round, date(2026, 6, 1), today=TODAY).perform()
    document = Document.objects.get(pk=desk.documents[0].pk)
    (mark,) = marks_for(document.record, TODAY)
    assert mark.sentence == "本文件已于2026年6月1日废止：2026年文件清理，主要内容已被新规定替代。"


def test_the_form_says_that_the_ground_becomes_public(desk):
    assert "公众页面" in desk.client.get(desk.page).text
    assert "公众在文件的页面上立即看到" in desk.client.get(address("declare", desk.documents[0].public_id)).text


def test_other_words_of_the_library_are_looked_at_too(desk):
    document, record = desk.documents[0], RecordFactory(agency=desk.agency, signed_on=AS_OF)
    declared = Declare(None, document, "repealed", AS_OF, today=TODAY, ground=f"张某{NUMBER}")
    related = Relate(None, Link(RelationKind.REPEALS, None, document, f"《某决定》{NUMBER}", on=AS_OF), today=TODAY)
    entered = EnterDocument(None, record, Details("normative", title_note=f"经办{NUMBER}"), today=TODAY)
    for action, place in ((declared, "依据"), (related, "库外文件"), (entered, "题注")):
        assert [reason.split("中有")[0] for reason in refusal(action)] == [f"“{place}”"]


def test_ticks_survive_an_error_and_the_address_can_be_loaded_again(desk):
    answer = desk.client.post(desk.page, {"item": desk.items[:1], "decision": "repeal", "ground": ""})
    assert answer.status_code == 422
    assert answer.text.count("checked>") == 1
    assert desk.client.get(desk.page).status_code == 200
    said = {"item": desk.items[:1], "decision": "repeal", "ground": "任务完成"}
    assert desk.client.post(f"{desk.page}?decision=open", said)["Location"] == f"{desk.page}?decision=open"


def test_publishing_counts_what_has_no_opinion(desk):
    apply = address("apply", desk.round.public_id)
    assert "没有意见2份" in desk.signing.get(apply).text
    assert apply not in desk.signing.get(desk.page).text
    decide_all(desk)
    assert "没有意见" not in desk.signing.get(apply).text
    assert apply in desk.signing.get(desk.page).text


def test_the_signer_is_told_when_the_opinions_are_complete(desk):
    assert waiting_documents(desk.signer, TODAY) is None
    decide_all(desk)
    (row,) = waiting_documents(desk.signer, TODAY).rows
    assert (row.label, row.count) == ("清理意见已齐，待公布", 1)
    ApplyRound(desk.signer, desk.round, date(2026, 6, 1), today=TODAY).perform()
    assert waiting_documents(desk.signer, TODAY) is None


def test_a_round_is_dropped_while_nothing_of_it_is_published(desk):
    drop = address("drop_round", desk.round.public_id)
    assert drop in desk.client.get(desk.page).text
    assert refusal(DropRound(desk.signer, desk.round, ground="选错日期")) == ["您没有此项权限。"]
    assert desk.client.post(drop, {"ground": ""}).status_code == 422
    assert desk.client.post(drop, {"ground": "选错日期"}).status_code == 302
    assert not CleanUpRound.objects.exists()
    assert Document.objects.get(pk=desk.documents[0].pk).status == "in_force"
    again = OpenRound(desk.editor, desk.agency, Scope("2026年文件清理", AS_OF, classes=("normative",)), today=TODAY)
    desk.round = again.perform()
    desk.items = list(desk.round.items.values_list("public_id", flat=True))
    decide_all(desk)
    ApplyRound(desk.signer, desk.round, date(2026, 6, 1), today=TODAY).perform()
    assert "不能再改" in refusal(DropRound(desk.editor, desk.round, ground="选错日期"))[0]


def test_regulations_are_not_offered_to_whom_makes_none(desk):
    page = desk.client.get(address("open_round")).text
    assert f'value="{DocumentClass.NORMATIVE}"' in page
    assert f'value="{DocumentClass.REGULATION}"' not in page
