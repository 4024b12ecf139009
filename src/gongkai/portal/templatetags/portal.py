"""Page tags as government sites carry them."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def page_tags(context: template.Context) -> SafeString:
    """The <meta> tags of 政府网站网页标签规范 (国办发〔2017〕47号, annex), each once, none empty."""
    portal, column, article = (context.get(name) for name in ("portal", "column", "article"))
    tags: list[tuple[str, str]] = []
    if portal:
        tags += [("SiteName", portal.name), ("SiteDomain", portal.domain), ("SiteIDCode", portal.id_code)]
    if column:
        tags += [
            ("ColumnName", column.name), ("ColumnDescription", column.description),
            ("ColumnKeywords", column.keywords), ("ColumnType", column.kind),
        ]  # fmt: skip
    if article:
        tags += [
            ("ArticleTitle", article.title), ("PubDate", article.published), ("ContentSource", article.source),
        ]  # fmt: skip
    return format_html_join("\n", '<meta name="{}" content="{}">', ((name, text) for name, text in tags if text))
