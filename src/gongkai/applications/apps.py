"""The applications as a Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register


class ApplicationsConfig(AppConfig):
    """Applications 依申请公开, from the first letter to the file in the archive."""

    name = "gongkai.applications"
    label = "applications"
    verbose_name = "依申请公开"

    def ready(self) -> None:
        """Check the procedure's table, say which roles may open the screens, name the events, follow the calendar."""
        from gongkai.agencies.backends import grant_permissions
        from gongkai.agencies.calendar import on_calendar_change
        from gongkai.agencies.events import name_kinds
        from gongkai.applications import reckoning
        from gongkai.applications.models import CASE_ROLES
        from gongkai.applications.public_contacts import contacts_of
        from gongkai.publishing.guide import register_contacts

        register(check_procedure)
        register_contacts(contacts_of)
        grant_permissions(sorted(CASE_ROLES), "applications.view_application")
        on_calendar_change(reckoning.recompute)
        name_kinds(
            {
                "application.taken_in": "收到申请材料",
                "application.received": "确认收到申请",
                "application.step": "登记办理事项",
                "application.decided": "作出答复决定",
                "application.step_corrected": "更正办理事项",
                "application.routed": "交办",
                "application.task_answered": "反馈办理意见",
                "application.party_added": "登记当事人",
                "application.classified": "登记定密依据",
                "application.handed_over": "移交承继机关",
                "application.noted": "内部备注",
                "application.searched": "登记检索",
                "application.identity_seen": "查看身份证明",
                "application.letter_drafted": "起草文书",
                "application.letter_edited": "修改文书",
                "application.letter_moved": "文书审签",
                "application.letter_signed": "签发文书",
                "application.revealed": "查看身份和联系方式",
                "application.material_added": "加入材料",
                "application.material_given_out": "向申请人提供材料",
                "application.material_taken_back": "停止向申请人提供材料",
                "application.release_decided": "决定材料可以提供",
                "application.material_masked": "遮盖材料",
                "application.letter_sealed": "上传盖章扫描件",
                "application.letter_template_changed": "修改文书模板",
                "application.letter_template_dropped": "恢复平台文书模板",
                "application.number_drawn": "取文号",
                "application.number_voided": "作废文号",
                "application.file_exported": "导出案卷",
                "application.erasure_asked": "申请清除",
                "application.erasure_declined": "不同意清除",
                "application.erased": "清除案卷",
                "application.hand_over_listed": "导出移交清单",
                "public_answer.proposed": "提出转为主动公开",
                "public_answer.published": "批准转为主动公开",
                "public_answer.withdrawn": "不同意公开或者撤下已公开的信息",
                "suggestion.handled": "处理公开建议",
                "application.due_recomputed": "重新计算答复期限",
                "application.proof_sent": "申请人提交缴费凭证",
                "application.answer_link_opened": "开放网上提交意见",
                "suggestion.made": "建议主动公开",
                "application.taken_over": "台账转入",
                "application.amended": "更正登记内容",
                "application.split": "拆分来件",
                "application.linked_same": "与相同申请关联",
                "application.void_asked": "申请作废",
                "application.voided": "批准作废",
                "application.void_declined": "不同意作废",
                "application.look_up": "登记现场资料查询",
                "application.office_changed": "修改公开工作机构设置",
            }
        )


def check_procedure(**_: Any) -> list[CheckMessage]:
    """Nothing starts with a procedure that has a hole."""
    from gongkai.applications.procedure import problems

    return [Error(sentence, id="applications.E001") for sentence in problems()]
