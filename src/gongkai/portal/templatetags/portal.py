"""Page tags as government sites carry them."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gongkai.publishing.models import Attachment
from gongkai.publishing.search import Marked

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
            ("Keywords", article.keywords), ("Description", article.description),
        ]  # fmt: skip
    return format_html_join("\n", '<meta name="{}" content="{}">', ((name, text) for name, text in tags if text))


@register.simple_tag(takes_context=True)
def with_page(context: template.Context, number: int) -> str:
    """The address of another page of the same list: what was asked, with the number changed."""
    asked = context["request"].GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"


@register.filter
def marked(text: Marked) -> SafeString:
    """A text of the search with its hits in <mark>, and dots where it is cut."""
    parts: list[tuple[str, str]] = []
    at = 0
    for start, end in text.spans:
        parts.append((text.text[at:start], text.text[start:end]))
        at = end
    written = format_html_join("", "{}<mark>{}</mark>", parts)
    before, after = "…" if text.cut_before else "", "…" if text.cut_after else ""
    return format_html("{}{}{}{}", before, written, text.text[at:], after)


@register.filter
def file_words(file: Attachment) -> str:
    """What kind of file it is and how large: PDF，1.2 MB."""
    size = file.file_size
    kind = file.file_extension.upper()
    return "，".join(word for word in (kind, filesizeformat(size) if size else "") if word)


@register.filter
def written(markup: str) -> SafeString:
    """Markup that a writer of ours made, with all texts in it escaped (charts)."""
    return mark_safe(markup)  # noqa: S308 - see above
