"""Levels, kinds of body, roles: the vocabularies of who publishes and who works."""

from django.db import models


class Level(models.TextChoices):
    """The administrative level an authority stands on."""

    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    MUNICIPAL = "municipal", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"


class Kind(models.TextChoices):
    """What kind of body it is. Art 49 gives departments and governments different dates for the annual report."""

    GOVERNMENT = "government", "人民政府（县级以上）"
    DEPARTMENT = "department", "政府部门"
    DISPATCHED = "dispatched", "派出机关"
    TOWNSHIP = "township", "乡镇人民政府、街道办事处"
    AUTHORISED = "authorised", "法律、法规授权的组织"
    PUBLIC_SERVICE = "public_service", "公共企事业单位"


class Role(models.TextChoices):
    """What a person may do for an agency. Duties of people, not of computers: see `Administrator` for those."""

    REGISTRAR = "registrar", "受理员"
    HANDLER = "handler", "承办员"
    REVIEWER = "reviewer", "审核员"
    SIGNER = "signer", "签发人"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查员"
    EDITOR = "editor", "编辑"
    SUPERVISOR = "supervisor", "主管部门"
    DISCIPLINE = "discipline", "纪检监察"
    RESEARCHER = "researcher", "数据研究"


# Whoever has only these reads and changes nothing.
READING_ROLES = frozenset({Role.DISCIPLINE, Role.RESEARCHER})
# These count for the agency and for every unit below it.
REACHING_ROLES = frozenset({Role.SUPERVISOR, Role.DISCIPLINE})
# Whoever works inside an agency sees its records; research is done on what is public, and sees that of all agencies.
INSIDE_ROLES = frozenset(Role) - {Role.RESEARCHER}


class Administrator(models.TextChoices):
    """The three administrators (三员): a person is at most one of them, and then nothing else."""

    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"


class NameKind(models.TextChoices):
    """Which kind of name a former name was."""

    FULL = "full", "全称"
    SHORT = "short", "简称"
