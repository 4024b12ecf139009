"""The search over everything public: Chinese words wherever they stand, on SQLite and on PostgreSQL alike."""

from gongkai.publishing.search.entries import Entry
from gongkai.publishing.search.marking import Marked
from gongkai.publishing.search.query import FILTERS, MOST, Found, Hit, Order, search, similar, suggest
from gongkai.publishing.search.store import count_public, put, rebuild, register_source, remove, settle

__all__ = [
    "FILTERS",
    "MOST",
    "Entry",
    "Found",
    "Hit",
    "Marked",
    "Order",
    "count_public",
    "put",
    "rebuild",
    "register_source",
    "remove",
    "search",
    "settle",
    "similar",
    "suggest",
]
