"""Authorities and people as a Django app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Authorities and the people who work in them."""

    name = "gongkai.agencies"
    label = "agencies"
    verbose_name = "机关与人员"

    def ready(self) -> None:
        """Name the events that this room records."""
        from gongkai.agencies.events import name_kinds

        name_kinds(
            {
                "agency.created": "建立机关",
                "agency.renamed": "机关更名",
                "agency.corrected": "更正机关的层级和性质",
                "agency.former_name_added": "登记曾用名",
                "agency.moved": "调整隶属关系",
                "agency.abolished": "撤销机关",
                "agency.department_added": "增设内设机构",
                "user.created": "建立账号",
                "user.switched": "停用或启用账号",
                "user.password_set": "重设密码",
                "user.administrator_appointed": "管理员任免",
                "user.role_granted": "授予角色",
                "user.role_ended": "终止角色",
                "user.login_locked": "登录失败过多，暂停登录",
                "user.login_unlocked": "解除登录锁定",
                "keys.rotated": "更换加密密钥",
                "calendar.year_entered": "录入年度工作日历",
                "calendar.year_corrected": "更正年度工作日历",
                "calendar.year_withdrawn": "撤回年度工作日历",
                "calendar.local_days_set": "设定地方放假上班日",
                "calendar.local_days_withdrawn": "撤回地方放假上班日",
            }
        )
