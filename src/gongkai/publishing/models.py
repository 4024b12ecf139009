"""All models of the room, where Django looks for them."""

from gongkai.publishing.base_models import Attachment, BasePage, Picture, PictureRendition
from gongkai.publishing.column_models import ColumnPage, HomeReturn, PublishingOffice, RecordTemplate, SiteHome
from gongkai.publishing.event_models import PublicationEvent, Purge, ViewCount, Withdrawal
from gongkai.publishing.item_models import DisclosureItem, ItemList, WorkPoint
from gongkai.publishing.record_models import Placement, Record, RecordFile
from gongkai.publishing.review_models import (
    ApprovedContent,
    Consulted,
    GuardDecision,
    GuardRun,
    ReviewTask,
    SecrecyReview,
    TermReminder,
)
from gongkai.publishing.search_models import SearchEntry, SearchText

__all__ = [
    "ApprovedContent",
    "Attachment",
    "BasePage",
    "ColumnPage",
    "Consulted",
    "DisclosureItem",
    "GuardDecision",
    "GuardRun",
    "HomeReturn",
    "ItemList",
    "Picture",
    "PictureRendition",
    "Placement",
    "PublicationEvent",
    "PublishingOffice",
    "Purge",
    "Record",
    "RecordFile",
    "RecordTemplate",
    "ReviewTask",
    "SearchEntry",
    "SearchText",
    "SecrecyReview",
    "SiteHome",
    "TermReminder",
    "ViewCount",
    "Withdrawal",
    "WorkPoint",
]
