"""The reviews and lawsuits as a Django app."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Reviews and lawsuits 行政复议、行政诉讼 about what an agency answered."""

    name = "gongkai.disputes"
    label = "disputes"
    verbose_name = "复议诉讼"

    def ready(self) -> None:
        """Say which roles may open the screens, add to the daily digest, name the events."""
        from gongkai.agencies.backends import grant_permissions
        from gongkai.agencies.events import name_kinds
        from gongkai.applications.actions.erasing import ERASERS, KEEPERS
        from gongkai.applications.actions.succession import FOLLOWERS
        from gongkai.applications.dossier_sections import FURTHER
        from gongkai.applications.models import CASE_ROLES
        from gongkai.applications.reminders import DIGEST_PARTS
        from gongkai.disputes.actions.succession import follow_case
        from gongkai.disputes.digest import digest_part
        from gongkai.disputes.dossier import sections_of_disputes
        from gongkai.disputes.keeping import erase_files, erase_names, keep_open_disputes

        grant_permissions(sorted(CASE_ROLES), "disputes.view_dispute")
        if digest_part not in DIGEST_PARTS:
            DIGEST_PARTS.append(digest_part)
            KEEPERS.append(keep_open_disputes)
            ERASERS.extend((erase_files, erase_names))
            FURTHER.append(sections_of_disputes)
            FOLLOWERS.append(follow_case)
        name_kinds(
            {
                "dispute.registered": "登记复议、诉讼",
                "dispute.amended": "更正复议、诉讼登记",
                "dispute.voided": "作废复议、诉讼登记",
                "dispute.handed_over": "移交复议、诉讼",
                "dispute.replied": "登记答复、答辩",
                "dispute.result": "登记复议、诉讼结果",
                "dispute.effective": "登记裁判生效",
                "dispute.instance_added": "登记上诉、再审",
                "dispute.instance_amended": "更正上诉、再审登记",
                "dispute.reanswer_ordered": "登记重新答复任务",
                "dispute.reanswered": "完成重新答复",
                "dispute.mapping_edited": "修改复议诉讼结果的对应关系",
                "dispute.practice_changed": "修改复议诉讼计数口径",
                "dispute.suspended": "登记中止",
                "dispute.resumed": "登记恢复",
                "dispute.suspension_amended": "更正中止登记",
                "dispute.file_added": "存入复议、诉讼文件",
                "dispute.file_withdrawn": "撤回复议、诉讼文件",
                "dispute.identity_seen": "查看复议、诉讼中的身份材料",
                "dispute.file_kinds_changed": "修改复议诉讼文件种类",
            }
        )
