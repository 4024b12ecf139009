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
        from gongkai.publishing.columns import newest
        from gongkai.publishing.signals import record_changed

        grant_permissions(sorted(INSIDE_ROLES), "publishing.view_columnpage")
        record_changed.connect(newest.follow, dispatch_uid="publishing.columns.newest")
        name_kinds(
            {
                "site.made": "建立机关网站",
                "site.preset_applied": "套用栏目预设",
                "site.home_composed": "编排首页",
                "site.home_published": "发布首页",
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
