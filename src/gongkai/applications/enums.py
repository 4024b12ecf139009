"""The vocabularies of a case: how it came, whose it is, where it stands."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.law.clock import STATES
from gongkai.law.events import KINDS, PARTIES
from gongkai.law.forms import packaged_forms


class Channel(models.TextChoices):
    """How an application came; the values are those of `gongkai.law.receipt`."""

    WEB = "web", "网上提交"
    COUNTER = "counter", "当面提交"
    LETTER = "letter", "平常信函"
    REGISTERED_LETTER = "registered_letter", "挂号信、快递"
    FAX = "fax", "传真"
    EMAIL = "email", "电子邮件"
    ORAL = "oral", "口头提出"


class Matter(models.TextChoices):
    """What is asked for. Only the first counts in table 三 of the annual report."""

    DISCLOSURE = "disclosure", "政府信息公开申请"
    CORRECTION = "correction", "更正本人信息申请"


class State(models.TextChoices):
    """Where a case is: before receipt, as the clock says, or registered by mistake."""

    SUBMITTED = "submitted", "待确认收到"
    OPEN = "open", STATES["open"]
    AWAITING_SUPPLEMENT = "awaiting_supplement", STATES["awaiting_supplement"]
    CONSULTING = "consulting", STATES["consulting"]
    AWAITING_FEE = "awaiting_fee", STATES["awaiting_fee"]
    AWAITING_REASONS = "awaiting_reasons", STATES["awaiting_reasons"]
    DECIDED = "decided", STATES["decided"]
    SERVED = "served", STATES["served"]
    WITHDRAWN = "withdrawn", STATES["withdrawn"]
    ABANDONED = "abandoned", STATES["abandoned"]
    VOID = "void", "已作废"


WAITING_FOR_OTHERS = frozenset(
    {State.AWAITING_SUPPLEMENT, State.CONSULTING, State.AWAITING_FEE, State.AWAITING_REASONS}
)


class PartyRole(models.TextChoices):
    """What somebody has to do with a case."""

    APPLICANT = "applicant", "申请人"
    AGENT = "agent", "代理人"
    THIRD_PARTY = "third_party", PARTIES["third_party"]
    JOINT_BODY = "joint_body", PARTIES["joint_body"]
    OTHER_AGENCY = "other_agency", PARTIES["other_agency"]


class MaterialKind(models.TextChoices):
    """What a file in the case is."""

    APPLICATION = "application", "申请书原件"
    IDENTITY = "identity", "身份证明"
    AUTHORITY = "authority", "授权委托书"
    SUPPLEMENT = "supplement", "补正材料"
    REASONS = "reasons", "理由说明"
    OPINION = "opinion", "征求意见回函"
    LETTER = "letter", "发出的文书"
    SEALED = "sealed", "盖章文书扫描件"
    ANSWER = "answer", "提供的政府信息"
    SERVICE = "service", "送达凭证"
    PAYMENT = "payment", "缴费凭证"
    EVIDENCE = "evidence", "办理材料"


# What shows who somebody is: opened by few, and each look is recorded.
SENSITIVE_MATERIALS = frozenset({MaterialKind.IDENTITY, MaterialKind.AUTHORITY})


class Method(models.TextChoices):
    """How an answer is served, or a notice given."""

    HAND = "hand", "直接送达"
    POST = "post", "邮寄送达"
    ONLINE = "online", "网上送达"
    EMAIL = "email", "电子邮件"


EVENT_KINDS = list(KINDS.items())


def applicant_types() -> list[tuple[str, Any]]:
    """The columns of table 三 that an applicant falls in, as choices in groups, labelled as the newest form does."""
    table = packaged_forms()["2021"].table("applications")
    choices: list[tuple[str, Any]] = []
    for column in table.blocks[0].columns:
        if column.id in table.total_columns:
            continue
        if len(column.heads) == 1:
            choices.append((column.id, column.label))
        elif choices[-1][0] != column.heads[-1]:
            choices.append((column.heads[-1], [(column.id, column.label)]))
        else:
            choices[-1][1].append((column.id, column.label))
    return choices
