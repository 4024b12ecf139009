"""Who keeps an agency's columns, items and profile, and who puts out what another has composed."""

from __future__ import annotations

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User

RELEASING = (Role.REVIEWER, Role.SIGNER)


def may_edit(actor: User | None, agency: Agency | None) -> bool:
    """Whether this person keeps the agency's columns: an editor of the whole agency, or the supervising office above.

    An editor of one department writes in its columns (`publishing.access`) and does not change the site. The operator
    at the command line may; a page that belongs to no agency is nobody's.
    """
    if actor is None:
        return True
    if agency is None:
        return False
    edits = any(
        held.role == Role.EDITOR and held.agency_id == agency.pk and held.department_id is None
        for held in actor.scope.memberships
    )
    return edits or supervises(actor, agency)


def may_release(actor: User | None, agency: Agency | None) -> bool:
    """Whether this person may put out a home page that somebody else has composed."""
    if actor is None:
        return True
    return agency is not None and (actor.scope.may_act(agency, *RELEASING) or supervises(actor, agency))


def supervises(actor: User, agency: Agency) -> bool:
    """Whether the person supervises the agency from an agency above it; one's own is kept by its editors."""
    return any(
        held.role == Role.SUPERVISOR and held.agency_id != agency.pk and agency.path.startswith(held.agency.path)
        for held in actor.scope.memberships
    )


def agencies_kept_by(user: User) -> list[Agency]:
    """The agencies whose columns this person keeps, in order."""
    condition = user.scope.condition("", Role.EDITOR, Role.SUPERVISOR)
    if condition is None:
        return []
    return [agency for agency in Agency.objects.filter(condition) if may_edit(user, agency)]
