"""A file goes out only after it was looked through: masked, let through by whoever answers for it, or kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import docx as python_docx
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.applications.actions import AddMaterial, Happening, RecordStep, Upload
from gongkai.applications.actions.release import OWN_FILE, AddSealed, GiveOut, LetThrough, MaskMaterial, TakeBack
from gongkai.applications.enums import MaterialKind
from gongkai.applications.models import Application, Inspection, Letter, Material
from gongkai.applications.papers import Stage
from gongkai.applications.release import inspection_of, letter_obstacles
from gongkai.applications.tests.factories import RECEIVED, TODAY, decided, taken_in
from gongkai.documents import read_document
from gongkai.documents.disclosure.boxes import Box
from gongkai.documents.disclosure.masking import Mask
from gongkai.documents.official_pdf import OfficialPdf
from gongkai.documents.tests.office import saved
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db
OfficeClient = Callable[[User], Client]
NUMBER = "110101199003070038"


def pdf(*paragraphs: str) -> bytes:
    document = OfficialPdf("材料")
    for paragraph in paragraphs:
        document.paragraph(paragraph)
    return document.to_bytes()


WITH_NUMBER = f"安置户主身份证号码{NUMBER}，补偿面积120平方米。"


def officer(agency: Agency, *roles: Role) -> User:
    user = UserFactory()
    for role in roles:
        MembershipFactory(user=user, agency=agency, role=role)
    return user


@pytest.fixture
def case() -> Application:
    return taken_in(AgencyFactory())


def added(case: Application, data: bytes, *, name: str = "协议.pdf", given_out: bool = False) -> AddMaterial:
    action = AddMaterial(
        None, case, Upload(name, data, MaterialKind.ANSWER), given_out=given_out, today=TODAY
    )  # fmt: skip
    action.perform()
    return action


def material_of(case: Application, *paragraphs: str) -> Material:
    material = added(case, pdf(*paragraphs)).material
    assert material is not None
    return material


def everywhere(case: Application) -> Mask:
    return Mask(1, Box(0, 0, 595, 842), "条例第十五条")


def test_what_gives_nothing_away_is_given_out_at_once(case: Application) -> None:
    action = added(case, pdf("方案全文。"), given_out=True)
    assert action.material is not None
    assert (action.material.given_out, action.held_back) == (True, "")


def test_what_gives_something_away_is_kept_and_not_given_out(case: Application) -> None:
    action = added(case, pdf(WITH_NUMBER), given_out=True)
    assert action.material is not None
    assert not action.material.given_out
    assert "居民身份证号码" in action.held_back
    with pytest.raises(Refused, match="须先遮盖"):
        GiveOut(None, case, action.material, today=TODAY).perform()


def test_the_findings_are_kept_without_what_they_found(case: Application) -> None:
    material = material_of(case, WITH_NUMBER)
    kept = Inspection.objects.get(material=material).findings
    assert kept[0]["name"] == "居民身份证号码"
    assert NUMBER not in str(kept)


def test_a_decision_with_its_reason_lets_a_file_through(case: Application) -> None:
    material, signer = material_of(case, WITH_NUMBER), officer(case.agency, Role.SIGNER)
    with pytest.raises(Refused, match="理由"):
        LetThrough(signer, case, material, today=TODAY).perform()
    LetThrough(signer, case, material, today=TODAY, ground="申请人申请的是本人信息").perform()
    GiveOut(None, case, material, today=TODAY).perform()
    material.refresh_from_db()
    assert material.given_out
    entry = Entry.objects.get(kind="application.release_decided")
    assert entry.payload["findings"] == {"identity_number": 1}
    assert entry.ground == "申请人申请的是本人信息"


@pytest.mark.parametrize("role", [Role.HANDLER, Role.REGISTRAR, Role.REVIEWER])
def test_only_signer_and_secrecy_reviewer_decide(case: Application, role: Role) -> None:
    with pytest.raises(Refused) as refused:
        LetThrough(
            officer(case.agency, role), case, material_of(case, WITH_NUMBER), today=TODAY, ground="可以"
        ).perform()
    assert refused.value.reasons == [NOT_YOURS]


def test_nobody_decides_on_a_file_that_he_brought(case: Application) -> None:
    both = officer(case.agency, Role.HANDLER, Role.SIGNER)
    action = AddMaterial(both, case, Upload("协议.pdf", pdf(WITH_NUMBER), MaterialKind.ANSWER), today=TODAY)
    action.perform()
    assert action.material is not None
    with pytest.raises(Refused) as refused:
        LetThrough(both, case, action.material, today=TODAY, ground="可以").perform()
    assert refused.value.reasons == [OWN_FILE]


def test_a_masked_file_is_a_new_one_without_text_beneath_and_the_original_stays(case: Application) -> None:
    material = material_of(case, WITH_NUMBER)
    with material.file.open("rb") as file:
        before = file.read()
    action = MaskMaterial(None, case, material, [everywhere(case)], today=TODAY)
    action.perform()
    assert action.result is not None
    assert (action.result.kind, action.result.name, action.result.given_out) == ("answer", "协议（已遮盖）.pdf", False)
    assert action.result.masking.masks[0]["ground"] == "条例第十五条"
    with action.result.file.open("rb") as file:
        assert NUMBER.encode() not in file.read()
    with material.file.open("rb") as file:
        assert file.read() == before
    GiveOut(None, case, action.result, today=TODAY).perform()
    with pytest.raises(Refused, match="须先遮盖"):
        GiveOut(None, case, material, today=TODAY).perform()
    assert "110101" not in str(Entry.objects.get(kind="application.material_masked").payload)


def test_a_word_file_is_written_anew_without_what_was_ticked(case: Application, office_client: OfficeClient) -> None:
    paper = python_docx.Document()
    paper.core_properties.author = "张三"
    paper.add_paragraph(WITH_NUMBER)
    action = AddMaterial(None, case, Upload("协议.docx", saved(paper), MaterialKind.ANSWER), today=TODAY)
    action.perform()
    material = action.material
    assert material is not None
    client = office_client(officer(case.agency, Role.HANDLER))
    address = reverse(
        "applications:release", args=[case.public_id, material.public_id], urlconf=settings.OFFICE_URLCONF
    )
    page = client.get(address).content.decode()
    (choice,) = re.findall(r'name="choice" value="([^"]+)" checked', page)
    assert "清除批注、修订、隐藏内容和属性" in page
    assert client.post(address, {"act": "rewrite"}).status_code == 422
    assert client.post(address, {"act": "rewrite", "choice": "bank_card|6222"}).status_code == 422
    assert client.post(address, {"act": "rewrite", "choice": choice, "clear": "1"}).status_code == 302
    result = Material.objects.get(name="协议（已遮盖）.docx")
    assert inspection_of(result).findings == []
    assert {each["kind"] for each in result.masking.masks} == {"identity_number", "cleared"}
    GiveOut(None, case, result, today=TODAY).perform()
    with pytest.raises(Refused, match="只有 PDF"):
        MaskMaterial(None, case, material, [everywhere(case)], today=TODAY).perform()


def test_masks_that_leave_the_number_readable_write_nothing(case: Application) -> None:
    material = material_of(case, WITH_NUMBER, WITH_NUMBER)
    first_line = Mask(1, Box(0, 0, 595, 150), "条例第十五条")
    number = Material.objects.count()
    with pytest.raises(Refused):
        MaskMaterial(None, case, material, [Mask(9, first_line.box, "条例第十五条")], today=TODAY).perform()
    with pytest.raises(Refused):
        MaskMaterial(None, case, material, [], today=TODAY).perform()
    assert Material.objects.count() == number


def test_a_proof_of_identity_never_goes_out(case: Application) -> None:
    action = AddMaterial(
        None, case, Upload("证件.pdf", pdf("证件"), MaterialKind.IDENTITY), given_out=True, today=TODAY
    )
    action.perform()
    assert action.material is not None
    assert not action.material.given_out


def test_what_was_given_is_taken_back_with_a_reason(case: Application) -> None:
    material = added(case, pdf("方案"), given_out=True).material
    assert material is not None
    with pytest.raises(Refused, match="理由"):
        TakeBack(None, case, material, today=TODAY).perform()
    TakeBack(None, case, material, today=TODAY, ground="传错文件").perform()
    material.refresh_from_db()
    assert not material.given_out


# ---------------------------------------------------------------- letters


def signed_letter(case: Application, *paragraphs: str) -> Letter:
    letter = Letter.objects.create(application=case, kind="granted", stage=Stage.SIGNED)
    AddMaterial(
        None, case, Upload("答复书.pdf", pdf(*paragraphs), MaterialKind.LETTER), letter=letter, today=TODAY
    ).perform()
    return letter


def serve(case: Application, letter: Letter) -> None:
    RecordStep(None, case, Happening("served", RECEIVED, method="online"), sends=letter, today=TODAY).perform()


def test_a_letter_with_somebodys_number_is_not_sent(case: Application) -> None:
    letter = signed_letter(decided(case, RECEIVED), WITH_NUMBER)
    with pytest.raises(Refused, match="“答复书"):
        serve(case, letter)
    case.refresh_from_db()
    assert case.state == "decided"
    LetThrough(None, case, letter.materials.get(), today=TODAY, ground="本人信息").perform()
    serve(case, letter)
    assert letter.materials.get().given_out


def test_the_public_sites_own_address_holds_no_letter_back(case: Application, settings: Any) -> None:
    settings.PUBLIC_URL = "http://10.1.2.3:8000"
    link = "意见也可以通过http://10.1.2.3:8000/xxgk/yijian/6da5kpakuk7q/p66c2ezsxn/提交。"
    case = decided(case, RECEIVED)
    assert letter_obstacles(signed_letter(case, link)) == []
    assert "内部网络地址" in letter_obstacles(signed_letter(case, "详见http://10.1.2.4:8000/yijian/。"))[0]


def test_the_sealed_scan_is_what_goes_out(case: Application) -> None:
    letter = signed_letter(decided(case, RECEIVED), "答复内容。")
    AddSealed(None, case, letter, Upload("答复书盖章.pdf", pdf("答复内容。")), today=TODAY).perform()
    serve(case, letter)
    assert {file.kind: file.given_out for file in letter.materials.all()} == {"letter": False, "sealed": True}


def test_a_scan_that_comes_after_the_letter_went_out_takes_its_place(case: Application) -> None:
    letter = signed_letter(decided(case, RECEIVED), "答复内容。")
    serve(case, letter)
    AddSealed(None, case, letter, Upload("答复书盖章.pdf", pdf("答复内容。")), today=TODAY).perform()
    assert {file.kind: file.given_out for file in letter.materials.all()} == {"letter": False, "sealed": True}


def test_only_pdf_and_ofd_are_sealed_scans_and_only_of_signed_letters(case: Application) -> None:
    letter = signed_letter(case, "答复内容。")
    with pytest.raises(Refused, match="PDF 或者 OFD"):
        AddSealed(None, case, letter, Upload("扫描.txt", "答复".encode()), today=TODAY).perform()
    draft = Letter.objects.create(application=case, kind="granted")
    with pytest.raises(Refused, match="已经签发"):
        AddSealed(None, case, draft, Upload("扫描.pdf", pdf("答复")), today=TODAY).perform()


# ---------------------------------------------------------------- screens


def test_the_screen_shows_findings_and_masks_without_scripts(case: Application, office_client: OfficeClient) -> None:
    material = material_of(case, WITH_NUMBER)
    handler = office_client(officer(case.agency, Role.HANDLER))
    page = handler.get(reverse("applications:release", args=[case.public_id, material.public_id])).content.decode()
    assert "居民身份证号码" in page
    assert NUMBER not in page
    address = reverse("applications:mask", args=[case.public_id, material.public_id])
    form = handler.get(address)
    rows = form.context["rows"]
    assert NUMBER not in form.content.decode()
    sent = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    sent |= {f"form-0-{name}": value for name, value in rows.forms[0].initial.items()}
    wrong = handler.post(address, sent | {"form-0-right": "0"})
    assert wrong.status_code == 422
    assert "“右”应大于“左”" in wrong.content.decode()
    answer = handler.post(address, sent)
    assert answer.status_code == 302, answer.context["refusals"]
    result = Material.objects.get(masking__source=material)
    assert answer["Location"] == reverse("applications:release", args=[case.public_id, result.public_id])
    with result.file.open("rb") as file, pytest.raises(Exception, match="扫描件"):
        read_document(file.read(), "masked.pdf")


def test_pages_are_pictures_for_whoever_may_read_the_case(case: Application, office_client: OfficeClient) -> None:
    material = material_of(case, WITH_NUMBER)
    address = reverse("applications:page_picture", args=[case.public_id, material.public_id, 1])
    answer = office_client(officer(case.agency, Role.HANDLER)).get(address)
    assert answer.content.startswith(b"\x89PNG")
    assert "private" in answer["Cache-Control"]
    assert office_client(officer(AgencyFactory(), Role.HANDLER)).get(address).status_code == 404
    assert office_client(officer(case.agency, Role.HANDLER)).get(address.replace("1.png", "7.png")).status_code == 404


def test_a_scan_is_uploaded_on_the_letters_screen(case: Application, office_client: OfficeClient) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    letter = signed_letter(case, "答复内容。")
    handler = office_client(officer(case.agency, Role.HANDLER))
    address = reverse("applications:sealed", args=[case.public_id, letter.public_id])
    assert handler.get(address).status_code == 200
    assert handler.post(address, {"scan": SimpleUploadedFile("盖章.pdf", pdf("答复"))}).status_code == 302
    assert letter.materials.filter(kind="sealed").count() == 1
