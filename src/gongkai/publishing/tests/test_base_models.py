"""The base page, pictures and attachments are ours, and their public numbers are used once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Site

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.publishing.models import Attachment, BasePage, Picture

pytestmark = pytest.mark.django_db


def add(**fields):
    root = BasePage.get_first_root_node()
    return root.add_child(instance=BasePage(**fields))


def test_wagtail_uses_our_models():
    assert isinstance(Site.objects.get().root_page, BasePage)
    assert get_image_model() is Picture
    assert get_document_model() is Attachment


def test_a_page_bears_its_issuer_and_number():
    agency = AgencyFactory()
    page = add(title="公告", slug="20260105-1", issuer=agency, index_number="000014349/2026-00001")
    found = BasePage.objects.get(issuer=agency)
    assert found.index_number == "000014349/2026-00001"
    assert len(found.public_id) == 12
    assert page.public_id == found.public_id


def test_an_index_number_is_used_once_and_several_may_have_none():
    add(title="一", slug="a")
    add(title="二", slug="b")
    add(title="三", slug="c", index_number="X1")
    with pytest.raises(ValidationError, match="索引号已被使用"):
        add(title="四", slug="d", index_number="X1")
    with pytest.raises(IntegrityError), transaction.atomic():
        BasePage.objects.filter(slug="a").update(index_number="X1")


def test_a_copy_gets_numbers_of_its_own():
    page = add(title="公告", slug="a", index_number="X1", issuer=AgencyFactory())
    copy = page.copy(update_attrs={"slug": "b"})
    assert copy.index_number == ""
    assert copy.public_id != page.public_id
    assert copy.issuer == page.issuer
