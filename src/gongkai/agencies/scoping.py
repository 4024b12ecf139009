"""What a person may see: every query starts from here, not from all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from gongkai.agencies.enums import READING_ROLES, Role

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency, User


class Scope:
    """The agencies a person has to do with, worked out once for an account object (one request).

    A role counts for its own agency; the supervising office's also for every unit below it. The three administrators
    run the installation and see no agency's records; nor does an account that is switched off.
    """

    def __init__(self, user: User | AnonymousUser) -> None:
        self.roles: dict[int, set[str]] = {}
        self._supervised: tuple[str, ...] = ()
        if not user.is_authenticated or not user.is_active or user.administrator:
            return
        supervised = []
        for held in user.memberships.current().select_related("agency"):
            self.roles.setdefault(held.agency_id, set()).add(held.role)
            if held.role == Role.SUPERVISOR:
                supervised.append(held.agency.path)
        self._supervised = tuple(supervised)

    @classmethod
    def of(cls, user: User | AnonymousUser) -> Scope:
        """The person's scope, remembered on the account object."""
        scope: Scope | None = user.__dict__.get("_agencies_scope")
        if scope is None:
            scope = user.__dict__["_agencies_scope"] = cls(user)
        return scope

    @staticmethod
    def forget(user: User) -> None:
        """Work the scope out anew next time: the person's roles have changed."""
        user.__dict__.pop("_agencies_scope", None)

    def all_roles(self) -> frozenset[str]:
        """Every role the person has anywhere."""
        return frozenset(role for roles in self.roles.values() for role in roles)

    def condition(self, agency_field: str) -> Q | None:
        """The rows whose agency (`agency_field`, or "" for agencies themselves) is in scope; None for no rows."""
        key = f"{agency_field}__in" if agency_field else "pk__in"
        path = f"{agency_field}__path__startswith" if agency_field else "path__startswith"
        if not self.roles:
            return None
        condition = Q(**{key: list(self.roles)})
        for above in self._supervised:
            condition |= Q(**{path: above})
        return condition

    def roles_at(self, agency: Agency) -> frozenset[str]:
        """The person's roles that count for this agency."""
        roles = set(self.roles.get(agency.pk, ()))
        if any(agency.path.startswith(above) for above in self._supervised):
            roles.add(Role.SUPERVISOR)
        return frozenset(roles)

    def may_see(self, agency: Agency) -> bool:
        """Whether the agency's records are the person's to read."""
        return bool(self.roles_at(agency))

    def may_act(self, agency: Agency, *roles: str) -> bool:
        """Whether the person may change something here: in one of `roles`, or in any that is not for reading only."""
        held = self.roles_at(agency) - READING_ROLES
        return bool(held & set(roles)) if roles else bool(held)


class AgencyScopedQuerySet(models.QuerySet):
    """Base of the querysets of all records that belong to an agency.

    A model whose agency is reached by another name says so by a subclass with `agency_field`, as `"case__agency"`.
    """

    agency_field = "agency"

    def for_user(self, user: User | AnonymousUser) -> Self:
        """The rows that this person may see; none for somebody who is not logged in."""
        condition = Scope.of(user).condition(self.agency_field)
        return self.none() if condition is None else self.filter(condition)
