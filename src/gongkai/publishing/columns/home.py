"""Composing a home page, and putting out what somebody else has composed.

What is composed is Wagtail's latest revision of the page; the page itself is what the public sees. Only the body is
taken over when it is put out: a revision also holds a copy of everything else, which may be old by then.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Revision

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency, User
from gongkai.publishing.blocks import columns_in
from gongkai.publishing.columns.base import told
from gongkai.publishing.columns.rights import may_edit, may_release
from gongkai.publishing.models import ColumnPage, SiteHome


def draft_of(home: SiteHome) -> tuple[SiteHome, Revision | None]:
    """The home page as it is being composed, with its revision; the page itself where nothing waits to be put out."""
    waiting = home.latest_revision
    if waiting is None or waiting.pk == home.live_revision_id:
        return home, None
    return waiting.as_object(), waiting


def composers_of(home: SiteHome) -> set[int | None]:
    """Who has had a hand in what waits to be put out: the writers of all revisions since the one that is public."""
    since = home.live_revision_id or 0
    return set(home.revisions.filter(pk__gt=since).values_list("user", flat=True))


class _HomeAction(Action[SiteHome]):
    """A change of a home page."""

    def __init__(self, actor: User | None, home: SiteHome, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground)
        self.home = home

    def subject(self, result: SiteHome) -> str:
        """The home page."""
        return reference_to(result)

    def agency(self, result: SiteHome) -> Agency | None:
        """Whose site it is."""
        return result.issuer


class ComposeHome(_HomeAction):
    """Keep what an editor has composed, as a draft. `seen` is the draft that the screen showed (0 for none)."""

    kind = "site.home_composed"

    def __init__(
        self, actor: User | None, home: SiteHome, body: Any, *, seen: int | None = None, ground: str = ""
    ) -> None:  # fmt: skip
        super().__init__(actor, home, ground=ground)
        self.body, self.seen = body, seen

    def refusals(self) -> list[str]:
        """Nobody else's draft is overwritten unseen; blocks name columns that are shown, of this site or a unit's."""
        self.home = SiteHome.objects.select_related("issuer", "latest_revision").get(pk=self.home.pk)
        if not may_edit(self.actor, self.home.issuer):
            return [NOT_YOURS]
        reasons = []
        _, waiting = draft_of(self.home)
        if self.seen is not None and self.seen != (waiting.pk if waiting else 0):
            reasons.append("其他人刚刚保存了首页的新草稿，请打开最新的草稿再改。")
        if foreign := self._foreign():
            reasons.append(f"这些栏目不属于本机关或者下级机关，不能放在首页：{'、'.join(foreign)}。")
        return reasons

    def _foreign(self) -> list[str]:
        home = self.home
        named = ColumnPage.objects.filter(pk__in=columns_in(self.body)).select_related("issuer")
        own = home.issuer.path if home.issuer else None
        return [
            column.title
            for column in named
            if not column.path.startswith(home.path)
            and (own is None or column.issuer is None or not column.issuer.path.startswith(own))
        ]

    def change(self) -> SiteHome:
        """A new revision; the public page stays as it is."""
        draft = SiteHome.objects.get(pk=self.home.pk)
        draft.body = self.body
        draft.save_revision(user=self.actor, clean=False)
        self.home.refresh_from_db()
        return self.home

    def payload(self, result: SiteHome) -> dict[str, Any]:
        """Which kinds of blocks stand in it, in order."""
        return {"blocks": [block["type"] for block in self.body.raw_data]}


class PublishHome(_HomeAction):
    """Put out what waits: a reviewer or signer who has not composed any of it."""

    kind = "site.home_published"

    def __init__(self, actor: User | None, home: SiteHome, *, revision: int, ground: str = "") -> None:
        super().__init__(actor, home, ground=ground)
        self.revision = revision

    def refusals(self) -> list[str]:
        """Just the draft that was looked at, by another person."""
        self.home = SiteHome.objects.select_related("issuer", "latest_revision").get(pk=self.home.pk)
        if not may_release(self.actor, self.home.issuer):
            return [NOT_YOURS]
        _, waiting = draft_of(self.home)
        if waiting is None:
            return ["没有等待发布的首页草稿。"]
        if waiting.pk != self.revision:
            return ["首页草稿又有改动，请看过最新的草稿再发布。"]
        if self.actor is not None and self.actor.pk in composers_of(self.home):
            return ["编排首页的人不能自己发布，请由其他审核员或者签发人发布。"]
        return []

    def change(self) -> SiteHome:
        """The public page gets the draft's body."""
        home = self.home
        draft, waiting = draft_of(home)
        assert waiting is not None
        home.body = draft.body
        home.live_revision = waiting
        home.has_unpublished_changes = False
        home.last_published_at = timezone.now()
        home.save()
        told(home)
        return home

    def payload(self, result: SiteHome) -> dict[str, Any]:
        """Which kinds of blocks the public sees."""
        return {"blocks": [block["type"] for block in result.body.raw_data]}
