"""Accounts and their roles, under the separation of the three administrators (三员分立).

The system administrator makes accounts, which have no right at all; the security administrator gives and takes roles;
the audit administrator reads the ledger. Nobody gives anything to himself. Of the three, each appoints nobody to his
own part: the security administrator appoints, and only while there is none the system administrator may appoint one.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.login_failures import locked_until, unlock
from gongkai.agencies.models import Agency, Department, Membership, User
from gongkai.agencies.scoping import Scope

NOT_ONESELF = "不能为自己授权。"


def _is(actor: User | None, part: Administrator) -> bool:
    """Whether the actor holds this part; the command line's operator holds the machine."""
    return actor is None or (actor.is_active and actor.administrator == part)


class _OnAccount(Action[User]):
    """An act on an account."""

    def subject(self, result: User) -> str:
        """The account's opaque id."""
        return reference_to(result)


class _OnRole(Action[Membership]):
    """An act on a role that a person holds."""

    def subject(self, result: Membership) -> str:
        """The person's opaque id."""
        return reference_to(result.user)


class CreateUser(_OnAccount):
    """Make an account without any right."""

    kind = "user.created"

    def __init__(
        self, actor: User | None, *, username: str, display_name: str, password: str, email: str = "", ground: str = ""
    ) -> None:
        super().__init__(actor, ground=ground)
        self.username, self.display_name, self.password, self.email = username, display_name, password, email

    def refusals(self) -> list[str]:
        """Only the system administrator; the name must be free."""
        reasons = [] if _is(self.actor, Administrator.SYSTEM) else [NOT_YOURS]
        if not self.username:
            reasons.append("用户名不能为空。")
        elif User.objects.filter(username=User.normalize_username(self.username)).exists():
            reasons.append(f"已有用户名 {self.username}。")
        return reasons

    def change(self) -> User:
        """Save the account."""
        return User.objects.create_user(self.username, self.password, display_name=self.display_name, email=self.email)


