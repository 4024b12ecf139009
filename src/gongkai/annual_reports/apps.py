"""The annual reports as a Django app."""

from django.apps import AppConfig


class AnnualReportsConfig(AppConfig):
    """Annual reports, their figures and what was found in them."""

    name = "gongkai.annual_reports"
    label = "annual_reports"
    verbose_name = "年报"

    def ready(self) -> None:
        """Say which roles may open the screens (`permissions` decides what they do there), and name the events."""
        from gongkai.agencies.backends import grant_permissions
        from gongkai.agencies.enums import Role
        from gongkai.agencies.events import name_kinds
        from gongkai.annual_reports.permissions import PREPARING, RELEASING

        grant_permissions(list(Role), "annual_reports.view_annualreport")
        grant_permissions(sorted(PREPARING), "annual_reports.add_annualreport", "annual_reports.change_annualreport")
        grant_permissions(sorted(RELEASING), "annual_reports.publish_annualreport")
        name_kinds(
            {
                "annual_report.taken_in": "上传年报",
                "annual_report.assigned": "认定机关和年度",
                "annual_report.cell_corrected": "更正数据格",
                "annual_report.findings_shown": "设置公开显示的问题",
                "annual_report.published": "公布年报",
                "annual_report.withdrawn": "撤回年报",
                "compiled_report.started": "开始编制年报",
                "compiled_report.figures_typed": "填报年报数字",
                "compiled_report.text_written": "改写年报文字",
                "compiled_report.carry_explained": "说明结转差异",
                "compiled_report.submitted": "年报送批",
                "compiled_report.returned": "退回年报",
                "compiled_report.frozen": "批准并冻结年报",
                "compiled_report.reopened": "重新编制年报",
                "compiled_report.released": "公布编制的年报",
            }
        )
