"""The vocabularies of the library: classes of documents, states of validity, relations, media of interpretations.

The states that are kept are those that official pages show (有效性); what kinds of documents a library lists follows
the menus of real sections. No national table settles either.
"""

from django.db import models


class DocumentClass(models.TextChoices):
    """What a document is. The first two are the rows of the annual report's table (第二十条第一项)."""

    REGULATION = "regulation", "规章"
    NORMATIVE = "normative", "行政规范性文件"
    GOVERNMENT = "government", "政府文件"
    DEPARTMENT = "department", "部门文件"
    HISTORICAL = "historical", "历史文件"


class Status(models.TextChoices):
    """有效性 on a day. What was amended is still in force, in its amended form."""

    PENDING = "pending", "尚未施行"
    IN_FORCE = "in_force", "有效"
    AMENDED = "amended", "已修改"
    EXPIRED = "expired", "失效"
    REPEALED = "repealed", "废止"


STANDING = (Status.PENDING, Status.IN_FORCE, Status.AMENDED)
"""A document that neither ran out nor was repealed."""


class Change(models.TextChoices):
    """What turned a document's validity on a day."""

    MADE = "made", "制发"
    EFFECTIVE = "effective", "施行"
    AMENDED = "amended", "修改"
    REPEALED = "repealed", "废止"
    EXPIRED = "expired", "失效"
    CONTINUED = "continued", "延续有效期"
    RESTORED = "restored", "恢复效力"


class RelationKind(models.TextChoices):
    """What one document does to another."""

    AMENDS = "amends", "修改"
    REPEALS = "repeals", "废止"
    REPLACES = "replaces", "替代"
    IMPLEMENTS = "implements", "依据"


BACKWARDS = {
    RelationKind.AMENDS: "被修改",
    RelationKind.REPEALS: "被废止",
    RelationKind.REPLACES: "被替代",
    RelationKind.IMPLEMENTS: "据此制发",
}
"""The relation as the other document's page calls it."""


class DeclarationKind(models.TextChoices):
    """What an authority said of a document's validity without another document that amends or repeals it."""

    REPEALED = "repealed", "宣布废止"
    INVALID = "invalid", "宣布失效"
    CONTINUED = "continued", "继续有效"
    RESTORED = "restored", "恢复效力"


class Decision(models.TextChoices):
    """What a clean-up round 清理 decides of a document."""

    KEEP = "keep", "继续有效"
    AMEND = "amend", "予以修改"
    REPEAL = "repeal", "予以废止"
    INVALID = "invalid", "宣布失效"


class Medium(models.TextChoices):
    """How an interpretation is told."""

    TEXT = "text", "文字解读"
    PICTURE = "picture", "图解"
    CHART = "chart", "图表解读"
    AUDIO = "audio", "音频解读"
    VIDEO = "video", "视频解读"
    QUESTIONS = "questions", "问答解读"


class MadeOn(models.TextChoices):
    """Which day makes a document one of its year."""

    SIGNED = "signed", "成文日期"
    PUBLISHED = "published", "公布日期"


class Format(models.TextChoices):
    """The files that are made of a document's text."""

    DOCX = "docx", "Word 文档（DOCX）"
    PDF = "pdf", "PDF 文档"
    TXT = "txt", "纯文本（TXT）"
