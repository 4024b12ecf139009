"""What the sample city's site says of itself. Invented; the numbers are of the right length and belong to nobody."""

from gongkai.portal.models import SiteMarks


def load() -> None:
    """Enter the marks, unless somebody has entered some."""
    SiteMarks.objects.get_or_create(
        pk=1,
        defaults={
            "name": "澄湖市政府信息公开",
            "domain": "www.chenghu.example",
            "id_code": "0000000000",
            "organiser": "澄湖市人民政府办公室",
            "contact": "澄湖市政务公开办公室（示例）",
            "icp": "示例 ICP 备 00000000 号",
            "police_record": "示例公网安备 00000000000000 号",
        },
    )
