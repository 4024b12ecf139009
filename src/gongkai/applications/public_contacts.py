"""How the disclosure office is reached, as the guide to an agency's information names it (条例 Art 12)."""

from __future__ import annotations

from gongkai.agencies.models import Agency
from gongkai.applications.models import DisclosureOffice
from gongkai.publishing.guide import Contacts


def contacts_of(agency: Agency) -> Contacts | None:
    """The office's contacts as entered in its settings; None where nobody has entered any."""
    office = DisclosureOffice.objects.filter(agency=agency).first()
    if office is None:
        return None
    return Contacts(
        name=office.name,
        address=office.counter,
        hours=office.hours,
        postal_address=office.postal_address,
        postcode=office.postcode,
        phone=office.phone,
        fax=office.fax,
        email=office.email,
        accepts=office.accepts,
        review_body=office.review_body,
        court=office.court,
    )
