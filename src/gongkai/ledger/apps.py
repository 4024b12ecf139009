"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The append-only record."""

    name = "gongkai.ledger"
    label = "ledger"
    verbose_name = "存证台账"
