"""存证台账: what happened, for the audit administrator (all) and the discipline office (its authority and units)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from gongkai.agencies import events
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.office.paging import page_of
from gongkai.agencies.office.screens import Screen
from gongkai.ledger.models import Entry


def may_read_ledger(user: User) -> bool:
    """The audit administrator, and whoever is discipline office somewhere."""
    return user.administrator == Administrator.AUDIT or Role.DISCIPLINE in user.scope.all_roles()


class LedgerList(Screen):
    """The entries, newest first."""

    title = "存证台账"
    template = "agencies/office/ledger.html"

    def test_func(self) -> bool:
        """Readers of the ledger."""
        return may_read_ledger(self.user)

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the entries, filtered by chain, kind or actor."""
        entries = Entry.objects.order_by("-id")
        if self.user.administrator != Administrator.AUDIT:
            watched = self.user.scope.condition("", Role.DISCIPLINE)
            entries = entries.filter(chain__in=Agency.objects.filter(watched).values("code"))
        asked = {name: request.GET.get(name, "").strip()[:80] for name in ("chain", "kind", "actor")}
        given = {name: value for name, value in asked.items() if value}
        page = page_of(request, entries.filter(**given))
        drawn = {"page": page, "asked": asked, "kinds": events.named_kinds(), "actors": actors_of(list(page))}
        return self.draw(request, drawn)


def actors_of(entries: list[Entry]) -> dict[str, str]:
    """The display names of the accounts that these entries name by their opaque labels."""
    ids = {entry.actor.removeprefix("account:") for entry in entries if entry.actor.startswith("account:")}
    return {user.label: user.display_name for user in User.objects.filter(public_id__in=ids)}
