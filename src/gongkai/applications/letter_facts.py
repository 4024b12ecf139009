"""The facts of a letter: what the case knows by itself, and over it what the person who drafts has filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.applications.enums import PartyRole
from gongkai.applications.letters.facts import LetterFacts, MergeField, merge_fields
from gongkai.applications.letters.kinds import LetterKind, kind_for_outcome, letter_kinds
from gongkai.applications.letters.letter import Letter as WrittenLetter
from gongkai.applications.letters.merge import merge
from gongkai.applications.letters.template import Template, parse_template
from gongkai.applications.models import Application, Letter, LetterTemplate
from gongkai.applications.office_settings import office_of
from gongkai.applications.projection import clock_of

LATEST_EVENT_DAYS = {
    "supplement_asked": "supplement_asked_on",
    "supplement_received": "supplement_received_on",
    "consultation_sent": "consultation_sent_on",
    "consultation_received": "opinion_on",
    "reasons_asked": "reasons_asked_on",
    "reasons_received": "reasons_received_on",
    "fee_notified": "fee_notified_on",
    "withdrawn": "withdrawn_on",
}


def case_facts(application: Application, today: date) -> dict[str, Any]:
    """What the case itself says, by the attributes of `LetterFacts`."""
    office = office_of(application.agency)
    applicants = tuple(p.name for p in application.parties.all() if p.role == PartyRole.APPLICANT)
    facts: dict[str, Any] = {
        "agency": application.agency.name,
        "department": application.department.name if application.department else None,
        "contact_person": str(office),
        "contact_phone": office.phone,
        "contact_address": office.postal_address or office.counter,
        "applicants": applicants or (application.applicant_name,),
        "form_of_address": _form_of_address(application, len(applicants)),
        "receipt_number": application.receipt_no,
        "channel": application.get_channel_display(),
        "submitted_on": application.arrived_on,
        "received_on": application.received_on,
        "receipt_ground": application.received_ground,
        "subject": application.subject,
        "description": _bare(application.description or application.subject),
        "form_wanted": application.form_wanted,
        "due_on": application.due_on,
        "review_body": office.review_body,
        "review_choice": office.review_choice,
        "review_channel": office.review_online,
        "court": office.court,
        "fee_pay_to": office.pay_to,
        "dated": today,
    }
    events = application.live_events()
    for event in events:
        if event.kind in LATEST_EVENT_DAYS:
            facts[LATEST_EVENT_DAYS[event.kind]] = event.on
    if any(event.kind == "extended" for event in events) and (clock := clock_of(application, today)):
        facts["extended_until"] = clock.term_end
    if searches := list(application.searches.all()):
        facts |= {
            "search_places": "、".join(dict.fromkeys(search.place for search in searches)),
            "search_keywords": "、".join(dict.fromkeys(search.keywords for search in searches)),
            "searched_on": searches[-1].searched_on,
        }
    return {name: value for name, value in facts.items() if value not in (None, "", ())}


def facts_of(letter: Letter, today: date) -> LetterFacts:
    """The facts of a letter of the case: the case's own, number, date and party, then what was filled in."""
    facts = case_facts(letter.application, today)
    if letter.addressee:
        facts |= {"addressee": letter.addressee.name, "consulted_party": letter.addressee.name}
        if letter.addressee.role not in (PartyRole.APPLICANT, PartyRole.AGENT):
            # Whether a third party is a person or a body is not registered; the wording fits both.
            facts["form_of_address"] = "你（单位）"
    if letter.document_number:
        facts["number"] = letter.document_number
    if letter.dated:
        facts["dated"] = letter.dated
    filled = {name: read_fact(name, value) for name, value in letter.facts.items()}
    return LetterFacts(**(facts | {name: value for name, value in filled.items() if value not in (None, "", ())}))


def read_fact(attribute: str, kept: Any) -> Any:
    """A fact as JSON keeps it, as `LetterFacts` takes it. KeyError for an attribute that no letter has."""
    if attribute == "outcome":
        return kept
    kind = _by_attribute()[attribute].kind
    if kept is None:
        return None
    if kind == "day":
        return date.fromisoformat(kept)
    if kind in ("items", "articles"):
        return tuple(kept)
    if kind == "rows":
        return tuple(tuple(row) for row in kept)
    return kept


def template_of(letter: Letter) -> Template:
    """The letter's template, understood. TemplateError where its text is none."""
    return parse_template(letter.template)


def kind_of(letter: Letter) -> LetterKind:
    """What kind of letter it is. KeyError for a kind that is gone."""
    return letter_kinds()[letter.kind]


def written(letter: Letter, today: date) -> WrittenLetter:
    """The letter with its facts filled in."""
    return merge(template_of(letter), kind_of(letter), facts_of(letter, today))


def template_text(application: Application, kind: LetterKind) -> str:
    """The wording with which a draft begins: the agency's own, else the packaged one."""
    own = LetterTemplate.objects.filter(agency=application.agency_id, kind=kind.id).first()
    return own.text if own else kind.text


def proposed_kind(outcome: str) -> LetterKind | None:
    """The letter that fits an outcome."""
    return kind_for_outcome(outcome) if outcome else None


def asked_for(letter: Letter, today: date) -> list[MergeField]:
    """The facts that the template names and the case does not know by itself: what the draft's form asks for."""
    known = case_facts(letter.application, today)
    given = {"number", "dated", "addressee"}
    return [
        merge_field
        for merge_field in template_of(letter).fields()
        if merge_field.attribute not in given
        and (merge_field.attribute not in known or merge_field.attribute in letter.facts)
    ]


def _bare(wanted: str) -> str:
    """What is wanted, in one line, without the words with which people begin it: the letter says 申请公开 itself."""
    wanted = re.sub(r"([。；，、：！？;:,]?)\s*[\r\n]+\s*", lambda end: end[1] or "；", wanted.strip())
    return re.sub(r"^(?:本人|我|我们|现)?(?:特此?)?(?:申请|要求|请求|请)(?:获取|公开|提供)[：:]?", "", wanted)


def _form_of_address(application: Application, applicants: int) -> str:
    if applicants > 1:
        return "你们"
    return "你" if application.applicant_type == "natural_person" else "你单位"


def _by_attribute() -> Mapping[str, MergeField]:
    return {merge_field.attribute: merge_field for merge_field in merge_fields().values()}
