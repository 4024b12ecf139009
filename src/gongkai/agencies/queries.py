"""Finding the agency that a printed name means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.agencies.models import Agency, AgencyName
from gongkai.agencies.names import clean_name


class MatchedBy(StrEnum):
    """Which of an agency's names it was found by."""

    NAME = "name"
    SHORT_NAME = "short_name"
    FORMER_NAME = "former_name"
    CODE = "code"


@dataclass(frozen=True)
class AgencyMatch:
    """What a printed name means.

    `agency` is None where no agency has the name, or where several have it: then `candidates` are those.
    """

    printed: str
    agency: Agency | None = None
    by: MatchedBy | None = None
    former: AgencyName | None = None
    candidates: tuple[Agency, ...] = ()

    @property
    def sentence(self) -> str:
        """What was found and by which name, as one Chinese sentence."""
        if self.agency is None:
            if self.candidates:
                names = "、".join(agency.name for agency in self.candidates)
                return f"“{self.printed}”可指{names}，请选定。"
            return f"没有名为“{self.printed}”的机关。"
        if self.by == MatchedBy.FORMER_NAME:
            until = self.former.valid_until if self.former else None
            ended = f"，用至 {until:%Y-%m-%d}" if until else ""
            return f"“{self.printed}”是{self.agency.name}的曾用名{ended}。"
        if self.by == MatchedBy.SHORT_NAME:
            return f"“{self.printed}”是{self.agency.name}的简称。"
        if self.by == MatchedBy.CODE:
            return f"“{self.printed}”是{self.agency.name}的机关代码。"
        return f"“{self.printed}”与机关全称一致。"


def match_agency(printed: str, *, on: date | None = None) -> AgencyMatch:
    """Find the agency by its full name, its code, its short name, or a name it had; the first kind that fits counts.

    `on` narrows former names to those in use that day, where their dates are known. Spacing and the width of
    brackets do not matter. A name that several agencies share gives no agency, but all candidates.
    """
    name = clean_name(printed)
    if not name:
        return AgencyMatch(printed)
    for by, found in (
        (MatchedBy.NAME, Agency.objects.filter(name=name)),
        (MatchedBy.CODE, Agency.objects.filter(code=name)),
        (MatchedBy.SHORT_NAME, Agency.objects.filter(short_name=name)),
    ):
        agencies = tuple(found)
        if len(agencies) == 1:
            return AgencyMatch(printed, agencies[0], by)
        if agencies:
            return AgencyMatch(printed, candidates=agencies)
    return _match_former(printed, name, on)


def _match_former(printed: str, name: str, on: date | None) -> AgencyMatch:
    former = [
        known
        for known in AgencyName.objects.filter(name=name).select_related("agency").order_by("-valid_until")
        if on is None
        or (
            (known.valid_from is None or known.valid_from <= on)
            and (known.valid_until is None or on <= known.valid_until)
        )
    ]
    agencies = {known.agency_id: known.agency for known in former}
    if len(agencies) == 1:
        return AgencyMatch(printed, former[0].agency, MatchedBy.FORMER_NAME, former[0])
    return AgencyMatch(printed, candidates=tuple(agencies.values()))
