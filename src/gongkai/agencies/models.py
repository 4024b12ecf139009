"""Authorities, their departments and former names, and the people who work in them."""

from __future__ import annotations

from typing import NoReturn, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.calendar_models import CalendarVersion, CalendarYear, LocalDay  # noqa: F401, Django looks here
from gongkai.agencies.enums import Administrator, Kind, Level, NameKind, Role
from gongkai.agencies.identifiers import short_id
from gongkai.agencies.login_failures import LoginFailures
from gongkai.agencies.numbers import NumberSeries
from gongkai.agencies.profile_models import AgencyProfile, Leader
from gongkai.agencies.scoping import AgencyScopedQuerySet, Scope

__all__ = [
    "Agency",
    "AgencyName",
    "AgencyProfile",
    "Department",
    "Leader",
    "LoginFailures",
    "Membership",
    "NumberSeries",
    "User",
]

CODE_PATTERN = r"^[A-Za-z0-9-]{2,32}\Z"
CODE_RULE = "机关代码为 2 至 32 位，只能用英文字母、数字和连字符。"


class AgencyQuerySet(AgencyScopedQuerySet):
    """Agencies; scoped by themselves."""

    agency_field = ""

    def below(self, agency: Agency) -> Self:
        """The agency itself and every unit below it."""
        return self.filter(path__startswith=agency.path)


class Agency(models.Model):
    """An authority that publishes, answers applications and reports."""

    code = models.CharField(
        "机关代码", max_length=32, unique=True, validators=[RegexValidator(CODE_PATTERN, CODE_RULE)]
    )
    name = models.CharField("全称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=60, blank=True, db_index=True)
    parent = models.ForeignKey(
        "self", verbose_name="上级机关", null=True, blank=True, on_delete=models.PROTECT, related_name="units"
    )
    level = models.CharField("层级", max_length=16, choices=Level, default=Level.COUNTY)
    kind = models.CharField("机关性质", max_length=16, choices=Kind, default=Kind.DEPARTMENT)
    # The codes from the top down to here, each closed by "/": one comparison finds all units below.
    path = models.CharField(max_length=400, unique=True, editable=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    abolished_on = models.DateField("撤销日期", null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "机关"
        verbose_name_plural = "机关"
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How many agencies stand above this one."""
        return self.path.count("/") - 1

    def path_below(self, parent: Agency | None) -> str:
        """The path this agency has under that parent."""
        return f"{parent.path if parent else ''}{self.code}/"


class AgencyName(models.Model):
    """A name that an agency had: reports and cases of those years bear it."""

    agency = models.ForeignKey(Agency, verbose_name="机关", on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField("曾用名", max_length=100, db_index=True)
    kind = models.CharField("名称种类", max_length=8, choices=NameKind, default=NameKind.FULL)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "曾用名"
        verbose_name_plural = "曾用名"
        ordering = ["agency", "valid_until", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=models.F("valid_from")),
                name="agencies_agencyname_dates_in_order",
                violation_error_message="曾用名的停用日期不能早于启用日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department inside an agency, to which cases are routed."""

    agency = models.ForeignKey(Agency, verbose_name="机关", on_delete=models.PROTECT, related_name="departments")
    name = models.CharField("内设机构", max_length=100)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "内设机构"
        verbose_name_plural = "内设机构"
        ordering = ["agency", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="agencies_department_name_once",
                violation_error_message="该机关已有同名的内设机构。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there is no account that may do everything."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        """An account without any right: rights come from memberships or from one administrator's part."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *_args: object, **_fields: object) -> NoReturn:
        """Refused: 三员分立, nobody holds every right. Raises NotImplementedError."""
        raise NotImplementedError("本平台实行三员分立，不设超级用户；请用 gongkai serve 首次启动时建立系统管理员。")


class User(AbstractBaseUser, PermissionsMixin):
    """An account in the back office. The public needs none."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    username = models.CharField(
        "用户名",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "已有此用户名。"},
    )
    display_name = models.CharField("显示名称", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    administrator = models.CharField("管理员类别", max_length=8, choices=Administrator, blank=True)
    is_active = models.BooleanField("启用", default=True)
    date_joined = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_superuser=False),
                name="agencies_user_no_superuser",
                violation_error_message="本平台实行三员分立，不设超级用户。",
            ),
            # One column holds one part, so nobody can be two of the three; this keeps strange values out.
            models.CheckConstraint(
                condition=Q(administrator__in=["", *Administrator.values]),
                name="agencies_user_administrator_known",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """What screens call this person."""
        return str(self)

    def get_short_name(self) -> str:
        """What screens call this person where there is little room."""
        return str(self)

    @property
    def first_name(self) -> str:
        """Wagtail's menu shows this, and a user name where there is none."""
        return self.display_name

    @property
    def is_staff(self) -> bool:
        """Django asks this; everybody with an account works here."""
        return self.is_active

    @property
    def label(self) -> str:
        """The opaque name under which the ledger knows this account; no personal data."""
        return f"account:{self.public_id}"

    @property
    def scope(self) -> Scope:
        """The agencies this person has to do with."""
        return Scope.of(self)


class MembershipQuerySet(AgencyScopedQuerySet):
    """Who is what, where."""

    def current(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)


class Membership(models.Model):
    """A person's role in an agency, or in one of its departments. Ended, never deleted."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    user = models.ForeignKey(User, verbose_name="人员", on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, verbose_name="机关", on_delete=models.PROTECT, related_name="memberships")
    department = models.ForeignKey(
        Department,
        verbose_name="内设机构",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    granted_at = models.DateTimeField("授予时间", auto_now_add=True)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "角色"
        verbose_name_plural = "角色"
        ordering = ["agency", "role", "user"]
        constraints = [
            # Two, since in SQL one empty department differs from another.
            models.UniqueConstraint(
                fields=["user", "agency", "role"],
                condition=Q(ended_at__isnull=True, department__isnull=True),
                name="agencies_membership_once_in_agency",
                violation_error_message="此人已有该角色。",
            ),
            models.UniqueConstraint(
                fields=["user", "agency", "department", "role"],
                condition=Q(ended_at__isnull=True, department__isnull=False),
                name="agencies_membership_once_in_department",
                violation_error_message="此人已有该角色。",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="agencies_membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}（{self.agency}）"
