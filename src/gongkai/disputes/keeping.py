"""What reviews and suits mean for erasing a case: an open one keeps it, a finished one loses its names and files
with it."""

from __future__ import annotations

from gongkai.applications.kept_files import GONE
from gongkai.applications.models import Application
from gongkai.disputes.models import Dispute, DisputeFile, Suspension


def keep_open_disputes(case: Application) -> str:
    """Why the case must stay as it is, or ""."""
    if Dispute.objects.unfinished().filter(application=case).exists():
        return "这件申请还有没有审结的复议或者诉讼，不能清除。"
    return ""


def erase_names(case: Application) -> int:
    """Take the names and words out of the case's disputes; what they count stays. Returns how many."""
    Suspension.objects.filter(instance__dispute__application=case).update(reason="")
    return Dispute.objects.filter(application=case).update(claimant=GONE, others="", subject=GONE, note="")


def erase_files(case: Application) -> int:
    """Delete the files of the case's disputes and the words about them; kind, day, size and digest stay. How many."""
    files = list(DisputeFile.objects.filter(dispute__application=case, erased_at=None))
    for file in files:
        file.blank()
        file.title, file.withdrawn_reason, file.findings = GONE, "", []
        file.save()
    return len(files)
