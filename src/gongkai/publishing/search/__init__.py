"""The search over everything public: Chinese words wherever they stand, on SQLite and on PostgreSQL alike."""

from gongkai.publishing.search.entries import Entry
from gongkai.publishing.search.marking import Marked
from gongkai.publishing.search.query import MOST, Found, Hit, search, suggest
from gongkai.publishing.search.store import count_public, put, rebuild, register_source, remove, settle

__all__ = [
    "MOST",
    "Entry",
    "Found",
    "Hit",
    "Marked",
    "count_public",
    "put",
    "rebuild",
    "register_source",
    "remove",
    "search",
    "settle",
    "suggest",
]
