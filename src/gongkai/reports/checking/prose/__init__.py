"""The figures in a report's text: against one another, against the tables, and what is odd about them.

A false alarm on a sound report is as bad as a miss: what a number counts is read first, from every word of its clause,
and a number that is not wholly understood is compared with nothing.
"""

from __future__ import annotations

from gongkai.reports.checking.prose import (
    against_applications,
    against_registers,
    observations,
    percentages,
    sums,
    suspicions,
)
from gongkai.reports.checking.prose.text import passages
from gongkai.reports.model import Finding, Report


def findings(report: Report) -> list[Finding]:
    """What the report's prose contradicts, in itself or in its tables (Art 50: one set of facts, stated once).

    Works on the repaired lines; reports in traditional characters are read in simplified ones.
    """
    text = passages(report)
    return [
        *sums.check(text),
        *against_applications.check(report, text),
        *against_registers.check(report, text),
        *percentages.check(report, text),
        *observations.check(report, text),
        *suspicions.check(report),
    ]
