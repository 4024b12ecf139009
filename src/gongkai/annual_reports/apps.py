"""The annual reports as a Django app."""

from django.apps import AppConfig


class AnnualReportsConfig(AppConfig):
    """Annual reports, their figures and what was found in them."""

    name = "gongkai.annual_reports"
    label = "annual_reports"
    verbose_name = "年报"

    def ready(self) -> None:
        """Say which roles may open the screens; what they see and do there is decided by `permissions`."""
        from gongkai.agencies.backends import grant_permissions
        from gongkai.agencies.enums import Role
        from gongkai.annual_reports.permissions import PREPARING, RELEASING

        grant_permissions(list(Role), "annual_reports.view_annualreport")
        grant_permissions(sorted(PREPARING), "annual_reports.add_annualreport", "annual_reports.change_annualreport")
        grant_permissions(sorted(RELEASING), "annual_reports.publish_annualreport")