class SetPassword(_OnAccount):
    """Give an account a new password; its sessions end."""

    kind = "user.password_set"

    def __init__(self, actor: User | None, user: User, *, password: str, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.user, self.password = user, password

    def refusals(self) -> list[str]:
        """Only the system administrator, and not an administrator's: that would be a way into the other's part."""
        reasons = [] if _is(self.actor, Administrator.SYSTEM) else [NOT_YOURS]
        if self.actor and self.user.administrator:
            reasons.append("管理员的密码由其本人修改，系统管理员不能代设。")
        return reasons

    def change(self) -> User:
        """Set it."""
        self.user.set_password(self.password)
        self.user.save(update_fields=["password"])
        return self.user


class SwitchUser(_OnAccount):
    """Switch an account off, or on again."""

    kind = "user.switched"

    def __init__(self, actor: User | None, user: User, *, active: bool, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.user, self.active = user, active

    def refusals(self) -> list[str]:
        """Only the system administrator, never oneself."""
        reasons = [] if _is(self.actor, Administrator.SYSTEM) else [NOT_YOURS]
        if self.actor == self.user:
            reasons.append("不能停用或启用自己的账号。")
        return reasons

    def change(self) -> User:
        """Save the switch."""
        self.user.is_active = self.active
        self.user.save(update_fields=["is_active"])
        Scope.forget(self.user)
        return self.user

    def payload(self, result: User) -> dict[str, Any]:
        """On or off."""
        return {"active": self.active}


class UnlockLogin(_OnAccount):
    """Let an account try again that has used up its wrong passwords."""

    kind = "user.login_unlocked"

    def __init__(self, actor: User | None, user: User, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.user = user

    def refusals(self) -> list[str]:
        """Only the security administrator, and where there is something to lift."""
        reasons = [] if _is(self.actor, Administrator.SECURITY) else [NOT_YOURS]
        if locked_until(self.user.username, timezone.now()) is None:
            reasons.append("此账号没有被锁定。")
        return reasons

    def change(self) -> User:
        """Forget the failures."""
        unlock(self.user.username)
        return self.user


class AppointAdministrator(_OnAccount):
    """Make an account one of the three administrators, or (part "") none any more."""

    kind = "user.administrator_appointed"

    def __init__(self, actor: User | None, user: User, part: str, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.user, self.part = user, part

    def refusals(self) -> list[str]:
        """One part a person and no duties beside it; by the security administrator, never for oneself."""
        reasons = [] if self._may() else [NOT_YOURS]
        if self.actor == self.user:
            reasons.append(NOT_ONESELF)
        if self.part and self.user.administrator and self.user.administrator != self.part:
            reasons.append("三员分立：一人不能兼任两种管理员，须先免去原有的管理员类别。")
        if self.part and self.user.memberships.current().exists():
            reasons.append("三员分立：管理员不能兼有业务角色，须先终止其业务角色。")
        return reasons

    def change(self) -> User:
        """Set the part."""
        self.user.administrator = self.part
        self.user.save(update_fields=["administrator"])
        Scope.forget(self.user)
        return self.user

    def payload(self, result: User) -> dict[str, Any]:
        """The part."""
        return {"part": self.part}

    def _may(self) -> bool:
        if _is(self.actor, Administrator.SECURITY):
            # Not the own part, neither giving nor taking: one security administrator cannot make or unmake another.
            return self.actor is None or Administrator.SECURITY not in (self.part, self.user.administrator)
        # A new installation has one administrator, who cannot give rights: so he appoints the one who can.
        return _is(self.actor, Administrator.SYSTEM) and self.part == Administrator.SECURITY and security_is_vacant()


def security_is_vacant() -> bool:
    """Whether there is no security administrator who can log in: only then does the system administrator appoint."""
    return not User.objects.filter(administrator=Administrator.SECURITY, is_active=True).exists()


class GrantRole(_OnRole):
    """Give a person a role in an agency or in one of its departments."""

    kind = "user.role_granted"

    def __init__(
        self,
        actor: User | None,
        user: User,
        role: str,
        agency: Agency,
        *,
        department: Department | None = None,
        ground: str = "",
    ) -> None:
        super().__init__(actor, ground=ground)
        self.membership = Membership(user=user, role=role, agency=agency, department=department)

    def refusals(self) -> list[str]:
        """By the security administrator, not to himself, not to an administrator, not twice."""
        new = self.membership
        reasons = [] if _is(self.actor, Administrator.SECURITY) else [NOT_YOURS]
        if self.actor == new.user:
            reasons.append(NOT_ONESELF)
        if new.role not in Role.values:
            reasons.append(f"没有“{new.role}”这一角色。")
        if new.user.administrator:
            reasons.append("三员分立：管理员不能兼有业务角色。")
        if new.department and new.department.agency_id != new.agency_id:
            reasons.append("内设机构不属于该机关。")
        same = new.user.memberships.current().filter(agency=new.agency, department=new.department, role=new.role)
        if same.exists():
            reasons.append("此人已有该角色。")
        return reasons

    def change(self) -> Membership:
        """Save it."""
        self.membership.save(force_insert=True)
        Scope.forget(self.membership.user)
        return self.membership

    def agency(self, result: Membership) -> Agency:
        """The agency in which the role holds."""
        return result.agency

    def payload(self, result: Membership) -> dict[str, Any]:
        """The role."""
        return {"role": result.role, "department": result.department.name if result.department else None}


class EndRole(_OnRole):
    """End a role; that it was held stays on record."""

    kind = "user.role_ended"

    def __init__(self, actor: User | None, membership: Membership, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.membership = membership

    def refusals(self) -> list[str]:
        """By the security administrator, once."""
        reasons = [] if _is(self.actor, Administrator.SECURITY) else [NOT_YOURS]
        if self.membership.ended_at:
            reasons.append("该角色已终止。")
        return reasons

    def change(self) -> Membership:
        """Set its end."""
        self.membership.ended_at = timezone.now()
        self.membership.save(update_fields=["ended_at"])
        Scope.forget(self.membership.user)
        return self.membership

    def agency(self, result: Membership) -> Agency:
        """The agency in which the role held."""
        return result.agency

    def payload(self, result: Membership) -> dict[str, Any]:
        """The role."""
        return {"role": result.role}
