"""What the guide says of the disclosure office passes the check; its own telephones may stand there."""

from datetime import date

import pytest

from gongkai.agencies.action import Refused
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.applications.actions import ChangeOffice
from gongkai.applications.office_settings import office_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def test_words_of_the_office_are_looked_at_and_its_telephone_may_stand():
    agency = AgencyFactory()
    with pytest.raises(Refused) as caught:
        ChangeOffice(None, agency, {"postal_address": "某路1号 张某 11010519491231002X"}, today=TODAY).perform()
    assert caught.value.reasons == ["“邮寄地址”中有居民身份证号码，公众会看到，请改正后再办。"]
    agency = type(agency).objects.get(pk=agency.pk)
    ChangeOffice(None, agency, {"phone": "13812345678", "postal_address": "某路1号"}, today=TODAY).perform()
    assert office_of(type(agency).objects.get(pk=agency.pk)).phone == "13812345678"
