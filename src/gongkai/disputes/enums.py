"""The vocabularies of a dispute: what it is, who the agency is in it, how far it has come."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """The three groups of table 四; the values are those of the cell ids."""

    REVIEW = "review", "行政复议"
    DIRECT = "litigation_direct", "未经复议直接起诉"
    AFTER_REVIEW = "litigation_after_review", "复议后起诉"


SUITS = (Kind.DIRECT, Kind.AFTER_REVIEW)


class Column(models.TextChoices):
    """The columns of table 四 besides 总计; the values are those of the cell ids."""

    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"
    PENDING = "pending", "尚未审结"


TOTAL = "total"


class Part(models.TextChoices):
    """What the agency is in a dispute. The reviewing body that is sued beside the first agency does not count it."""

    RESPONDENT = "respondent", "被申请人"
    DEFENDANT = "defendant", "被告"
    CO_DEFENDANT = "co_defendant", "共同被告（复议机关，不计入年报）"


class Level(models.TextChoices):
    """Before whom an instance is heard."""

    REVIEW = "review", "复议"
    FIRST = "first", "一审"
    APPEAL = "appeal", "二审"
    RETRIAL = "retrial", "再审"


class Procedure(models.TextChoices):
    """The procedure; cases of government information may be simplified (复议法 Art 53, 行诉法 Art 82)."""

    ORDINARY = "ordinary", "普通程序"
    SIMPLIFIED = "simplified", "简易程序"


class CountsInstance(models.TextChoices):
    """Which decision of a suit the annual report counts: no national text says so."""

    FINAL = "final", "生效裁判"
    FIRST = "first", "一审裁判"


class Unit(models.TextChoices):
    """How an ordered term is counted."""

    WORKING_DAYS = "working_days", "工作日"
    DAYS = "days", "日"


class Direction(models.TextChoices):
    """Whether a file came to the agency or from it."""

    RECEIVED = "received", "收到"
    MADE = "made", "制作"
