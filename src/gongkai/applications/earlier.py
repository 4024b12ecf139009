"""What the same person applied for before: found by document number, telephone or name, within one agency.

The document's number or the telephone make it the same person; a name alone only may (同名).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.agencies.protected import keyed_digest
from gongkai.applications.enums import Matter, PartyRole, State
from gongkai.applications.models import Application, Party
from gongkai.law import fees

SHOWN = 20
SIMILAR = 0.6
"""Share of the pairs of characters that two subjects have in common, from which they are shown as the same."""
_LOOKED_AT = 500


@dataclass(frozen=True)
class EarlierCase:
    """An earlier case of the person."""

    case: Application
    certain: bool
    """Whether document number or telephone agree; else only the name does."""
    similar: bool
    """Whether what was asked for is much the same: a repeat, or the same application by another way."""

    @property
    def answered(self) -> bool:
        """Whether it has been answered: then asking again is a repeat (Art 36(六))."""
        return bool(self.case.concluded_on)


@dataclass(frozen=True)
class Earlier:
    """What is known of the person who applies now."""

    cases: tuple[EarlierCase, ...]
    this_month: int
    """Applications of the calendar month, this one not among them."""

    @property
    def similar(self) -> tuple[EarlierCase, ...]:
        """Those that ask for much the same."""
        return tuple(earlier for earlier in self.cases if earlier.similar)

    @property
    def number(self) -> int:
        """Which one of the month this application will be."""
        return self.this_month + 1

    @property
    def fee(self) -> int:
        """What this one costs by item (国办函〔2020〕109号 Art 4), in yuan; 0 for the first ten."""
        return fees.fee_of_item(self.number)

    @property
    def fee_of_month(self) -> int:
        """What all of the month cost by item."""
        return fees.fee_by_item(self.number)


def earlier_of(
    agency: Agency,
    *,
    names: Iterable[str] = (),
    id_numbers: Iterable[str] = (),
    phones: Iterable[str] = (),
    subject: str = "",
    on: date,
    besides: Application | None = None,
) -> Earlier:
    """The earlier cases of whoever bears one of these, newest first, and how many there are in the month of `on`.

    `besides` is a case that is not its own predecessor. Three queries at most, each from an index.
    """
    ids = [digest for number in id_numbers if (digest := keyed_digest(number))]
    telephones = [digest for number in phones if (digest := keyed_digest(number))]
    names = [name.strip() for name in names if name.strip()]
    certain: set[int] = set()
    if ids or telephones:
        parties = Party.objects.filter(Q(id_digest__in=ids) | Q(phone_digest__in=telephones), role=PartyRole.APPLICANT)
        certain = set(parties.order_by("-pk").values_list("application", flat=True)[:_LOOKED_AT])
    namesakes: set[int] = set()
    if names:
        # By the name's index alone, the agency after it: a name has few cases, an agency may have a million.
        bearing = Application.objects.filter(applicant_name__in=names).order_by("-pk")
        namesakes = set(bearing.values_list("pk", flat=True)[:_LOOKED_AT])
    if not certain | namesakes:
        return Earlier((), 0)
    cases = Application.objects.filter(pk__in=certain | namesakes)
    found = [case for case in cases if case.agency_id == agency.pk and case != besides]
    found.sort(key=lambda case: (case.arrived_on, case.pk), reverse=True)
    pairs = _pairs(subject)
    listed = [
        EarlierCase(case, case.pk in certain, _alike(pairs, _pairs(case.subject)) >= SIMILAR)
        for case in found
        if case.state != State.VOID
    ]
    # Without a number or a telephone to go by, the name is all there is, and the panel says so.
    known = bool(ids or telephones)
    month = sum(
        1
        for earlier in listed
        if (earlier.certain or not known)
        and (earlier.case.arrived_on.year, earlier.case.arrived_on.month) == (on.year, on.month)
        and earlier.case.matter == Matter.DISCLOSURE
        and earlier.case.same_as_id is None
    )
    shown = sorted(listed, key=lambda earlier: not earlier.similar)[:SHOWN]
    return Earlier(tuple(shown), month)


def _pairs(text: str) -> frozenset[str]:
    plain = [c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum()]
    return frozenset("".join(pair) for pair in pairwise(plain))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def people_of(case: Application) -> dict[str, Sequence[str]]:
    """What the applicants of a case are found again by, as `earlier_of` takes it."""
    applicants = [party for party in case.parties.all() if party.role == PartyRole.APPLICANT]
    return {
        "names": [party.name for party in applicants],
        "id_numbers": [party.id_number for party in applicants],
        "phones": [party.phone for party in applicants],
    }
