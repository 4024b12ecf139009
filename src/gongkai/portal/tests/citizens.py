"""What a citizen fills in, for the tests of the public forms."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.applications.models import Application

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
ID_NUMBER = "110101199003070038"


def picture(name: str = "身份证.png", data: bytes = PNG) -> SimpleUploadedFile:
    """A picture of a document."""
    return SimpleUploadedFile(name, data)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def filled(agency: Any, key: str, /, **fields: Any) -> dict[str, Any]:
    """A sound form of one person; a field that is None is left out."""
    given = {
        "jg": agency.code,
        "key": key,
        "count": "1",
        "matter": "disclosure",
        "subject": "某街道老旧小区改造项目清单",
        "description": "2025年的。",
        "form": "电子文件",
        "way": "在本网站下载",
        "type": "natural_person",
        "name-1": "申请人甲",
        "id_kind-1": "居民身份证",
        "id_number-1": ID_NUMBER,
        "identity-1": picture(),
        "phone": "010-00000000",
    } | fields
    return {name: value for name, value in given.items() if value is not None}


def form_page(client: Any, agency: Any) -> str:
    """The page with the empty form."""
    response = client.get("/xxgk/shenqing/", {"jg": agency.code})
    assert response.status_code == 200
    return response.content.decode()


def send(client: Any, agency: Any, /, **fields: Any) -> Any:
    """The answer to a form that was filled in and sent."""
    return client.post("/xxgk/shenqing/", filled(agency, hidden(form_page(client, agency), "key"), **fields))


def applied(client: Any, agency: Any, /, **fields: Any) -> Application:
    """The case that came of it; the client may see it from then on."""
    response = send(client, agency, **fields)
    assert response.status_code == 303, response.content.decode()
    return Application.objects.get(public_id=response["Location"].split("/")[3])
