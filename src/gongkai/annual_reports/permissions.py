"""Who may do what with an annual report. Screens ask here, and actions ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.agencies.enums import Role
from gongkai.applications.models import CASE_ROLES

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency, User
    from gongkai.annual_reports.models import AnnualReport

# Whoever prepares a report uploads it, says whose it is, puts figures right. Releasing it to the public is for fewer.
PREPARING = frozenset({Role.REGISTRAR, Role.HANDLER, Role.EDITOR, Role.REVIEWER, Role.SIGNER, Role.SUPERVISOR})
RELEASING = frozenset({Role.EDITOR, Role.SIGNER, Role.SUPERVISOR})
# A compiled report is approved by another person than the one who submits it.
APPROVING = frozenset({Role.REVIEWER, Role.SIGNER, Role.SUPERVISOR})


def may_upload(user: User) -> bool:
    """Whether the person may upload reports: whoever prepares them for some agency."""
    return bool(user.scope.all_roles() & PREPARING)


def may_prepare(user: User, report: AnnualReport) -> bool:
    """Whether the person may change the report: for its agency, or as the uploader of one that has no agency yet."""
    if report.agency is None:
        return report.uploaded_by_id == user.pk and may_upload(user)
    return may_prepare_for(user, report.agency)


def may_prepare_for(user: User, agency: Agency) -> bool:
    """Whether the person prepares reports for this agency."""
    return user.scope.may_act(agency, *PREPARING)


def may_approve_for(user: User, agency: Agency) -> bool:
    """Whether the person approves the reports that are compiled for this agency."""
    return user.scope.may_act(agency, *APPROVING)


def may_open_cases(user: User, agency: Agency) -> bool:
    """Whether the person may read the cases that a figure counts: whoever has to do with the agency's cases."""
    return bool(user.scope.roles_at(agency) & CASE_ROLES)


def may_release(user: User, report: AnnualReport) -> bool:
    """Whether the person may publish and withdraw the report."""
    return report.agency is not None and user.scope.may_act(report.agency, *RELEASING)
