"""Rights come from roles: which role may do what to which model is said by the room that owns the model."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from gongkai.agencies.action import LOGIN, reference_to
from gongkai.agencies.address import origin_of
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.login_failures import begin
from gongkai.ledger.actions import append, reference

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
    """Passwords as Django keeps them, so many tries; rights from memberships only, no groups, no superuser."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_fields: Any
    ) -> User | None:
        """The account, if name and password are right and neither it nor the address has used up its tries.

        Raises PermissionDenied, which no other backend is asked after, where one has: `login_failures.refusal` has
        the sentence. What uses up the tries is recorded. A program without a request is not held back.
        """
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password)
        username = get_user_model().normalize_username(username)
        attempt = begin(username, origin_of(request), timezone.now())
        if attempt is None:
            raise PermissionDenied
        user = super().authenticate(request, username, password)
        if user is not None:
            attempt.succeeded()
        for key in () if user else attempt.used_up:
            _record_lock(key, username)
        return user

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


def _record_lock(key: str, username: str) -> None:
    """Say in the ledger which account, or which address (by its digest), has to wait. A name nobody has is no one's."""
    kind, _, digest = key.partition(":")
    subject = reference("agencies.loginfailures", digest[:12])
    if kind == "account":
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            return
        subject = reference_to(user)
    append("user.login_locked", actor=LOGIN, subject=subject, payload={"what": kind})
