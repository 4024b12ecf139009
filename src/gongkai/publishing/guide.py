"""政府信息公开指南, made from what is entered elsewhere, so that it is never out of date (条例 Art 12).

Art 12 asks for: how the information is classified and arranged, how to get it, and the disclosure office's name,
address, hours, telephone, fax, post and internet contact. The office's contacts belong to the room of applications,
which registers them here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.agencies.models import Agency
from gongkai.publishing.columns.tree import columns_below, site_of
from gongkai.publishing.enums import ColumnStatus, Part, Theme
from gongkai.publishing.models import ColumnPage
from gongkai.publishing.profiles import profile_of


@dataclass(frozen=True)
class Contacts:
    """How the disclosure office is reached, and who reviews what it decides. Empty where nobody has entered it."""

    name: str = ""
    address: str = ""
    hours: str = ""
    postal_address: str = ""
    postcode: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    accepts: bool = True
    review_body: str = ""
    court: str = ""

    def rows(self) -> list[tuple[str, str]]:
        """What is known, each with its label, in the order of Art 12."""
        return [(label, getattr(self, name)) for name, label in _CONTACT_LABELS.items() if getattr(self, name)]

    def missing(self) -> list[str]:
        """What Art 12 asks for and nobody has entered; a fax is not needed where there is none."""
        needed = [name for name in _CONTACT_LABELS if name not in ("fax", "postcode")]
        return [_CONTACT_LABELS[name] for name in needed if not getattr(self, name)]


_CONTACT_LABELS = {
    "name": "机构名称", "address": "办公地址", "hours": "办公时间", "phone": "联系电话", "fax": "传真号码",
    "postal_address": "通信地址", "postcode": "邮政编码", "email": "电子邮箱",
}  # fmt: skip
ContactsMaker = Callable[[Agency], Contacts | None]
_makers: list[ContactsMaker] = []


def register_contacts(maker: ContactsMaker) -> None:
    """Let a room above say how an agency's disclosure office is reached; for its `AppConfig.ready`."""
    _makers[:] = [maker]


def contacts_of(agency: Agency) -> Contacts:
    """The disclosure office's contacts; the agency's own address and telephone where no office is entered."""
    for maker in _makers:
        if found := maker(agency):
            return found
    profile = profile_of(agency)
    return Contacts(
        address=profile.address, hours=profile.hours, phone=profile.phone, postal_address=profile.address,
        postcode=profile.postcode,
    )  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A part of the guide: paragraphs, then labelled facts, then the columns that it lists."""

    title: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    columns: tuple[ColumnPage, ...] = ()


@dataclass(frozen=True)
class Guide:
    """The guide of one agency as of now."""

    agency: Agency
    contacts: Contacts
    sections: tuple[Section, ...]
    gaps: tuple[str, ...]
    """What Art 12 asks for and is not entered: for the office's eyes."""


def guide_for(agency: Agency) -> Guide:
    """The agency's guide. At most five queries."""
    contacts = contacts_of(agency)
    home = site_of(agency)
    columns = list(columns_below(home).filter(live=True).exclude(status=ColumnStatus.ARCHIVED)) if home else []
    statutory = next((column for column in columns if column.part == Part.STATUTORY), None)
    listed = tuple(
        column for column in columns if statutory and column.path.startswith(statutory.path) and column != statutory
    )
    office = contacts.name or f"{agency.name}政府信息公开工作机构"
    sections = (
        Section(
            "一、信息的分类和编排",
            (
                f"{agency.name}主动公开的政府信息，按照《中华人民共和国政府信息公开条例》第二十条、第二十一条规定的内容分设栏目，"
                f"并按主题（{len(Theme)}类）、体裁和年度编入政府信息公开目录。",
                "每条信息有一个索引号，由组织机构代码、年份和序号组成，确定后不再改变，可以凭索引号查到该信息。",
            ),
            columns=listed,
        ),
        Section(
            "二、获取方式",
            (
                "主动公开的信息自形成或者变更之日起20个工作日内在本网站公开，法律、法规另有规定的从其规定；可以检索、查阅和下载。",
                "国家档案馆、公共图书馆和政务服务场所设有政府信息查阅场所，可以前往查阅。",
                f"没有主动公开的信息，可以向{office}提出申请；不收取申请费用，申请数量、频次明显超过合理范围的，依照规定收取信息处理费。",
            )
            if contacts.accepts
            else ("主动公开的信息自形成或者变更之日起20个工作日内在本网站公开，可以检索、查阅和下载。",),
        ),
        Section("三、政府信息公开工作机构", facts=tuple(contacts.rows())),
        Section("四、监督和救济", _remedies(agency, contacts)),
    )
    return Guide(agency, contacts, sections, tuple(contacts.missing() + _structure_gaps(statutory, listed)))


def _remedies(agency: Agency, contacts: Contacts) -> tuple[str, ...]:
    bodies = f"向{contacts.review_body}申请行政复议" if contacts.review_body else "依法申请行政复议"
    court = f"向{contacts.court}提起行政诉讼" if contacts.court else "依法提起行政诉讼"
    return (
        f"认为{agency.name}没有依法履行政府信息公开义务的，可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报。",
        f"认为政府信息公开工作中的行政行为侵犯其合法权益的，可以{bodies}，或者{court}。",
    )


def _structure_gaps(statutory: ColumnPage | None, listed: tuple[ColumnPage, ...]) -> list[str]:
    return [] if statutory is not None and listed else ["法定主动公开内容的栏目"]
