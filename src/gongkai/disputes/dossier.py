"""What the file of a case takes in of its reviews and suits: a page of their course, and their papers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from gongkai.agencies.action import reference_to
from gongkai.applications.casefile import CaseFile
from gongkai.applications.dossier_sections import Paper, Purpose, Section
from gongkai.applications.kept_files import KeptFile
from gongkai.disputes.actions.files import LookAtFile
from gongkai.disputes.enums import Kind
from gongkai.disputes.models import Dispute, DisputeFile
from gongkai.documents.official import TableCell
from gongkai.documents.official_pdf import OfficialPdf


def sections_of_disputes(file: CaseFile, purpose: Purpose) -> Sequence[Section]:
    """A section for each of the case's disputes that the person may see, in the order of their registration.

    Three queries.
    """
    mine = Dispute.objects.for_user(file.user).standing().filter(application=file.case).order_by("id")
    disputes = mine.select_related("agency").prefetch_related("instances", "files__instance")
    return [
        Section(
            f"{dispute.get_kind_display()}：{dispute.number or dispute.body}",
            f"复议诉讼/{number:02d}-{dispute.get_kind_display()}",
            reference_to(dispute),
            [_paper(dispute, each, purpose) for each in dispute.files.all() if each.counts],
            partial(_look, file),
            partial(_course, dispute),
        )
        for number, dispute in enumerate(disputes, 1)
    ]


def _paper(dispute: Dispute, file: DisputeFile, purpose: Purpose) -> Paper:
    kind = file.filed_as
    said = f"{file.on}{file.get_direction_display()}"
    return Paper(
        file,
        file.title,
        said if file.title == kind.name else f"{kind.name}，{said}",
        kind.proves,
        sensitive=kind.sensitive,
        proposed=not kind.sensitive and (purpose == "whole" or _is_evidence(dispute, file, purpose)),
    )


def _is_evidence(dispute: Dispute, file: DisputeFile, purpose: Purpose) -> bool:
    """What the agency hands in itself, in its own proceedings; before a court also how the review ended."""
    review = dispute.kind == Kind.REVIEW
    if purpose == "court" and review:
        return file.filed_as.result
    return file.filed_as.evidence and review == (purpose == "review")


def _look(case_file: CaseFile, file: KeptFile) -> object:
    assert isinstance(file, DisputeFile)
    return LookAtFile(case_file.user, file, today=case_file.today).perform()


def _course(dispute: Dispute) -> OfficialPdf:
    document = OfficialPdf("审理情况", dispute.agency.name)
    document.title(f"{dispute.get_kind_display()}审理情况")
    document.paragraph(f"争议事项：{dispute.subject}")
    document.paragraph(f"申请人、原告：{dispute.claimant}　本机关的地位：{dispute.get_part_display()}")
    rows = [("审级", "复议机关、法院", "案号", "受理、立案", "答复、答辩", "结果")]
    for it in dispute.instances.all():
        ended = f"{it.decided_on}　{it.result_name}" if it.result else dispute.state_name
        days = (str(it.accepted_on or ""), str(it.replied_on or ""))
        rows.append((it.get_level_display(), it.body, it.number, *days, ended))
    cells = [
        [
            TableCell(text, row, column, align="left" if row else "center", keep=not row)
            for column, text in enumerate(each)
        ]
        for row, each in enumerate(rows)
    ]
    document.table(cells, (10, 24, 20, 14, 14, 18), head_rows=1)
    return document
