"""What people do on the public site: apply, answer what the office asks, withdraw, give an opinion, suggest.

Nobody has an account there. `outsider` says who acts, and the procedure's table what he may do; the ledger never gets
what he writes.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.applications.actions.base import CaseAction
from gongkai.applications.actions.intake import LONGEST_TEXT, Contents, TakeIn, code_digest, query_code
from gongkai.applications.actions.materials import keep
from gongkai.applications.actions.steps import Happening, RecordStep
from gongkai.applications.enums import Channel, MaterialKind, Matter, Method, PartyRole, State
from gongkai.applications.kept_files import Upload, refused_upload
from gongkai.applications.models import Application, CaseEvent, Party, Suggestion
from gongkai.applications.office_settings import office_of
from gongkai.applications.procedure import APPLICANT, THIRD_PARTY

MOST_FILES = 10
"""Files that come with one step."""
CONSULTED_ROLES = frozenset({PartyRole.THIRD_PARTY, PartyRole.JOINT_BODY, PartyRole.OTHER_AGENCY})


class Apply(TakeIn):
    """Somebody applies on the public site. The receipt date waits for an officer's confirmation (Art 31(三))."""

    def __init__(self, agency: Agency, contents: Contents, *, today: date, submission_key: str) -> None:
        super().__init__(None, agency, contents, today=today, submission_key=submission_key, outsider=APPLICANT)

    def perform(self) -> Application:
        """As at the desk; of two that come at the same moment with one key, the second gets the first's case."""
        try:
            return super().perform()
        except IntegrityError:
            if known := Application.objects.filter(submission_key=self.submission_key).first():
                return known
            raise

    def refusals(self) -> list[str]:
        """Also where the agency takes none, and a correction without what proves it (Art 41)."""
        reasons = super().refusals()
        if not office_of(self.of).accepts:
            reasons.append(f"{self.of.name}不在本网站受理申请。")
        if self.contents.channel != Channel.WEB:
            reasons.append("网上提交的申请，提交方式应为网上提交。")
        evidence = any(upload.kind == MaterialKind.EVIDENCE for upload in self.contents.uploads)
        if self.contents.matter == Matter.CORRECTION and not evidence:
            reasons.append("申请更正本人信息，请上传能够证明记录不准确的材料。")
        return reasons


def code_of(case: Application) -> str:
    """The case's query code, "" where it has none."""
    return query_code(case.submission_key) if case.submission_key else ""


class OutsiderStep(RecordStep):
    """A step that somebody takes on the public site today, in words and with files."""

    longest = LONGEST_TEXT

    def __init__(
        self,
        application: Application,
        happening: Happening,
        *,
        outsider: str,
        today: date,
        text: str = "",
        uploads: Sequence[Upload] = (),
    ) -> None:
        super().__init__(None, application, happening, uploads=uploads, outsider=outsider, today=today)
        self.text = text.strip()

    def refusals(self) -> list[str]:
        """Also too much at once."""
        if len(self.text) > self.longest:
            return [f"文字不超过{self.longest}字；更长的内容请作为文件上传。"]
        if len(self.uploads) > MOST_FILES:
            return [f"一次最多上传{MOST_FILES}个文件。"]
        return super().refusals()

    def said(self) -> str:
        """What the person wrote."""
        return self.text


class Answer(OutsiderStep):
    """The applicant answers what he was asked for: the supplement (Art 30), or his reasons (Art 35)."""

    def __init__(
        self, application: Application, asked: CaseEvent, *, today: date, text: str = "", uploads: Sequence[Upload] = ()
    ) -> None:
        self.asked = asked
        happening = Happening(ANSWERS[asked.kind], today, answers=asked, method=Method.ONLINE)
        super().__init__(application, happening, outsider=APPLICANT, today=today, text=text, uploads=uploads)

    def refusals(self) -> list[str]:
        """Also nothing at all, and a second answer to the same."""
        if not self.text and not self.uploads:
            return ["请写明内容，或者上传文件。"]
        if any(event.answers_id == self.asked.pk for event in self.application.live_events()):
            return ["这一项已经提交过，不需要重复提交。"]
        return super().refusals()


ANSWERS = {"supplement_asked": "supplement_received", "reasons_asked": "reasons_received"}


class Withdraw(OutsiderStep):
    """The applicant withdraws his application."""

    def __init__(self, application: Application, *, today: date, text: str = "") -> None:
        happening = Happening("withdrawn", today, method=Method.ONLINE)
        super().__init__(application, happening, outsider=APPLICANT, today=today, text=text)


class SendProof(CaseAction):
    """The applicant sends what shows that he has paid. The office records the payment when the money has come."""

    kind = "application.proof_sent"
    act = "send_proof"

    def __init__(self, application: Application, uploads: Sequence[Upload], *, today: date) -> None:
        super().__init__(None, application, outsider=APPLICANT, today=today)
        self.uploads = tuple(uploads)
        self.digests: list[str] = []

    def refusals(self) -> list[str]:
        """Also no file, too many, or one that is none for a case."""
        if reasons := super().refusals():
            return reasons
        if not self.uploads:
            return ["请选择缴费凭证的文件。"]
        if len(self.uploads) > MOST_FILES:
            return [f"一次最多上传{MOST_FILES}个文件。"]
        return [sentence for upload in self.uploads if (sentence := refused_upload(upload))]

    def carry_out(self) -> None:
        """Keep the files."""
        self.digests = [keep(self.application, upload, None).sha256 for upload in self.uploads]

    def payload(self, result: Application) -> dict[str, Any]:
        """The files' digests."""
        return super().payload(result) | {"sha256": self.digests}


