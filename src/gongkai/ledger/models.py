"""One entry of the ledger: what happened, to what, by whom, on what ground, chained to the entry before it.

There is a chain for each agency, and one (code "-") for the installation itself; docs/decisions/0003 says why.
"""

from django.db import models

from gongkai.ledger.hashing import EMPTY, entry_hash

INSTALLATION = "-"


class Entry(models.Model):
    """An entry, written once by `gongkai.ledger.append`; the database refuses to change or delete it."""

    chain = models.CharField("机关代码", max_length=32)
    sequence = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.CharField("操作者标识", max_length=80)
    kind = models.CharField("事项", max_length=80)
    subject = models.CharField("对象", max_length=160, blank=True)
    ground = models.TextField("依据", blank=True)
    payload = models.JSONField("附记", default=dict, blank=True)
    previous = models.CharField("前一条摘要", max_length=80)
    hash = models.CharField("本条摘要", max_length=80, unique=True)

    class Meta:
        verbose_name = "存证记录"
        verbose_name_plural = "存证台账"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="ledger_entry_chain_sequence"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="ledger_entry_sequence_from_one"),
        ]
        indexes = [
            models.Index(fields=["subject"], name="ledger_entry_subject"),
            models.Index(fields=["at"], name="ledger_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.sequence} {self.kind}"

    def computed_hash(self) -> str:
        """What `hash` must be, from everything else the entry says."""
        return entry_hash(
            chain=self.chain,
            sequence=self.sequence,
            at=self.at,
            actor=self.actor,
            kind=self.kind,
            subject=self.subject,
            ground=self.ground,
            payload=self.payload,
            previous=self.previous,
        )


__all__ = ["EMPTY", "INSTALLATION", "Entry"]
