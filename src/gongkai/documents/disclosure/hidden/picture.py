"""What a picture file says beside what it shows: place and time of taking, camera, author, an older thumbnail."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image

from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.model import UnusableDocument

DAMAGED_PICTURE = "图片已损坏或过大，未能检查。"
_TAGS = {
    ExifTags.Base.Artist: "作者", ExifTags.Base.Copyright: "版权", ExifTags.Base.ImageDescription: "说明",
    ExifTags.Base.XPAuthor: "作者", ExifTags.Base.XPComment: "备注", ExifTags.Base.XPTitle: "标题",
    ExifTags.Base.XPSubject: "主题", ExifTags.Base.XPKeywords: "标记", ExifTags.Base.HostComputer: "主机",
    ExifTags.Base.Make: "相机厂商", ExifTags.Base.Model: "相机型号", ExifTags.Base.DateTime: "修改时间",
}  # fmt: skip
_CAMERA_TAGS = {
    ExifTags.Base.DateTimeOriginal: "拍摄时间", ExifTags.Base.UserComment: "备注",
    ExifTags.Base.CameraOwnerName: "相机所有者", ExifTags.Base.BodySerialNumber: "相机序列号",
}  # fmt: skip
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")


def is_picture(data: bytes) -> bool:
    """Whether the bytes are a JPEG, PNG or TIFF file."""
    return data.startswith(_MAGIC)


def find_in_picture(data: bytes, place: str = "图片") -> Iterator[Finding]:
    """What the picture's own data tell. The pixels are not decoded. Raises UnusableDocument where it is damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes that matter only to who decodes the pixels
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF", "MPO")) as picture:
                yield from _found_in(picture, place)
    except (OSError, ValueError, SyntaxError, LookupError, TypeError, ArithmeticError, Image.DecompressionBombError):
        # Pillow says whatever goes wrong first in a damaged file.
        raise UnusableDocument(DAMAGED_PICTURE) from None


def _found_in(picture: Image.Image, place: str) -> Iterator[Finding]:
    exif = picture.getexif()
    position = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(position.get(ExifTags.GPS.GPSLatitude))
    longitude = _degrees(position.get(ExifTags.GPS.GPSLongitude))
    if latitude and longitude:
        yield found("location", f"{latitude}，{longitude}", place, masked=f"{latitude.split('.')[0]}.****")
    for tags, values in ((_TAGS, exif), (_CAMERA_TAGS, exif.get_ifd(ExifTags.IFD.Exif))):
        for tag, label in tags.items():
            if text := _text(values.get(tag)):
                yield found("picture_data", text, f"{place}的“{label}”")
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield found("thumbnail", "", place, note="图片内嵌的缩略图可能是裁剪或遮盖之前的样子。")
    for key, value in getattr(picture, "text", {}).items():
        if text := _text(value):
            yield found("picture_data", text, f"{place}的“{key}”")
    frames = getattr(picture, "n_frames", 1)
    if frames > 1:
        yield found("picture_data", "", place, note=f"文件内有{frames}幅图片，一般软件只显示第一幅。")


def _degrees(value: Any) -> str:
    """Degrees, minutes and seconds as decimal degrees, "" where there are none."""
    if not isinstance(value, tuple) or len(value) != 3:
        return ""
    degrees, minutes, seconds = (float(part) for part in value)
    return f"{degrees + minutes / 60 + seconds / 3600:.5f}"


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        # XP tags are UTF-16; a user's comment names its encoding in the first eight bytes.
        if value.startswith((b"ASCII\0\0\0", b"UNICODE\0", b"\0" * 8)):
            value = value[8:]
        value = value.decode("utf-16-le" if b"\0" in value else "utf-8", errors="replace")
    return str(value).replace("\0", "").strip() if value is not None else ""
