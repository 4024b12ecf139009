"""Who may do what with documents. Asked by the actions; screens ask it to know what to offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.library.enums import RelationKind

if TYPE_CHECKING:
    from gongkai.agencies.models import User
    from gongkai.library.document_models import Document

KEEPERS = (Role.EDITOR, Role.SUPERVISOR)
"""Who keeps the library: enters documents, says how they bear on one another, prepares clean-ups."""
APPLIERS = (Role.SIGNER, Role.SUPERVISOR)
"""Who lets the result of a clean-up take effect."""


def may_keep(user: User | None, agency: Agency) -> bool:
    """Whether the person keeps the agency's library; the command line always."""
    return user is None or user.scope.may_act(agency, *KEEPERS)


def may_apply(user: User | None, agency: Agency) -> bool:
    """Whether the person may put the result of the agency's clean-up into effect."""
    return user is None or user.scope.may_act(agency, *APPLIERS)


def may_relate(user: User | None, kind: str, source: Document | None, target: Document | None) -> bool:
    """Whether the person may say that one document does this to the other.

    What changes a document's validity is said by who keeps that document, or by who keeps the acting one if its agency
    stands above: nobody repeals the document of an agency that he has nothing to do with.
    """
    if user is None:
        return True
    if kind == RelationKind.IMPLEMENTS or target is None:
        return source is not None and may_keep(user, source.agency)
    if may_keep(user, target.agency):
        return True
    above = source is not None and target.agency.path.startswith(source.agency.path)
    return above and source is not None and may_keep(user, source.agency)


def of_one_family(one: Agency, other: Agency) -> bool:
    """Whether one agency is the other or stands above it."""
    return one.path.startswith(other.path) or other.path.startswith(one.path)
