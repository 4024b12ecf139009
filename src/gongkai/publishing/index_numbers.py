"""Index numbers 索引号: nine characters of the organisation, "/", the year, "-", five digits. None is used twice.

By generation date, as 政府信息公开目录系统实施指引 has it. Gaps are kept: a number that was drawn stays drawn.
"""

from __future__ import annotations

import re
from datetime import date

from gongkai.agencies.action import Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.numbers import draw_number, leave_out
from gongkai.publishing.column_models import publishing_office_of
from gongkai.publishing.record_models import Record

PATTERN = re.compile(r"(?P<code>[0-9A-Z]{9})/(?P<year>[0-9]{4})-(?P<serial>[0-9]{5})")
SERIES = "index_number"
LARGEST = 99999
NO_CODE = (
    "本机关尚未填写九位组织机构代码，不能编制索引号，也就不能发布；"
    "请本机关的编辑（不限内设机构的）在“栏目和事项”→“机构资料”→“主动公开设置”中填写。"
)


def is_regular(number: str) -> bool:
    """Whether the number is of the prescribed form; imported ones that are not are kept and marked."""
    return PATTERN.fullmatch(number) is not None


def obstacle(agency: Agency) -> str:
    """Why no number can be drawn for the agency, one sentence; "" where one can."""
    code = publishing_office_of(agency).organisation_code
    return "" if re.fullmatch("[0-9A-Z]{9}", code) else NO_CODE


def draw(agency: Agency, formed_on: date) -> str:
    """The agency's next number of the year in which the information was formed, held until the transaction ends.

    Numbers that came along with an import are passed over. Raises Refused without a code, or past the last number.
    """
    if sentence := obstacle(agency):
        raise Refused([sentence])
    code = publishing_office_of(agency).organisation_code
    while True:
        serial = draw_number(agency, SERIES, formed_on.year)
        if serial > LARGEST:
            raise Refused([f"{formed_on.year}年的索引号已经用完。"])
        number = f"{code}/{formed_on.year}-{serial:05d}"
        if not Record.objects.filter(index_number=number).exists():
            return number


def take_over(agency: Agency, number: str) -> bool:
    """Keep a number that an import brings along: none up to it is drawn. Returns whether it is odd, to be marked so."""
    found = PATTERN.fullmatch(number)
    if found is None:
        return True
    if found["code"] == publishing_office_of(agency).organisation_code:
        leave_out(agency, SERIES, int(found["year"]), int(found["serial"]))
    return False