# ---------------------------------------------------------------- opinions (Arts 32 and 34)


def answer_code(party: Party) -> str:
    """The code in the link by which this party gives its opinion: the same each time it is asked for."""
    return query_code(f"opinion:{party.public_id}")


def answer_path(party: Party) -> str:
    """Where this party gives its opinion, from the site's root: for the letter, beneath the public site's address."""
    return f"/xxgk/yijian/{party.public_id}/{answer_code(party)}/"


def may_answer(party: Party, code: str) -> bool:
    """Whether the code is that of the party's link, and the link is open."""
    return bool(party.answer_digest) and hmac.compare_digest(party.answer_digest, code_digest(party.public_id, code))


class OpenAnswerLink(CaseAction):
    """Let a party give its opinion by its link, which the letter names (`answer_path`)."""

    kind = "application.answer_link_opened"
    act = "draft_letter"

    def __init__(self, actor: Any, application: Application, party: Party, *, today: date, **more: Any) -> None:
        super().__init__(actor, application, today=today, **more)
        self.party = party

    def refusals(self) -> list[str]:
        """Also for somebody who is not asked for an opinion in this case."""
        if reasons := super().refusals():
            return reasons
        ours = self.party.application_id == self.application.pk and self.party.role in CONSULTED_ROLES
        return [] if ours else ["所选的对象不是本件被征求意见的人。"]

    def carry_out(self) -> None:
        """Keep the code's digest."""
        self.party.answer_digest = code_digest(self.party.public_id, answer_code(self.party))
        self.party.save(update_fields=["answer_digest"])

    def payload(self, result: Application) -> dict[str, Any]:
        """For whom."""
        return super().payload(result) | {"party": self.party.public_id}


OPINIONS = {"agree": "同意公开", "disagree": "不同意公开", "partly": "部分同意公开"}


class GiveOpinion(OutsiderStep):
    """A third party or another body says whether it agrees (Art 32), once for each consultation."""

    def __init__(
        self,
        party: Party,
        sent: CaseEvent,
        *,
        today: date,
        opinion: str,
        reasons: str = "",
        signed: str = "",
        uploads: Sequence[Upload] = (),
    ) -> None:
        happening = Happening(
            "consultation_received",
            today,
            answers=sent,
            party_kind=sent.party_kind,
            party=party,
            method=Method.ONLINE,
        )
        words = [f"意见：{OPINIONS.get(opinion, '')}。", reasons.strip(), f"填写人：{signed.strip()}"]
        super().__init__(
            party.application, happening, outsider=THIRD_PARTY, today=today, text="\n".join(words), uploads=uploads
        )
        self.sent, self.opinion, self.reasons, self.signed = sent, opinion, reasons.strip(), signed.strip()

    def refusals(self) -> list[str]:
        """Also without an opinion, reasons or a name, and a second time."""
        if any(event.answers_id == self.sent.pk for event in self.application.live_events()):
            return ["意见已经提交过，只能提交一次；需要补充的，请与本机关联系。"]
        if self.opinion not in OPINIONS:
            return ["请选择是否同意公开。"]
        if self.opinion != "agree" and not self.reasons:
            return ["不同意或者部分同意公开的，请说明涉及的内容和理由。"]
        if not self.signed:
            return ["请填写填写人的姓名。"]
        return super().refusals()


# ---------------------------------------------------------------- suggestions (Art 44¶2)


class Suggest(Action[Suggestion]):
    """The applicant suggests that the information be made public. Sent twice, it is one suggestion."""

    kind = "suggestion.made"

    def __init__(self, application: Application, text: str, *, submission_key: str) -> None:
        super().__init__(None)
        self.application, self.text, self.submission_key = application, text.strip(), submission_key

    def perform(self) -> Suggestion:
        """As every action; one that came with this key already is given back."""
        with transaction.atomic():
            if known := Suggestion.objects.filter(submission_key=self.submission_key).first():
                return known
            return super().perform()

    def refusals(self) -> list[str]:
        """Nothing said, a book, or a case that was registered by mistake."""
        if self.application.state == State.VOID:
            return [NOT_YOURS]
        if not self.text:
            return ["请写明建议公开的信息和理由。"]
        return [] if len(self.text) <= LONGEST_SUGGESTION else [f"建议不超过{LONGEST_SUGGESTION}字。"]

    def change(self) -> Suggestion:
        """Keep it."""
        return Suggestion.objects.create(
            agency=self.application.agency,
            application=self.application,
            text=self.text,
            submission_key=self.submission_key,
        )

    def subject(self, result: Suggestion) -> str:
        """The suggestion."""
        return reference_to(result)

    def agency(self, result: Suggestion) -> Agency | None:
        """To whom."""
        return result.agency

    def actor_label(self) -> str:
        """The applicant."""
        return f"public:{APPLICANT}"

    def payload(self, result: Suggestion) -> dict[str, Any]:
        """The case from which it comes."""
        return {"application": self.application.public_id}


LONGEST_SUGGESTION = 2000
