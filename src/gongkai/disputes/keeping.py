"""What reviews and suits mean for erasing a case: an open one keeps it, a finished one loses its names with it."""

from __future__ import annotations

from gongkai.applications.kept_files import GONE
from gongkai.applications.models import Application
from gongkai.disputes.models import Dispute


def keep_open_disputes(case: Application) -> str:
    """Why the case must stay as it is, or ""."""
    if Dispute.objects.unfinished().filter(application=case).exists():
        return "这件申请还有没有审结的复议或者诉讼，不能清除。"
    return ""


def erase_names(case: Application) -> int:
    """Take the names and words out of the case's disputes; what they count stays. Returns how many."""
    return Dispute.objects.filter(application=case).update(claimant=GONE, others="", subject=GONE, note="")
