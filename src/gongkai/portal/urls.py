"""Addresses of the public site. They carry agency codes and years, never database keys."""

from django.urls import path, register_converter

from gongkai.annual_reports.styles import report_styles
from gongkai.portal.views import (
    answers,
    apply,
    case,
    columns,
    examine,
    feeds,
    homes,
    opinion,
    records,
    reports,
    search,
    section,
    site,
)


class AgencyCode:
    """An agency's code in an address."""

    regex = "[A-Za-z0-9-]{2,32}"

    def to_python(self, value: str) -> str:
        """The code as written."""
        return value

    def to_url(self, value: str) -> str:
        """The code as written."""
        return value


class Year:
    """A year in an address."""

    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        """The year as a number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The year in four digits."""
        return f"{value:04d}"


class PublicId:
    """The public number of a record in an address (`agencies.identifiers`)."""

    regex = "[2-9a-hjkmnp-z]{12}"

    def to_python(self, value: str) -> str:
        """The number as written."""
        return value

    def to_url(self, value: str) -> str:
        """The number as written."""
        return value


register_converter(PublicId, "pid")
register_converter(AgencyCode, "agency")
register_converter(Year, "year")

app_name = "portal"
urlpatterns = [
    path("", homes.home, name="home"),
    path("jg/<agency:code>/", homes.agency_home, name="agency_home"),
    path("lm/<pid:public_id>/", columns.column, name="column"),
    path("lm/<pid:public_id>/<slug:format>.xml", feeds.column_feed, name="column_feed"),
    path("wz/<pid:public_id>/", records.record, name="record"),
    path("wz/<pid:public_id>/wenben.txt", records.text, name="record_text"),
    path("wz/<pid:public_id>/erweima.svg", records.qr, name="qr"),
    path("fj/<pid:public_id>/", records.attachment, name="attachment"),
    path("fj/<pid:public_id>/<path:name>", records.attachment, name="attachment"),
    path("xz/<pid:public_id>/", records.download, name="download"),
    path("fw/<pid:public_id>/", records.views, name="views"),
    path("sousuo/", search.search, name="search"),
    path("sousuo/tishi.json", search.suggestions, name="search_suggestions"),
    path("sousuo/xiazai.zip", search.download, name="search_archive"),
    path("likai/", site.leaving, name="leaving"),
    path("robots.txt", feeds.robots, name="robots"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap-lanmu.xml", feeds.sitemap_pages, name="sitemap_pages"),
    path("sitemap-<int:span>.xml", feeds.sitemap_records, name="sitemap_records"),
    path("dingyue/<slug:format>.xml", feeds.feed, name="feed"),
    path("ditu/", site.site_map, name="site_map"),
    path("zhangbei/", site.elder_mode, name="elder_mode"),
    path("yangshi/nianbao.css", report_styles, name="report_styles"),
    path("xxgk/", section.section, name="disclosure"),
    path("xxgk/jg/<agency:code>/", section.section, name="section"),
    path("xxgk/jg/<agency:code>/zhinan/", section.guide, name="guide"),
    path("xxgk/jg/<agency:code>/mulu/", section.catalogue, name="catalogue"),
    path("qianru/<agency:code>/", section.embedded, name="embedded"),
    path("qianru/<agency:code>/lm/<pid:public_id>/", section.embedded, name="embedded_column"),
    path("xxgk/nianbao/", reports.report_list, name="report_list"),
    path("xxgk/nianbao/<agency:code>/", reports.agency_reports, name="agency_reports"),
    path("xxgk/nianbao/<agency:code>/<year:year>/", reports.report, name="report"),
    path("xxgk/nianbao/<agency:code>/<year:year>/yuanjian", reports.original, name="report_original"),
    path("xxgk/nianbao/<agency:code>/<year:year>/nianbao.<slug:format>", reports.download, name="report_download"),
    path("xxgk/shenqing/", apply.apply, name="apply"),
    path("xxgk/shenqing/<agency:code>/shenqingbiao.<slug:format>", apply.blank, name="blank_form"),
    path("xxgk/chaxun/", case.lookup, name="lookup"),
    path("xxgk/chaxun/<pid:public_id>/", case.case, name="case"),
    path("xxgk/chaxun/<pid:public_id>/huizhi/", case.receipt, name="receipt"),
    path("xxgk/chaxun/<pid:public_id>/huizhi.pdf", case.receipt_paper, name="receipt_paper"),
    path("xxgk/chaxun/<pid:public_id>/wenshu/<pid:material>/", case.paper, name="case_paper"),
    path("xxgk/chaxun/<pid:public_id>/tijiao/", case.supply, name="supply"),
    path("xxgk/chaxun/<pid:public_id>/chehui/", case.withdraw, name="withdraw"),
    path("xxgk/chaxun/<pid:public_id>/jianyi/", case.suggest, name="suggest"),
    path("xxgk/chaxun/<pid:public_id>/tuichu/", case.leave, name="leave_case"),
    path("xxgk/yijian/<pid:public_id>/<slug:code>/", opinion.opinion, name="opinion"),
    path("xxgk/yishenqing-gongkai/", answers.answer_list, name="answers"),
    path("xxgk/yishenqing-gongkai/<pid:public_id>/", answers.answer, name="answer"),
    path("xxgk/yishenqing-gongkai/<pid:public_id>/<pid:material>/", answers.answer_file, name="answer_file"),
    path("xxgk/yigongkai/", answers.already_public_page, name="already_public"),
    path("xxgk/yigongkai.json", answers.already_public_json, name="already_public_json"),
    path("tijian/", examine.examine, name="examine"),
    path("tijian/qingdan/", examine.findings_list, name="examine_docx"),
]
