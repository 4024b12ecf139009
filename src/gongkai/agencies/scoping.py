"""What a person may see: every query starts from here, not from all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from gongkai.agencies.enums import INSIDE_ROLES, REACHING_ROLES, READING_ROLES, Role

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency, Membership, User


class Scope:
    """The agencies a person has to do with, worked out once for an account object (one request).

    A role counts for its own agency; one of REACHING_ROLES also for every unit below it. A researcher has to do with
    no agency: he reads what is public, of all. The three administrators run the installation and see no agency's
    records; nor does an account that is switched off.
    """

    def __init__(self, user: User | AnonymousUser) -> None:
        self._held: tuple[Membership, ...] = ()
        if user.is_authenticated and user.is_active and not user.administrator:
            self._held = tuple(user.memberships.current().select_related("agency"))

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

    @property
    def memberships(self) -> tuple[Membership, ...]:
        """The person's current roles with their agencies."""
        return self._held

    def all_roles(self) -> frozenset[str]:
        """Every role the person has anywhere."""
        return frozenset(held.role for held in self._held)

    def condition(self, agency_field: str, *roles: str) -> Q | None:
        """The rows whose agency (`agency_field`, or "" for agencies themselves) is in scope; None for no rows.

        With `roles`, only what is in scope through one of these.
        """
        prefix = f"{agency_field}__" if agency_field else ""
        held = [membership for membership in self._held if membership.role in (roles or INSIDE_ROLES)]
        if not held:
            return None
        condition = Q(**{f"{agency_field or 'pk'}__in": sorted({membership.agency_id for membership in held})})
        for path in sorted({membership.agency.path for membership in held if membership.role in REACHING_ROLES}):
            condition |= Q(**{f"{prefix}path__startswith": path})
        return condition

    def roles_at(self, agency: Agency) -> frozenset[str]:
        """The person's roles that count for this agency."""
        return frozenset(
            held.role
            for held in self._held
            if held.agency_id == agency.pk or (held.role in REACHING_ROLES and agency.path.startswith(held.agency.path))
        )

    def may_see(self, agency: Agency) -> bool:
        """Whether the agency's records are the person's to read."""
        return bool(self.roles_at(agency) & INSIDE_ROLES)

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
        """The rows that this person may see; none for somebody who is not logged in.

        A researcher's are also those that are public. A screen that shows more of a row than the public reads (its
        draft, what reviewers said) asks for those `inside`.
        """
        seen = self.inside(user)
        return seen | self.published() if Role.RESEARCHER in Scope.of(user).all_roles() else seen

    def inside(self, user: User | AnonymousUser) -> Self:
        """The rows of the agencies that this person works in or looks after, all of each row."""
        condition = Scope.of(user).condition(self.agency_field)
        return self.none() if condition is None else self.filter(condition)

    def published(self) -> Self:
        """The rows that the public may read, whosever they are: none, where a model does not say which."""
        return self.none()
