"""When an annual report must be out: 《政府信息公开条例》 Art 49.

Pure rules that need no calendar: these limits do not roll over.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

Body = Literal["department", "government", "other"]

_GOVERNMENT = re.compile(r"(人民政府|[^\W\d]+(省|市|县|自治州|自治县|自治区|自治旗|旗|盟|区))$")
_TOWN = re.compile(r"(街道|街道办事处|(镇|乡)(人民政府)?)$")
_OFFICE_OF_GOVERNMENT = re.compile(r"(人民政府|政府)(办公室|办公厅)$")
_DEPARTMENT = re.compile(r"(局|厅|委员会|委|办公室|总队|支队)$")
_NOT_A_DEPARTMENT = re.compile(
    r"((?<!监督)管理委员会|管委会|开发区|居民委员会|村民委员会|派出所|分局|所|队|园区|新区|片区|景区|社区)$"
)


def body_of(agency: str) -> Body:
    """What kind of body a name is of, as far as the name tells for certain.

    "department" is a department of a people's government (局, 厅, 委, 办), "government" a people's government from the
    county up, named in full or by its area alone (清源县). All others are "other": townships, which Art 49 does not
    name; a government's own office, which signs the government's report and one of its own; management committees and
    branch offices, whose standing differs from place to place.
    """
    if _TOWN.search(agency) or _NOT_A_DEPARTMENT.search(agency) or _OFFICE_OF_GOVERNMENT.search(agency):
        return "other"
    if _GOVERNMENT.search(agency):
        return "government"
    return "department" if _DEPARTMENT.search(agency) else "other"


def report_due(year: int, body: Body) -> date:
    """The last day for publishing the report on `year`.

    Art 49: departments of governments from the county up publish theirs by 31 January, the offices in charge publish
    their government's by 31 March of the following year. For a body that the article does not name the later one.
    """
    return date(year + 1, 1, 31) if body == "department" else date(year + 1, 3, 31)
