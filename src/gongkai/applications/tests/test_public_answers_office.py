"""An answer is made public by two, without anybody's data; suggestions from outside are handled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import User
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.applications.actions import AddMaterial, Upload
from gongkai.applications.actions.public_answers import HandleSuggestion, ProposePublic, PublishAnswer, WithdrawAnswer
from gongkai.applications.actions.release import LetThrough
from gongkai.applications.models import Application, PublicAnswer, Suggestion
from gongkai.applications.public import public_answers
from gongkai.applications.tests.factories import TODAY, taken_in

pytestmark = pytest.mark.django_db
OfficeClient = Callable[[User], Client]
NUMBER = "身份证号码110101199003070038"


def officer(case: Application, role: Role) -> User:
    return MembershipFactory(agency=case.agency, role=role).user


@pytest.fixture
def case() -> Application:
    return taken_in(AgencyFactory())


def proposed(case: Application, by: User | None = None, **more) -> PublicAnswer:
    return ProposePublic(by, case, title="补偿安置方案", text="方案全文见附件。", **more).perform()


def test_nobody_outside_sees_a_proposal_until_somebody_else_publishes_it(case: Application) -> None:
    signer = officer(case, Role.SIGNER)
    MembershipFactory(agency=case.agency, user=signer, role=Role.HANDLER)
    answer = proposed(case, signer)
    assert not public_answers().exists()
    with pytest.raises(Refused, match="不能自己批准"):
        PublishAnswer(signer, answer, today=TODAY).perform()
    with pytest.raises(Refused) as refused:
        PublishAnswer(officer(case, Role.HANDLER), answer, today=TODAY).perform()
    assert refused.value.reasons == [NOT_YOURS]
    PublishAnswer(officer(case, Role.SIGNER), answer, today=TODAY).perform()
    assert public_answers().get().published_on == TODAY
    with pytest.raises(Refused, match="理由"):
        WithdrawAnswer(signer, answer).perform()
    WithdrawAnswer(signer, answer, ground="内容有误").perform()
    assert not public_answers().exists()


@pytest.mark.parametrize("text", [f"户主{NUMBER}", "申请人甲要求公开"])
def test_words_that_give_somebody_away_are_refused(case: Application, text: str) -> None:
    with pytest.raises(Refused, match="请删去"):
        ProposePublic(None, case, title="方案", text=text).perform()


def test_what_was_let_through_for_the_applicant_is_not_public(case: Application) -> None:
    action = AddMaterial(None, case, Upload("名单.txt", NUMBER.encode(), "answer"), today=TODAY)
    action.perform()
    assert action.material is not None
    LetThrough(None, case, action.material, today=TODAY, ground="本人信息").perform()
    with pytest.raises(Refused, match="不能向社会公开"):
        proposed(case, materials=[action.material])


def test_a_suggestion_is_answered_once_or_adopted_by_publishing(case: Application) -> None:
    first, second = (
        Suggestion.objects.create(agency=case.agency, text="请公开", application=of) for of in (case, None)
    )
    with pytest.raises(Refused, match="理由"):
        HandleSuggestion(None, second, reply="").perform()
    HandleSuggestion(None, second, reply="涉及第三方").perform()
    with pytest.raises(Refused, match="处理过"):
        HandleSuggestion(None, second, reply="再次").perform()
    PublishAnswer(None, proposed(case), today=TODAY).perform()
    first.refresh_from_db()
    assert (first.state, first.answer.title) == ("adopted", "补偿安置方案")


def test_the_way_on_screen(case: Application, office_client: OfficeClient) -> None:
    handler, signer = office_client(officer(case, Role.HANDLER)), office_client(officer(case, Role.SIGNER))
    address, overview = (
        reverse("applications:public_propose", args=[case.public_id]),
        reverse("applications:public_answers"),
    )
    assert handler.get(address).status_code == 200
    refused = handler.post(address, {"title": "方案", "text": NUMBER})
    assert refused.status_code == 422
    assert handler.post(address, {"title": "方案<b>", "text": "见附件"}).status_code == 302
    page = signer.get(overview).content.decode()
    assert "方案&lt;b&gt;" in page
    answer = PublicAnswer.objects.get()
    signer.post(overview, {"answer": answer.public_id, "publish": "1"})
    assert public_answers().count() == 1
    elsewhere = office_client(MembershipFactory(role=Role.SIGNER).user)
    assert elsewhere.post(overview, {"answer": answer.public_id, "ground": "x"}).status_code == 404
