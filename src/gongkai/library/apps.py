"""The document library as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Documents with their validity, and what explains them."""

    name = "gongkai.library"
    label = "library"
    verbose_name = "文件库"

    def ready(self) -> None:
        """Say which roles may open the screens, listen to records, name the events."""
        from gongkai.agencies.backends import grant_permissions
        from gongkai.agencies.enums import INSIDE_ROLES
        from gongkai.agencies.events import name_kinds
        from gongkai.library.office.interpretation_shown import link, shown, wanting
        from gongkai.library.reviewed import words_of
        from gongkai.library.search import added
        from gongkai.publishing.approved import tell_beside
        from gongkai.publishing.office.beside import offer_beside, show_beside
        from gongkai.publishing.search_feed import add_to_entries

        import_module("gongkai.library.receivers")
        add_to_entries(added)
        tell_beside(words_of)
        show_beside(shown)
        offer_beside(link, wanting)
        grant_permissions(sorted(INSIDE_ROLES), "library.view_document")
        name_kinds(
            {
                "document.entered": "文件入库",
                "document.amended": "修改文件库信息",
                "document.registered": "统一登记编号",
                "document.related": "登记文件关系",
                "document.unrelated": "撤销文件关系",
                "document.declared": "认定文件效力",
                "document.undeclared": "撤销效力认定",
                "document.turned": "文件效力变化",
                "document.taken_over": "批量导入文件",
                "cleanup.opened": "开展文件清理",
                "cleanup.decided": "提出清理意见",
                "cleanup.applied": "公布清理结果",
                "cleanup.dropped": "撤销文件清理",
                "interpretation.entered": "登记解读",
                "interpretation.amended": "修改解读",
                "library.office_changed": "修改文件库设置",
            }
        )
