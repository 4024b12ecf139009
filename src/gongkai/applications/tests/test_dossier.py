"""The whole file of a case, and what of it goes to a reconsideration body or a court."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.applications.actions import AddMaterial, AddNote, Upload
from gongkai.applications.dossier import safe_name
from gongkai.applications.models import Application
from gongkai.applications.tests.factories import RECEIVED, TODAY, decided, step, taken_in
from gongkai.documents.official_pdf import OfficialPdf
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db
OfficeClient = Callable[[User], Client]


def officer(agency: Agency, role: Role = Role.REGISTRAR) -> User:
    return MembershipFactory(agency=agency, role=role).user


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 300), "white").save(out, "PNG")
    return out.getvalue()


def document() -> bytes:
    made = OfficialPdf("方案")
    made.title("方案全文")
    return made.to_bytes()


@pytest.fixture
def case() -> Application:
    case = taken_in(AgencyFactory())
    for name, data, kind in (
        ("方案.pdf", document(), "answer"),
        ("信封.png", picture(), "application"),
        ("说明.txt", "说明".encode(), "evidence"),
        ("证件.png", picture(), "identity"),
    ):
        AddMaterial(None, case, Upload(name, data, kind), today=TODAY).perform()
    AddNote(None, case, "内部的话", today=TODAY).perform()
    return step(decided(case, RECEIVED), "served", RECEIVED, method="post")


def texts(pdf: bytes) -> list[str]:
    return ["".join(page.get_textpage().get_text_range().split()) for page in pdfium.PdfDocument(pdf)]


def exported(client: Client, case: Application, form: str, purpose: str = "whole", kinds: str = "") -> bytes:
    files = case.materials.exclude(kind="identity") if kinds != "all" else case.materials.all()
    sent = {"purpose": purpose, form: "1", "material": [file.public_id for file in files]}
    answer = client.post(reverse("applications:dossier", args=[case.public_id]), sent)
    assert answer.status_code == 200
    return bytes(answer.content)


def test_the_whole_file_is_one_pdf_with_contents_and_page_numbers(
    case: Application, office_client: OfficeClient
) -> None:
    pages = texts(exported(office_client(officer(case.agency)), case, "pdf"))
    whole = "".join(pages)
    assert "政府信息公开申请案卷" in pages[0]
    assert "说明.txt" in pages[0]
    assert "另附" in pages[0]
    for said in ("方案全文", "存证记录", "收到申请", "送达"):
        assert said in whole
    assert all(f"[{number}]" in text for number, text in enumerate(pages, 1))
    at = next(number for number, text in enumerate(pages, 1) if text.startswith("方案全文"))
    assert f"方案.pdf本机关提供的信息{at}" in pages[0]
    assert "内部的话" not in whole
    assert "110101199003070038" not in whole
    assert Entry.objects.first().hash in whole.replace("\n", "")


def test_the_archive_holds_the_files_their_digests_and_the_chain(
    case: Application, office_client: OfficeClient
) -> None:
    before = Entry.objects.filter(subject__endswith=case.public_id).count()
    data = exported(office_client(officer(case.agency)), case, "zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        assert {"材料/01-方案.pdf", "材料/03-说明.txt", "存证记录.json", "摘要清单.txt"} <= names
        assert not any("证件" in name for name in names)
        for line in archive.read("摘要清单.txt").decode().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        entries = json.loads(archive.read("存证记录.json"))
    assert len(entries) == before
    taken = Entry.objects.get(kind="application.file_exported")
    assert taken.payload == {"purpose": "whole", "sha256": hashlib.sha256(data).hexdigest()}


def test_a_proof_of_identity_goes_in_only_when_ticked_and_the_look_is_recorded(
    case: Application, office_client: OfficeClient
) -> None:
    client = office_client(officer(case.agency))
    page = client.get(reverse("applications:dossier", args=[case.public_id])).content.decode()
    identity = case.materials.get(kind="identity")
    assert f'value="{identity.public_id}" id="m-{identity.public_id}">' in page
    exported(client, case, "zip", kinds="all")
    assert Entry.objects.get(kind="application.identity_seen").payload == {"material": identity.public_id}


def test_the_bundle_for_a_court_is_a_list_of_evidence_without_the_office_s_own_papers(
    case: Application, office_client: OfficeClient
) -> None:
    pages = texts(exported(office_client(officer(case.agency)), case, "pdf", "court"))
    assert "行政诉讼证据目录" in pages[0]
    assert "本机关在法定期限内办理" in pages[0]
    assert "存证记录" not in "".join(pages)


@pytest.mark.parametrize(
    ("purpose", "procedure", "until"),
    [("review", "ordinary", "2026-01-19"), ("review", "simplified", "2026-01-12"), ("court", "ordinary", "2026-01-20")],
)
def test_the_term_of_the_bundle_is_told(
    case: Application, office_client: OfficeClient, purpose: str, procedure: str, until: str
) -> None:
    address = reverse("applications:dossier", args=[case.public_id])
    asked = {"purpose": purpose, "procedure": procedure, "received": "2026-01-05"}
    assert until in office_client(officer(case.agency)).get(address, asked).content.decode()


def test_who_may_not_see_the_case_gets_nothing(case: Application, office_client: OfficeClient) -> None:
    address = reverse("applications:dossier", args=[case.public_id])
    assert office_client(officer(AgencyFactory())).get(address).status_code == 404
    assert office_client(officer(case.agency, Role.SUPERVISOR)).get(address).status_code in (302, 403)


def test_names_of_files_lead_out_of_no_folder() -> None:
    assert safe_name("../../etc/passwd") == "_.._etc_passwd"
    assert safe_name("") == "文件"
