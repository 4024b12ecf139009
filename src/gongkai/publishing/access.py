"""Who may do what with records, per agency and column. Asked by the actions; screens ask it to know what to offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.publishing.column_models import ColumnPage

if TYPE_CHECKING:
    from gongkai.agencies.models import User

TAKERS_AWAY = (Role.EDITOR, Role.REVIEWER, Role.SIGNER, Role.SECRECY_REVIEWER)
"""Taking away must not wait for somebody's absence."""
RELEASERS = (Role.SIGNER,)
CONSULTERS = (Role.EDITOR, Role.HANDLER, Role.REVIEWER, Role.SECRECY_REVIEWER)
LEAK_HANDLERS = (Role.SECRECY_REVIEWER, Role.SIGNER)
PURGERS = (Role.SECRECY_REVIEWER, Role.SIGNER)


def may_edit(user: User | None, column: ColumnPage) -> bool:
    """Whether the person edits in this column: an editor of the whole agency, or of the column's department.

    `None` is the command line, whose operator holds the machine anyway. A column of no agency is nobody's.
    """
    if column.issuer_id is None:
        return False
    if user is None:
        return True
    return any(
        held.role == Role.EDITOR
        and held.agency_id == column.issuer_id
        and (held.department_id is None or column.department_id in (None, held.department_id))
        for held in user.scope.memberships
    )


def editable_columns(user: User, agency: Agency) -> list[ColumnPage]:
    """The open columns of the agency in which the person may write, in the order of the tree."""
    columns = ColumnPage.objects.filter(issuer=agency, status="open", view__in=("records", "single")).order_by("path")
    return [column for column in columns if may_edit(user, column)]


def may_act(user: User | None, agency: Agency, *roles: Role) -> bool:
    """Whether the person has one of the roles for the agency; the command line always."""
    return user is None or user.scope.may_act(agency, *roles)
