"""Rights come from roles: which role may do what to which model is said by the room that owns the model."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib.auth.backends import ModelBackend
from django.db.models import Model

from gongkai.agencies.enums import Administrator, Role

if TYPE_CHECKING:
    from gongkai.agencies.models import User

_GRANTED: defaultdict[str, set[str]] = defaultdict(set)


def grant_permissions(holders: list[Role | Administrator], *permissions: str) -> None:
    """Let these roles (or administrators) do that; for a room's `AppConfig.ready`.

    `permissions` are Django's, as `"annual_reports.change_report"`. A permission opens the screen; what a person
    sees and changes there is still scoped by agency (`for_user`) and checked by the action.
    """
    for holder in holders:
        _GRANTED[holder].update(permissions)


def permissions_of(user: User) -> frozenset[str]:
    """All that this account may do, by its roles or by its part as administrator."""
    if not user.is_active:
        return frozenset()
    holders = {user.administrator} if user.administrator else user.scope.all_roles()
    granted = frozenset(permission for holder in holders for permission in _GRANTED[holder])
    return granted | {"wagtailadmin.access_admin"} if holders else granted


class RoleBackend(ModelBackend):
    """Passwords as Django keeps them; rights from memberships only, no groups, no superuser."""

    def get_user_permissions(self, user_obj: User, obj: Model | None = None) -> set[str]:  # type: ignore[override]
        """None: rights are not given to accounts one by one."""
        return set()

    def get_group_permissions(self, user_obj: User, obj: Model | None = None) -> set[str]:  # type: ignore[override]
        """None of its own: a role says it all."""
        return set()

    def get_all_permissions(self, user_obj: User, obj: Model | None = None) -> set[str]:  # type: ignore[override]
        """The permissions of the account's roles; none for an object, which actions decide."""
        if user_obj.is_anonymous or obj is not None:
            return set()
        return set(permissions_of(user_obj))
