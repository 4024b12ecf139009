"""Facts of a case in which nothing is wrong, for every kind of letter. All names are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from gongkai.applications.letters.facts import LetterFacts
from gongkai.applications.letters.kinds import LetterKind

TODAY = date(2026, 1, 30)

APPLICATION = LetterFacts(
    agency="清源市自然资源和规划局",
    department="耕地保护科",
    contact_person="政府信息公开办公室",
    contact_phone="0000-1234567",
    contact_address="清源市人民路1号",
    number="清自然资公开〔2026〕12号",
    dated=date(2026, 1, 26),
    applicants=("赵某甲", "钱某乙"),
    form_of_address="你们",
    receipt_number="2026-0012",
    channel="政府网站",
    submitted_on=date(2026, 1, 4),
    received_on=date(2026, 1, 5),
    receipt_ground="通过互联网渠道提交的，以双方确认之日为收到申请之日",
    subject="东河片区征收补偿方案",
    description="东河片区“旧城改造”项目的征收补偿方案及其听证笔录。",
    form_wanted="纸质，邮寄",
    due_on=date(2026, 2, 2),
    query_code="7KQ2-M8XD",
    query_address="http://www.qingyuan.example/xxgk/chaxun",
    review_body="清源市人民政府",
    court="清源市东河区人民法院",
)

_STEPS: dict[str, dict[str, Any]] = {
    "supplement": {
        "supplement_items": ("所需信息的名称、文号或者其他特征性描述；", "获取信息的方式、途径"),
        "supplement_until": date(2026, 2, 9),
    },
    "reasons": {"counted_span": "2026年1月", "counted_applications": 36, "reasons_until": date(2026, 2, 6)},
    "extension": {
        "extension_reason": "所申请公开的信息数量较多，需要逐页审查",
        "extension_days": 20,
        "extended_until": date(2026, 3, 6),
    },
    "deferral": {"reasons_received_on": date(2026, 1, 20), "deferred_until": date(2026, 4, 30)},
    "fee_notice": {
        "counted_span": "2026年1月",
        "fee_scale": "按件计收",
        "fee_basis": "同一申请人一个自然月内累计申请11件至30件的部分，每件100元",
        "fee_items": (("第11件至第12件", "2件", "100元/件", "200"),),
        "fee_total": 200,
        "fee_pay_to": "持本通知书到政务服务大厅缴款窗口办理",
    },
    "third_party_consultation": {"form_of_address": "你单位", "attachments": ("拟公开信息的复印件",)},
    "joint_body_consultation": {},
    "assistance": {"assistance": "核实该方案的定稿时间", "assistance_until": date(2026, 2, 9)},
    "disclosure_to_third_party": {"form_of_address": "你单位", "opinion_on": date(2026, 1, 20)},
    "granted": {"materials": (("东河片区征收补偿方案", "清政发〔2024〕8号", "12"), ("听证笔录", "", "30"))},
    "part_withheld": {"grounds": ("15",)},
    "part_not_provided": {"grounds": ("36(四)",)},
    "still_unclear": {"supplement_asked_on": date(2026, 1, 8), "supplement_received_on": date(2026, 1, 16)},
    "not_supplemented": {"supplement_asked_on": date(2026, 1, 6), "supplement_until": date(2026, 1, 20)},
    "excessive": {
        "counted_span": "2026年1月",
        "counted_applications": 36,
        "reasons_asked_on": date(2026, 1, 9),
        "reasons_received_on": date(2026, 1, 16),
    },
    "repeat": {"earlier_on": date(2025, 11, 3), "earlier_number": "清自然资公开〔2025〕118号"},
    "transfer_list": {"transferred_files": (("申请表及身份证明", "1", "2", ""), ("答复书", "1", "3", "原件"))},
    "not_ours": {"right_agency": "清源市住房和城乡建设局", "right_agency_contact": "电话0000-7654321"},
    "archived": {"right_agency": "清源市档案馆", "right_agency_contact": "电话0000-7654322"},
}

_ANY: dict[str, Any] = {
    "consulted_party": "清源东河置业有限公司",
    "consulted_information": "东河片区征收补偿方案",
    "consultation_sent_on": date(2026, 1, 8),
    "public_interest": "该方案涉及片区内全体被征收人的补偿标准",
    "reasons": "该信息形成于方案讨论阶段，尚未定稿，也没有作为行政管理的依据使用",
    "other_law": "《中华人民共和国档案法》第二十八条",
    "information": "东河片区征收补偿方案",
    "provided_as": "纸质复印件",
    "ways": "登录清源市人民政府网站“政府信息公开”专栏，在“征地信息”栏目查阅",
    "withheld": "方案中被征收人的身份证件号码和银行账号",
    "not_provided": "听证会的录像",
    "special_rule": "《不动产登记暂行条例》",
    "search_places": "本机关档案室和电子公文系统",
    "search_keywords": "东河片区 征收补偿",
    "searched_on": date(2026, 1, 12),
    "channel_elsewhere": "清源市信访局来访接待窗口",
    "withdrawn_on": date(2026, 1, 20),
    "merged_into": "2026-0009",
    "correction_record": "不动产权籍调查表中的房屋面积",
    "correction_result": "记录的房屋面积已更正为98平方米",
    "fee_notified_on": date(2026, 1, 6),
    "fee_notice_number": "清自然资公开〔2026〕3号",
    "fee_total": 200,
    "handed_to": "耕地保护科",
    "instructions": "请查找并提出公开意见，附依据",
    "handle_until": date(2026, 1, 28),
    "days_left": 5,
    "transferred_to": "清源市档案馆",
}


def sound_facts(kind: LetterKind) -> LetterFacts:
    """Everything that a letter of this kind says, without a fault."""
    facts = replace(APPLICATION, outcome=kind.outcome_of(None) or None)
    return replace(facts, **{**_ANY, **_STEPS.get(kind.id, {})})
