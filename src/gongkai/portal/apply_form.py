"""The application form (Art 29): what was filled in, what is wrong with it, and the application that it makes.

Asked for is what Art 29 names: who applies, with proof of identity and a way of contact; what is wanted; in which form
and by which way. What it is for is nobody's business and is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest

from gongkai.applications.actions import Contents, Person, Upload
from gongkai.applications.enums import Channel, MaterialKind, Matter, PartyRole, applicant_types
from gongkai.documents.disclosure.numbers import is_credit_code, is_identity_number, is_old_identity_number
from gongkai.portal.forms import Form, typed

MOST_APPLICANTS = 10
MOST_FILES = 30
LONGEST_SUBJECT = 300
NATURAL_PERSON = "natural_person"

MATTERS = (
    (Matter.DISCLOSURE.value, "获取政府信息"),
    (Matter.CORRECTION.value, "更正行政机关记录的、与自身相关的不准确信息"),
)
IDENTITY_CARD, CREDIT_CODE = "居民身份证", "统一社会信用代码"
ID_KINDS = tuple(
    (name, name)
    for name in (
        IDENTITY_CARD,
        CREDIT_CODE,
        "护照",
        "港澳居民来往内地通行证",
        "台湾居民来往大陆通行证",
        "港澳台居民居住证",
        "外国人永久居留身份证",
        "其他有效证件",
    )
)
FORMS = tuple((name, name) for name in ("电子文件", "纸质文件", "电子文件、纸质文件均可"))
BY_POST, BY_EMAIL = "邮寄", "电子邮件"
WAYS = tuple((name, name) for name in ("在本网站下载", BY_EMAIL, BY_POST, "当面领取", "当场阅读、抄录"))

LONGEST_MORE = 19_000
"""What else is said of what is wanted; with the name above it, it stays below what a case keeps."""

_LENGTHS = {
    "subject": LONGEST_SUBJECT, "description": LONGEST_MORE, "assistance": 200, "representative": 100,
    "contact_name": 100, "phone": 40, "email": 200, "address": 300, "postcode": 10, "agent_name": 200,
    "agent_id_number": 60, "agent_phone": 40,
}  # fmt: skip
_LABELS = {
    "subject": "所需信息的名称或者内容", "description": "其他说明", "assistance": "需要的协助",
    "representative": "法定代表人或者负责人", "contact_name": "联系人", "phone": "联系电话", "email": "电子邮箱",
    "address": "通信地址", "postcode": "邮政编码", "agent_name": "代理人姓名", "agent_id_number": "代理人证件号码",
    "agent_phone": "代理人电话",
}  # fmt: skip
_AGENT_FIELDS = ("agent_name", "agent_id_number", "agent_phone")
_AGENT_FILES = ("authority", "agent_identity")


@cache
def type_choices() -> tuple[tuple[str, str], ...]:
    """The kinds of applicant, one after another, as table 三 of the annual report tells them apart."""
    flat: list[tuple[str, str]] = []
    for value, words in applicant_types():
        flat += words if isinstance(words, list) else [(value, words)]
    return tuple(flat)


class ApplyForm(Form):
    """The form as it was sent; `Form` itself shows an empty one."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(typed(request))
        self.request = request
        self.files: list[Upload] = []

    @property
    def applicants(self) -> list[int]:
        """The numbers of the applicants that the form has."""
        return list(range(1, applicant_count(self.values) + 1))

    @property
    def has_agent(self) -> bool:
        """Whether somebody acts for the applicant."""
        filled = any(self.value(name).strip() for name in _AGENT_FIELDS)
        return filled or any(self.request.FILES.getlist(name) for name in _AGENT_FILES)

    def contents(self) -> Contents | None:
        """The application, or None where something is wrong with it (`errors`)."""
        self._check_wanted()
        people = [self._applicant(number) for number in self.applicants]
        self._check_contact()
        people += self._agent()
        if len(self.files) > MOST_FILES:
            self.wrong("evidence", f"一份申请最多上传{MOST_FILES}个文件，请合并后再上传。")
        for name, longest in _LENGTHS.items():
            if len(self.value(name)) > longest:
                self.wrong(name, f"“{_LABELS[name]}”不超过{longest}字，现有{len(self.value(name))}字。")
        if self.errors:
            return None
        return Contents(
            channel=Channel.WEB,
            matter=self.value("matter"),
            applicant_type=self.value("type"),
            people=people,
            subject=self.value("subject"),
            description=self._wanted(),
            form_wanted=self.value("form"),
            way_wanted=self.value("way"),
            assistance=self.value("assistance").strip(),
            uploads=self.files,
        )

    def _wanted(self) -> str:
        """All that is wanted: the name, and below it what else was said of it; letters and files repeat the whole."""
        subject, more = self.value("subject").strip(), self.value("description").strip()
        return more if subject in more else f"{subject}\n{more}" if more else ""

    def _check_wanted(self) -> None:
        correction = self.value("matter") == Matter.CORRECTION
        self._one_of("matter", MATTERS, "请选择申请的事项。")
        if not self.value("subject").strip():
            self.wrong("subject", "请写明需要更正的信息。" if correction else "请写明所需信息的名称或者内容。")
        if correction and not self.value("description").strip():
            self.wrong("description", "请写明哪里不准确、应当怎样更正。")
        evidence = self.uploads(self.request, "evidence", MaterialKind.EVIDENCE)
        if correction and not evidence:
            self.wrong("evidence", "请上传能够证明记录不准确的材料。")
        self.files += evidence
        self._one_of("form", FORMS, "请选择希望得到的形式。")
        self._one_of("way", WAYS, "请选择获取的途径。")
        self._one_of("type", type_choices(), "请选择申请人的类别。")

    def _one_of(self, name: str, options: Iterable[tuple[str, str]], sentence: str) -> None:
        if self.value(name) not in dict(options):
            self.wrong(name, sentence)

    def _applicant(self, number: int) -> Person:
        several = len(self.applicants) > 1
        whose = f"第{number}名申请人的" if several else "申请人的"
        name = self.value(f"name-{number}").strip()
        if not name:
            self.wrong(f"name-{number}", f"请填写{whose}姓名或者名称。")
        elif len(name) > 200:
            self.wrong(f"name-{number}", "姓名或者名称不超过200字。")
        kind, digits = self._identity(f"id_kind-{number}", f"id_number-{number}", whose)
        prefix = f"第{number}名申请人-" if several else ""
        proof = self.uploads(self.request, f"identity-{number}", MaterialKind.IDENTITY, prefix)
        if not proof:
            self.wrong(f"identity-{number}", f"请上传{whose}身份证明。")
        self.files += proof
        if number > 1:
            return Person(name, id_kind=kind, id_number=digits)
        return Person(
            name,
            id_kind=kind,
            id_number=digits,
            representative=self.value("representative").strip(),
            contact_name=self.value("contact_name").strip(),
            phone=self.value("phone").strip(),
            email=self.value("email").strip(),
            address=self.value("address").strip(),
            postcode=self.value("postcode").strip(),
        )

    def _identity(self, kind_name: str, number_name: str, whose: str) -> tuple[str, str]:
        """Kind and number of a document; said to be wrong where it proves itself wrong."""
        kind = self.value(kind_name)
        self._one_of(kind_name, ID_KINDS, f"请选择{whose}证件种类。")
        number = re.sub(r"[\s-]", "", normalize("NFKC", self.value(number_name))).upper()
        if not number:
            self.wrong(number_name, f"请填写{whose}证件号码。")
        elif len(number) > 60:
            self.wrong(number_name, "证件号码过长，请核对。")
        elif kind == IDENTITY_CARD and not _is_identity(number):
            self.wrong(number_name, f"{whose}居民身份证号码有误，请核对。")
        elif kind == CREDIT_CODE and not _is_credit(number):
            self.wrong(number_name, f"{whose}统一社会信用代码有误，请核对。")
        return kind, number

    def _check_contact(self) -> None:
        phone, email, address = (self.value(name).strip() for name in ("phone", "email", "address"))
        if not (phone or email or address):
            self.wrong("phone", "请至少填写一种联系方式，工作人员要与申请人确认收到申请。")
        if phone and not sum(character.isdigit() for character in phone) >= 5:
            self.wrong("phone", "联系电话有误，请核对。")
        if email:
            try:
                validate_email(email)
            except ValidationError:
                self.wrong("email", "电子邮箱的格式有误，请核对。")
        if self.value("way") == BY_EMAIL and not email:
            self.wrong("email", "选择以电子邮件获取的，请填写电子邮箱。")
        if self.value("way") == BY_POST and not address:
            self.wrong("address", "选择邮寄的，请填写通信地址。")

    def _agent(self) -> list[Person]:
        if not self.has_agent:
            return []
        if not self.value("agent_name").strip():
            self.wrong("agent_name", "请填写代理人的姓名。")
        kind, number = self._identity("agent_id_kind", "agent_id_number", "代理人的")
        for name, file_kind, sentence in (
            ("authority", MaterialKind.AUTHORITY, "请上传授权委托书。"),
            ("agent_identity", MaterialKind.IDENTITY, "请上传代理人的身份证明。"),
        ):
            files = self.uploads(self.request, name, file_kind, "代理人-" if name == "agent_identity" else "")
            if not files:
                self.wrong(name, sentence)
            self.files += files
        agent = Person(
            self.value("agent_name").strip(),
            role=PartyRole.AGENT,
            id_kind=kind,
            id_number=number,
            phone=self.value("agent_phone").strip(),
        )
        return [agent]


def applicant_count(values: Mapping[str, str]) -> int:
    """How many applicants the form has places for."""
    said = values.get("count", "1")
    return min(max(int(said), 1), MOST_APPLICANTS) if said.isascii() and said.isdecimal() and len(said) < 4 else 1


def add_applicant(values: Mapping[str, str]) -> dict[str, str]:
    """The form with a place for one applicant more."""
    return {**values, "count": str(min(applicant_count(values) + 1, MOST_APPLICANTS))}


def remove_applicant(values: Mapping[str, str]) -> dict[str, str]:
    """The form without its last applicant."""
    return {**values, "count": str(max(applicant_count(values) - 1, 1))}


def _is_identity(number: str) -> bool:
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return is_identity_number(number)
    return bool(re.fullmatch(r"[0-9]{15}", number)) and is_old_identity_number(number)


def _is_credit(number: str) -> bool:
    return bool(re.fullmatch(r"[0-9A-Z]{18}", number)) and is_credit_code(number)
