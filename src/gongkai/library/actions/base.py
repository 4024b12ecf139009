"""What every act on a document has in common: its row is held, the person may, nobody's work is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.library.document_models import Document
from gongkai.library.projection import project
from gongkai.library.rights import may_keep

if TYPE_CHECKING:
    from gongkai.agencies.models import User

OVERTAKEN = "这份文件刚刚由他人办理过，请刷新页面，看过最新情况后再办。"
FIRST_YEAR = 1949


def unfit(record: models.Model, names: Iterable[str]) -> list[str]:
    """What the record's own fields and constraints say against these values, a sentence each."""
    wanted = set(names)
    fields = {field.name: str(getattr(field, "verbose_name", field.name)) for field in record._meta.get_fields()}
    try:
        record.clean_fields(exclude=set(fields) - wanted)
        record.validate_constraints(exclude=set(fields) - wanted - {"agency"})
    except ValidationError as error:
        return [
            f"“{fields[name]}”：{''.join(sentences)}" if name in fields else "".join(sentences)
            for name, sentences in error.message_dict.items()
        ]
    return []


def strange_days(days: Iterable[tuple[str, date | None]]) -> list[str]:
    """Days that no document of this state can have."""
    return [f"{name}（{day}）早于{FIRST_YEAR}年，请核对。" for name, day in days if day and day.year < FIRST_YEAR]


class DocumentAction(Action[Document]):
    """An act on one document. A subclass refuses more in `problems`, and changes things in `carry_out`."""

    def __init__(
        self, actor: User | None, document: Document, *, today: date, version: int | None = None, ground: str = ""
    ) -> None:
        super().__init__(actor, ground=ground.strip())
        self.document, self.today, self.version = document, today, version

    def perform(self) -> Document:
        """Hold the document's row for the whole of the act."""
        with transaction.atomic():
            held = Document.objects.select_for_update(of=("self",)).select_related("record", "agency")
            self.document = held.get(pk=self.document.pk)
            return super().perform()

    def allowed(self) -> bool:
        """Whether the person keeps this document."""
        return may_keep(self.actor, self.document.agency)

    def refusals(self) -> list[str]:
        """Not this person's, overtaken, or what the act itself has against it."""
        if not self.allowed():
            return [NOT_YOURS]
        if self.version is not None and self.version != self.document.version:
            return [OVERTAKEN]
        return self.problems()

    def problems(self) -> list[str]:
        """Why the act itself cannot be done."""
        return []

    def change(self) -> Document:
        """Do it, count the version on, and make the projection anew."""
        self.carry_out()
        self.document.version += 1
        self.document.save()
        project(self.document, self.today)
        return self.document

    def carry_out(self) -> None:
        """What the act changes besides the version."""

    def subject(self, result: Document) -> str:
        """The document."""
        return reference_to(result)

    def agency(self, result: Document) -> Agency | None:
        """Whose it is."""
        return result.agency

    def payload(self, result: Document) -> dict[str, Any]:
        """Where it stands now."""
        return {"class": result.document_class, "status": result.status, "version": result.version}
