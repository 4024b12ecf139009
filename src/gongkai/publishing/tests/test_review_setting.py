"""By how many stages an agency reviews: three levels unless it says otherwise, and never fewer than three people."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.ledger.models import Entry
from gongkai.publishing import review
from gongkai.publishing.actions import PassStage, Publish, ReturnDraft
from gongkai.publishing.actions.reviewing import MORE_STAGES
from gongkai.publishing.enums import ReviewWay, Stage
from gongkai.publishing.live_gate import opened
from gongkai.publishing.models import ReviewTask
from gongkai.publishing.queries import waiting_for
from gongkai.publishing.review_setting import ASKED_FOR, SetReviewWay, SkipDropped
from gongkai.publishing.tests.line import FIT, Line, person, reasons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> Line:
    return Line()


def set_way(line: Line, way: ReviewWay) -> None:
    SetReviewWay(line.signer, line.agency, way, ground="本机关审核制度").perform()


@pytest.mark.parametrize("way", ReviewWay)
def test_each_way_has_its_stages_and_as_many_people(line: Line, way: ReviewWay) -> None:
    if way != ReviewWay.THREE:
        set_way(line, way)
    record = line.pass_stages(line.send(line.draft()), upto=len(way.stages) - 1)
    assert record.stage == Stage.THIRD
    record = line.pass_stages(record)
    assert record.stage == Stage.APPROVED
    steps = review.history(record)
    assert [review.stage_of(step) for step in steps] == list(way.stages)
    assert len({line.editor, *(step.finished_by for step in steps)}) == way.people >= review.FEWEST
    assert Publish(line.signer, record, now=timezone.now()).perform().live


def test_with_one_level_nobody_passes_what_he_wrote_and_nobody_acts_twice(line: Line) -> None:
    set_way(line, ReviewWay.ONE)
    for who in (line.editor, line.secrecy):
        for role in (Role.SECRECY_REVIEWER, Role.SIGNER):
            if not who.memberships.filter(role=role).exists():
                MembershipFactory(user=who, agency=line.agency, role=role)
        who.scope.forget(who)
    record = line.send(line.draft())
    assert record.stage == Stage.SECRECY
    assert reasons_of(PassStage(line.editor, record, secrecy=FIT)) == [review.WRITER]
    record = PassStage(line.secrecy, record, secrecy=FIT).perform()
    assert reasons_of(PassStage(line.secrecy, record)) == [review.TWICE]
    assert reasons_of(PassStage(line.editor, record)) == [review.WRITER]
    record = PassStage(line.signer, record).perform()
    TaskState.objects.filter(finished_by=line.secrecy).update(finished_by=line.signer)
    assert "各审批环节须由不同的人办理。" in reasons_of(Publish(line.editor, record, now=timezone.now()))


def test_two_people_are_too_few_whatever_is_set(line: Line) -> None:
    """A draft that nobody is known to have written does not make two people enough."""
    set_way(line, ReviewWay.ONE)
    record = line.approved()
    record.revisions.update(user=None)
    record.author = None
    with opened():
        record.save()
    assert reasons_of(Publish(line.editor, record, now=timezone.now())) == ["起草和审批至少须有3个人。"]


def test_what_is_under_way_when_stages_are_added_is_sent_again(line: Line) -> None:
    set_way(line, ReviewWay.ONE)
    first, approved = line.pass_stages(line.send(line.draft()), upto=1), line.approved()
    set_way(line, ReviewWay.THREE)
    assert reasons_of(PassStage(line.signer, first)) == [MORE_STAGES]
    assert reasons_of(Publish(line.signer, approved, now=timezone.now())) == ["本稿尚未经过初审、复审。"]
    returned = ReturnDraft(line.signer, first, "增加了环节").perform()
    assert line.send(returned).stage == Stage.FIRST


@pytest.mark.parametrize("way", [ReviewWay.TWO, ReviewWay.ONE])
@pytest.mark.parametrize("passed", range(5))
def test_what_is_under_way_when_stages_fall_away_skips_them(
    line: Line, office_client, way: ReviewWay, passed: int
) -> None:
    """At each stage of three levels: what is shown and who has something to do are those of the new way."""
    record = line.pass_stages(line.send(line.draft()), upto=passed)
    before = Stage(record.stage)
    set_way(line, way)
    record.refresh_from_db()
    people = dict(zip(ReviewWay.THREE.stages, line.reviewers, strict=True))
    if before == Stage.APPROVED:
        assert record.stage == before
    else:
        left = ReviewWay.THREE.stages[passed:]
        assert record.stage == next(stage for stage in left if stage in way.stages)
        waiting = [stage for stage, who in people.items() if record in waiting_for(who)]
        # Who reviews at the second stage may do so at the first one as well.
        assert record.stage in waiting
        page = office_client(line.editor).get(reverse("publishing:record", args=[record.public_id])).content.decode()
        shown = re.findall(r"<b>(初审|复审|保密审查|终审)</b>", page)
        done = ReviewWay.THREE.stages[:passed]
        assert shown == [stage.label for stage in ReviewWay.THREE.stages if stage in (*done, *way.stages)]
    record = line.pass_stages(record)
    assert record.stage == Stage.APPROVED
    judges = {step.finished_by for step in review.history(record) if step.status == "approved"}
    assert len(judges | {line.editor}) >= review.FEWEST
    assert Publish(line.signer, record, now=timezone.now()).perform().live


def test_the_only_reviewer_of_the_first_stage_leaves_the_next_to_others(line: Line) -> None:
    record = line.send(line.draft())
    set_way(line, ReviewWay.TWO)
    record = PassStage(line.reviewer, record).perform()
    assert record.stage == Stage.SECRECY
    assert record in waiting_for(line.secrecy)
    assert [review.stage_of(step) for step in review.history(record) if step.status == "skipped"] == [Stage.SECOND]


def test_whoever_passed_a_stage_that_fell_away_passes_no_other(line: Line) -> None:
    MembershipFactory(user=line.handler, agency=line.agency, role=Role.SIGNER)
    line.handler.scope.forget(line.handler)
    record = line.pass_stages(line.send(line.draft()), upto=2)
    set_way(line, ReviewWay.ONE)
    record = PassStage(line.secrecy, record, secrecy=FIT).perform()
    assert reasons_of(PassStage(line.handler, record)) == [review.TWICE]
    assert record not in waiting_for(line.handler)
    assert record in waiting_for(line.signer)


def test_a_stage_that_was_skipped_and_is_asked_for_again_is_not_taken_as_passed(line: Line) -> None:
    record = line.pass_stages(line.send(line.draft()), upto=1)
    set_way(line, ReviewWay.TWO)
    set_way(line, ReviewWay.THREE)
    record.refresh_from_db()
    assert record.stage == Stage.SECRECY
    assert reasons_of(PassStage(line.secrecy, record, secrecy=FIT)) == [MORE_STAGES]


def test_a_stage_that_is_asked_for_is_not_skipped(line: Line) -> None:
    record = line.send(line.draft())
    assert reasons_of(SkipDropped(line.signer, record)) == [ASKED_FOR]
    assert reasons_of(SkipDropped(line.handler, record)) == [NOT_YOURS]


def test_who_signs_or_supervises_sets_it_with_a_ground_and_the_ledger_keeps_it(line: Line) -> None:
    above = AgencyFactory()
    line.agency.parent = above
    line.agency.path = f"{above.path}{line.agency.code}/"
    line.agency.save()
    supervisor = person(above, Role.SUPERVISOR)
    for who in (line.editor, line.secrecy, Line().signer, person(line.agency, Role.SUPERVISOR)):
        assert reasons_of(SetReviewWay(who, line.agency, ReviewWay.ONE, ground="制度")) == [NOT_YOURS]
    assert "依据" in reasons_of(SetReviewWay(line.signer, line.agency, ReviewWay.ONE, ground=" "))[0]
    SetReviewWay(supervisor, line.agency, ReviewWay.TWO, ground="本机关审核制度").perform()
    entry = Entry.objects.filter(kind="publishing.review_way_set").get()
    assert (entry.payload, entry.ground) == ({"from": "three", "to": "two"}, "本机关审核制度")
    assert "没有任何改动" in reasons_of(SetReviewWay(line.signer, line.agency, ReviewWay.TWO, ground="制度"))[0]


def test_it_is_set_on_screen_and_shown_with_the_people_it_takes(line: Line, office_client) -> None:
    address = reverse("publishing:set_review", args=[line.agency.code])
    assert office_client(line.editor).get(address).status_code in (302, 403)
    signer = office_client(line.signer)
    assert signer.post(address, {"way": "one", "ground": ""}).status_code == 422
    assert signer.post(address, {"way": "one", "ground": "本机关审核制度"}).status_code == 302
    shown = signer.get(reverse("publishing:profile")).content.decode()
    assert "一级审批和保密审查" in shown
    assert "保密审查、终审；至少3个人" in shown
    record = line.send(line.draft())
    page = signer.get(reverse("publishing:record", args=[record.public_id])).content.decode()
    assert "复审" not in page
    assert "终审" in page


def test_ways_share_their_stages(line: Line) -> None:
    for way in ReviewWay:
        review.workflow(way)
        assert review.workflow(way) == review.workflow(way)
    assert ReviewTask.objects.count() == 4
