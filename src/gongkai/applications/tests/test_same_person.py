"""A case knows its first applicant by one digest, which follows whatever becomes of the applicant."""

from __future__ import annotations

import pytest

from gongkai.agencies.protected import keyed_digest
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.applications.actions import AddParty, Amend, Person, Split, SplitMatter
from gongkai.applications.enums import PartyRole
from gongkai.applications.models import Application, Party
from gongkai.applications.synthetic import write_cases
from gongkai.applications.tests.factories import TODAY, taken_in

pytestmark = pytest.mark.django_db

NUMBER, PHONE = "110101199003070038", "010-00000000"


def digest_of(*people: Person) -> str:
    case = taken_in(AgencyFactory(), people=list(people))
    case.refresh_from_db()
    return case.applicant_digest


def test_the_document_counts_before_the_telephone_and_the_first_applicant_only() -> None:
    by_phone = Person("申请人甲", phone=PHONE)
    assert digest_of(Person("申请人甲", id_number=NUMBER, phone=PHONE)) == keyed_digest(NUMBER)
    assert digest_of(by_phone, Person("申请人乙", id_number=NUMBER)) == keyed_digest(PHONE)
    assert digest_of(Person("代理人", PartyRole.AGENT, id_number=NUMBER), by_phone) == keyed_digest(PHONE)
    assert digest_of(Person("申请人甲"), Person("申请人乙", id_number=NUMBER)) == ""


def test_putting_the_applicant_right_puts_the_digest_right() -> None:
    case = taken_in(AgencyFactory(), people=[Person("申请人甲", phone=PHONE), Person("代理人", PartyRole.AGENT)])
    first, agent = case.parties.get(role=PartyRole.APPLICANT), case.parties.get(role=PartyRole.AGENT)

    def amended(party: Party, **values: str) -> str:
        Amend(None, case, {}, {party.public_id: values}, today=TODAY, ground="录入有误").perform()
        case.refresh_from_db()
        return case.applicant_digest

    assert amended(agent, id_number="110101199003070011") == keyed_digest(PHONE)
    assert amended(first, id_number=NUMBER) == keyed_digest(NUMBER)
    assert amended(first, name="申请人乙") == keyed_digest(NUMBER)
    assert amended(first, id_number="", phone="") == ""


def test_each_matter_of_a_letter_has_its_applicant() -> None:
    case = taken_in(AgencyFactory())
    case = Split(None, case, [SplitMatter("甲地块"), SplitMatter("乙地块")], today=TODAY).perform()
    assert {child.applicant_digest for child in case.children.all()} == {keyed_digest(NUMBER)}


def test_somebody_who_joins_is_the_applicant_only_where_there_is_none() -> None:
    case = taken_in(AgencyFactory())
    late = Party(role=PartyRole.APPLICANT, name="申请人乙", phone="010-11111111")
    assert AddParty(None, case, late, today=TODAY).perform().applicant_digest == keyed_digest(NUMBER)
    # As it is with a case that was taken over from a register without names.
    case.parties.all().delete()
    Application.objects.update(applicant_digest="")
    only = Party(role=PartyRole.APPLICANT, name="申请人乙", phone="010-11111111")
    AddParty(None, case, only, today=TODAY).perform()
    assert Application.objects.get().applicant_digest == keyed_digest("010-11111111")


def test_made_up_cases_have_it_as_real_ones() -> None:
    write_cases([AgencyFactory()], 400, today=TODAY, seed=5)
    known = {party.application.applicant_digest: party.digest for party in Party.objects.select_related("application")}
    assert all(case == first for case, first in known.items())
    assert "" in known
    assert len(known) > 300
