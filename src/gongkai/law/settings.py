"""What the Regulation leaves open or places do differently, each with a remark: nothing of it is hidden in the code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def _setting(default: Any, remark: str) -> Any:
    return field(default=default, metadata={"remark": remark})


@dataclass(frozen=True, slots=True)
class Settings:
    """The practice of an authority; the defaults are what most do. `dataclasses.fields` gives the remarks."""

    supplement_days: int | None = _setting(
        None, "补正通知没有写明期限时，按几个工作日视为逾期；条例第三十条只说“合理的补正期限”，多为10至15个工作日。"
    )
    deemed_abandoned: bool = _setting(
        True, "逾期不补正、逾期不缴费的，期满即视为放弃申请；有的机关以出具终止通知之日为准。"
    )
    other_agency_days: int | None = _setting(
        15,
        "征求其他机关意见（非共同制作机关）条例没有规定期限，函中也没有写明时，最多扣除几个工作日；留空则至收到意见为止。",
    )
    reasons_stop_clock: bool = _setting(
        False, "要求申请人说明理由期间是否停止计算答复期限；条例第三十五条没有规定停止计算，有的地方比照补正处理。"
    )
    fee_restarts: bool = _setting(True, "缴费完成后，办理期限自次日起重新计算；改为否，则只扣除等待缴费的时间。")
    mail_room_counts: bool = _setting(
        True,
        "收发室签收即为行政机关签收（写给内设机构或者个人的信件也是）；有的机关以公开工作机构确认之日为准（2015年旧解释）。",
    )
