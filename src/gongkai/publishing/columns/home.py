"""Composing a home page; putting out what somebody else has composed, or sending it back.

What is composed is Wagtail's latest revision of the page; the page itself is what the public sees. Only the body is
taken over when it is put out: a revision also holds a copy of everything else, which may be old by then.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from wagtail.models import Revision

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.publishing.blocks import columns_in, outline
from gongkai.publishing.columns.base import told
from gongkai.publishing.columns.rights import RELEASING, may_edit, may_release
from gongkai.publishing.guard.words import against, line, markup
from gongkai.publishing.models import ColumnPage, HomeReturn, SiteHome


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


def return_of(waiting: Revision | None) -> HomeReturn | None:
    """Why what waits was sent back; None while it waits to be looked at."""
    return HomeReturn.objects.filter(revision=waiting).select_related("by").first() if waiting else None


def waiting_for(user: User) -> list[SiteHome]:
    """The home pages whose draft this person may put out: not what he has composed, nor what was sent back. One
    query."""
    own = _revisions().filter(user=user, pk__gt=Coalesce(OuterRef("live_revision"), 0))
    homes = _waiting(user, *RELEASING).filter(~Exists(own), ~Exists(_returned()))
    return [home for home in homes if may_release(user, home.issuer)]


def returned_to(user: User) -> list[SiteHome]:
    """The home pages whose draft was sent back to this person, among others who keep the site. One query."""
    homes = _waiting(user, Role.EDITOR).filter(Exists(_returned()))
    return [home for home in homes if may_edit(user, home.issuer)]


def _waiting(user: User, *roles: Role) -> QuerySet[SiteHome]:
    within = user.scope.condition("issuer", *roles, Role.SUPERVISOR)
    if within is None:
        return SiteHome.objects.none()
    drafts = Q(live_revision=None) | ~Q(latest_revision=F("live_revision"))
    return SiteHome.objects.filter(within, drafts, latest_revision__isnull=False).select_related("issuer")


def _returned() -> QuerySet[HomeReturn]:
    return HomeReturn.objects.filter(revision=OuterRef("latest_revision"))


def _revisions() -> QuerySet[Revision]:
    kind = ContentType.objects.get_for_model(SiteHome)
    return Revision.objects.filter(content_type=kind, object_id=Cast(OuterRef("pk"), CharField()))


def _unfit_words(home: SiteHome, body: Any) -> list[str]:
    return against(
        home.issuer,
        [
            (markup if said.html else line)(f"{block.title}的{said.field}", said.text)
            for block in outline(body)
            for said in block.said
            if said.typed
        ],
    )


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
        """Nobody else's draft is overwritten unseen; blocks name columns that are shown, of this site or a unit's; no
        words that the public may not read."""
        self.home = SiteHome.objects.select_related("issuer", "latest_revision").get(pk=self.home.pk)
        if not may_edit(self.actor, self.home.issuer):
            return [NOT_YOURS]
        reasons = []
        _, waiting = draft_of(self.home)
        if self.seen is not None and self.seen != (waiting.pk if waiting else 0):
            reasons.append("其他人刚刚保存了首页的新草稿，请打开最新的草稿再改。")
        if foreign := self._foreign():
            reasons.append(f"这些栏目不属于本机关或者下级机关，不能放在首页：{'、'.join(foreign)}。")
        return reasons + _unfit_words(self.home, self.body)

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


class _JudgeHome(_HomeAction):
    """What a reviewer or signer does with a draft who has not composed any of it."""

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
        if return_of(waiting):
            return ["这份草稿已经退回，等编辑改好再办。"]
        return []


class ReturnHome(_JudgeHome):
    """Send what waits back to its editors, and say why."""

    kind = "site.home_returned"

    def __init__(self, actor: User | None, home: SiteHome, *, revision: int, reason: str) -> None:
        super().__init__(actor, home, revision=revision)
        self.reason = reason.strip()

    def refusals(self) -> list[str]:
        """Also without a reason."""
        if reasons := super().refusals():
            return reasons
        if not self.reason:
            return ["请写明退回理由。"]
        return ["退回理由不超过300字。"] if len(self.reason) > 300 else []

    def change(self) -> SiteHome:
        """Keep the reason beside the draft, for the editors."""
        HomeReturn.objects.create(home=self.home, revision_id=self.revision, reason=self.reason, by=self.actor)
        return self.home


class PublishHome(_JudgeHome):
    """Put out what waits."""

    kind = "site.home_published"

    def refusals(self) -> list[str]:
        """Also with words that the public may not read."""
        return super().refusals() or _unfit_words(self.home, draft_of(self.home)[0].body)

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
