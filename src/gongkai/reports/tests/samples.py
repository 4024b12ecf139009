"""A few sound sets of figures, made up for tests: every relation of their form holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.model import CellValue, Number, Report

FORM_2021 = packaged_forms()["2021"]
FORM_2019 = packaged_forms()["2019"]

LATER_FORMS = Path(__file__).parent / "forms"
"""A folder with the made-up form of a later year, for `Forms(PACKAGED, LATER_FORMS)`."""

KINDS = (
    "natural_person",
    "enterprise",
    "research_institution",
    "social_organisation",
    "legal_service",
    "other_organisation",
)


def by_kind(row: str, *counts: int) -> dict[str, Number]:
    """A row of table 三 by kind of applicant."""
    return {f"applications.{row}.{kind}": count for kind, count in zip(KINDS, counts, strict=True)}


def filled(form: Form, figures: Mapping[str, Number]) -> dict[str, Number]:
    """All cells of the form: the figures given, the totals that follow from them, and 0 for the rest."""
    cells: dict[str, Number] = {cell: figures.get(cell, 0) for cell in form.cells}
    unknown = set(figures) - set(cells)
    if unknown:
        raise ValueError(f"not on form {form.id}: {sorted(unknown)}")
    for _ in range(2):  # sums of sums: the rows' totals of a column's total
        for relation in form.relations():
            if len(relation.right) == 1:
                cells[relation.right[0]] = sum(cells[cell] for cell in relation.left)
    for relation in form.relations():
        if sum(cells[cell] for cell in relation.left) != sum(cells[cell] for cell in relation.right):
            raise ValueError(f"{relation.rule} does not hold along {relation.along or relation.right[0]}")
    return cells


ZERO_2021 = filled(FORM_2021, {})
"""A small office without applications."""

SMALL_2021 = filled(
    FORM_2021,
    {
        "proactive.normative_documents.made": 2,
        "proactive.normative_documents.repealed": 1,
        "proactive.normative_documents.in_force": 9,
        "proactive.licences.decided": 386,
        "proactive.penalties.decided": 27,
        "proactive.coercive_measures.decided": 3,
        "proactive.fees.amount": Decimal("412.36"),
        "applications.received.natural_person": 31,
        "applications.received.enterprise": 5,
        "applications.carried_in.natural_person": 2,
        "applications.granted.natural_person": 14,
        "applications.granted.enterprise": 3,
        "applications.granted_in_part.natural_person": 4,
        "applications.refused.third_party.natural_person": 1,
        "applications.unable.not_held.natural_person": 9,
        "applications.unable.not_held.enterprise": 2,
        "applications.declined.repeat.natural_person": 1,
        "applications.other.other.natural_person": 1,
        "applications.carried_out.natural_person": 3,
        "review.upheld": 2,
        "review.pending": 1,
        "litigation_direct.upheld": 1,
    },
)
"""A county department with a normal year."""

LARGE_2021 = filled(
    FORM_2021,
    {
        "proactive.regulations.made": 3,
        "proactive.regulations.in_force": 58,
        "proactive.normative_documents.made": 141,
        "proactive.normative_documents.repealed": 88,
        "proactive.normative_documents.in_force": 1207,
        "proactive.licences.decided": 1_846_203,
        "proactive.penalties.decided": 733_418,
        "proactive.coercive_measures.decided": 21_954,
        "proactive.fees.amount": Decimal("68215.4027"),
        **by_kind("received", 2841, 173, 4, 6, 39, 12),
        **by_kind("carried_in", 97, 8, 0, 1, 0, 0),
        **by_kind("granted", 1107, 88, 2, 3, 17, 5),
        **by_kind("granted_in_part", 402, 21, 1, 0, 4, 2),
        "applications.refused.state_secret.natural_person": 3,
        "applications.refused.third_party.natural_person": 61,
        "applications.refused.internal_affairs.natural_person": 24,
        "applications.refused.deliberative.enterprise": 6,
        "applications.refused.enforcement_file.natural_person": 40,
        "applications.refused.administrative_query.natural_person": 112,
        **by_kind("unable.not_held", 834, 41, 1, 2, 12, 4),
        "applications.unable.needs_creation.natural_person": 37,
        "applications.unable.still_unclear.natural_person": 18,
        "applications.declined.petition.natural_person": 66,
        "applications.declined.repeat.natural_person": 52,
        "applications.declined.confirm_or_reissue.natural_person": 5,
        "applications.other.not_supplemented.natural_person": 29,
        "applications.other.fee_unpaid.natural_person": 2,
        "applications.other.other.legal_service": 3,
        **by_kind("carried_out", 146, 25, 0, 2, 3, 1),
        "review.upheld": 84,
        "review.corrected": 13,
        "review.other": 22,
        "review.pending": 31,
        "litigation_direct.upheld": 7,
        "litigation_direct.other": 2,
        "litigation_direct.pending": 5,
        "litigation_after_review.upheld": 19,
        "litigation_after_review.corrected": 1,
        "litigation_after_review.pending": 8,
    },
)
"""A large city's government."""

SMALL_2019 = filled(
    FORM_2019,
    {
        "proactive.normative_documents.made": 3,
        "proactive.normative_documents.published": 3,
        "proactive.normative_documents.public_total": 17,
        "proactive.licences.items_last_year": 14,
        "proactive.licences.items_change": -2,
        "proactive.licences.decided": 265,
        "proactive.other_services.items_last_year": 21,
        "proactive.other_services.items_change": 4,
        "proactive.other_services.decided": 1730,
        "proactive.penalties.items_last_year": 96,
        "proactive.penalties.items_change": 11,
        "proactive.penalties.decided": 52,
        "proactive.coercive_measures.items_last_year": 7,
        "proactive.fees.items_last_year": 5,
        "proactive.fees.items_change": -1,
        "proactive.procurement.items": 12,
        "proactive.procurement.amount": Decimal("839.7204"),
        "applications.received.natural_person": 18,
        "applications.received.legal_service": 2,
        "applications.granted.natural_person": 7,
        "applications.granted_in_part.legal_service": 2,
        "applications.refused.deliberative.natural_person": 1,
        "applications.unable.not_held.natural_person": 6,
        "applications.declined.petition.natural_person": 1,
        "applications.other.natural_person": 1,
        "applications.carried_out.natural_person": 2,
        "review.corrected": 1,
        "litigation_after_review.upheld": 1,
    },
)
"""A county department on the trial form."""


def report_of(figures: Mapping[str, Number], form: Form = FORM_2021, **fields: object) -> Report:
    """A report as a reader would give it, with these figures in its tables and nothing else wrong with it."""
    agency = "清源市人民政府" if figures.get("proactive.regulations.in_force") else "清源县自然资源局"
    report = Report(
        file="sample.txt",
        agency=agency,
        agency_printed=agency,
        year=form.first_year,
        form=form.id,
        title=f"{agency}{form.first_year}年政府信息公开工作年度报告",
        signed=date(form.first_year + 1, 1, 20),
        cells={cell: CellValue(value, str(value), f"cell {n}") for n, (cell, value) in enumerate(figures.items(), 1)},
        missing=[cell for cell in form.cells if cell not in figures],
        sections={str(section.number): "" for section in form.sections},
        tables={table.id: "found" for table in form.tables},
    )
    for name, value in fields.items():
        if not hasattr(report, name):
            raise TypeError(name)
        setattr(report, name, value)
    return report
