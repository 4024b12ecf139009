"""Proactive disclosure as a Django app."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """What is made public without being asked."""

    name = "gongkai.publishing"
    label = "publishing"
    verbose_name = "主动公开"

    def ready(self) -> None:
        """Say which roles may open the screens, name the events, follow what changes before the public."""
        from gongkai.agencies.backends import grant_permissions
        from gongkai.agencies.enums import INSIDE_ROLES
        from gongkai.agencies.events import name_kinds
        from gongkai.publishing import review, search_feed
        from gongkai.publishing.columns import newest
        from gongkai.publishing.guard.examining import follow_review
        from gongkai.publishing.signals import record_changed

        grant_permissions(sorted(INSIDE_ROLES), "publishing.view_columnpage", "publishing.view_record")
        review.guard_task_states()
        search_feed.connect()
        follow_review()
        record_changed.connect(newest.follow, dispatch_uid="publishing.columns.newest")
        name_kinds(
            {
                "attachment.added": "加入文件",
                "record.created": "新建信息",
                "records.taken_over": "转入已有网站的信息",
                "record.draft_saved": "修改稿件",
                "record.sent_to_review": "送审",
                "record.stage_passed": "审批通过一个环节",
                "record.stage_skipped": "跳过本机关不再要求的审批环节",
                "record.returned": "退回稿件",
                "record.taken_back": "撤回送审",
                "record.body_asked": "征求其他机关意见",
                "record.body_answered": "登记其他机关意见",
                "record.consultation_settled": "登记协调结果",
                "record.published": "发布信息或者设定发布时间",
                "record.schedule_cancelled": "取消定时发布",
                "record.schedule_failed": "未能按时发布或者撤下",
                "record.withdrawn": "撤回信息",
                "record.restore_begun": "办理恢复发布",
                "record.reclassified": "批量重新归类",
                "record.pinned": "置顶信息",
                "record.unpinned": "取消置顶",
                "record.pin_moved": "调整置顶的顺序",
                "record.purge_asked": "申请清除信息",
                "record.purged": "批准清除信息",
                "record.purge_declined": "不同意清除信息",
                "withdrawal.handled": "登记泄露处置情况",
                "guard.examined": "发布前检查",
                "guard.decided": "决定检查结果不影响公开",
                "guard.masked": "遮盖检查出的内容",
                "guard.cleared": "清除附件的批注、修订、隐藏内容和属性",
                "site.made": "建立机关网站",
                "site.preset_applied": "套用栏目预设",
                "site.home_composed": "编排首页",
                "site.home_published": "发布首页",
                "site.home_returned": "退回首页草稿",
                "template.added": "增设信息模板",
                "template.changed": "修改信息模板",
                "template.retired": "停用信息模板",
                "template.revived": "恢复信息模板",
                "column.added": "增设栏目",
                "column.changed": "修改栏目",
                "column.moved": "移动栏目",
                "column.closed": "停止更新栏目",
                "column.archived": "归档栏目",
                "column.reopened": "恢复栏目",
                "column.opened": "栏目到期开设",
                "column.removed": "删除空栏目",
                "column.checked": "核对栏目内容",
                "profile.changed": "修改机构资料",
                "publishing.settings_changed": "修改主动公开设置",
                "publishing.review_way_set": "设定审批环节",
                "profile.checked": "核对机构资料",
                "leader.added": "登记负责人",
                "leader.changed": "修改负责人资料",
                "leader.checked": "核对负责人资料",
                "items.list_made": "建立公开事项清单",
                "items.imported": "导入公开事项",
                "items.changed": "修改公开事项",
                "items.removed": "删除公开事项",
                "items.mapped": "公开事项对应栏目",
                "work_point.added": "登记工作要点",
                "work_point.changed": "修改工作要点",
                "work_point.evidenced": "登记工作要点落实情况",
            }
        )
