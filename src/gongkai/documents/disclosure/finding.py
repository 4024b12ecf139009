"""What a document gives away that it should not: one finding for each, named, placed and with a masked form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from gongkai.documents.places import chinese_place

Level = Literal["block", "warn"]
"""`block`: does not go out until somebody has decided on it. `warn`: to be looked at."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its name for people and the level that it usually has."""

    name: str
    level: Level


HIDDEN: dict[str, Kind] = {
    "hidden_sheet": Kind("隐藏的工作表", "block"),
    "hidden_row": Kind("隐藏的行", "block"),
    "hidden_column": Kind("隐藏的列", "block"),
    "hidden_slide": Kind("隐藏的幻灯片", "block"),
    "hidden_text": Kind("隐藏的文字", "block"),
    "invisible_text": Kind("看不见但能提取的文字", "block"),
    "covered_text": Kind("涂黑之下仍能提取的文字", "block"),
    "cropped_picture": Kind("图片被裁去的部分仍在文件中", "warn"),
    "comment": Kind("批注", "block"),
    "notes": Kind("演讲者备注", "block"),
    "insertion": Kind("未接受的修订（插入）", "block"),
    "deletion": Kind("未接受的修订（删除）", "block"),
    "property": Kind("文档属性", "warn"),
    "thumbnail": Kind("缩略图", "warn"),
    "embedded": Kind("嵌入的文件或对象", "block"),
    "attachment": Kind("PDF 内的附件", "block"),
    "annotation": Kind("PDF 注释", "block"),
    "macro": Kind("宏", "block"),
    "script": Kind("PDF 内的脚本或自动执行的动作", "block"),
    "hidden_layer": Kind("关闭的图层", "warn"),
    "old_revision": Kind("文件中保留的以前版本", "warn"),
    "external_link": Kind("指向外部的链接", "warn"),
    "data_connection": Kind("数据连接", "block"),
    "cached_data": Kind("数据透视表缓存的源数据", "block"),
    "dde": Kind("可启动其他程序的公式或域（DDE）", "block"),
    "location": Kind("拍摄位置", "block"),
    "picture_data": Kind("图片内的附加信息", "warn"),
    "recording_data": Kind("音频、视频内的附加信息", "warn"),
}
"""What a file carries that its pages do not show (hidden)."""
KINDS: dict[str, Kind] = {
    # personal data (personal.py, contacts.py)
    "identity_number": Kind("居民身份证号码", "block"),
    "identity_number_old": Kind("疑似十五位旧身份证号码", "warn"),
    "identity_number_doubtful": Kind("疑似身份证号码（校验码不符）", "warn"),
    "bank_card": Kind("银行卡号", "block"),
    "passport": Kind("护照或通行证号码", "block"),
    "mobile": Kind("手机号码", "block"),
    "landline": Kind("固定电话号码", "warn"),
    "email": Kind("电子邮箱", "warn"),
    "address": Kind("个人住址", "warn"),
    # marks (marks.py)
    "secrecy_mark": Kind("国家秘密标志", "block"),
    "work_secret_mark": Kind("工作秘密标志", "block"),
    "internal_mark": Kind("内部资料标志", "block"),
    "trade_secret_mark": Kind("商业秘密标志", "warn"),
    "copy_number": Kind("涉密文件份号", "warn"),
    # what an office's network and desks are called (network.py)
    "internal_address": Kind("内部网络地址或者文件路径", "block"),
    "password": Kind("账号口令", "block"),
    # how it is written (wording.py, writing.py, residue.py, maps.py)
    "grave_wording": Kind("严重表述错误", "block"),
    "wrong_word": Kind("疑似错误用词", "warn"),
    "doubled": Kind("重复的字词或者标点", "warn"),
    "bracket": Kind("括号、引号不成对", "warn"),
    "document_number": Kind("发文字号写法不规范", "warn"),
    "impossible_date": Kind("不存在的日期", "warn"),
    "residue": Kind("编辑软件残留", "warn"),
    "placeholder": Kind("未填写的占位内容", "warn"),
    "unnumbered_map": Kind("地图未标明审图号", "warn"),
    **HIDDEN,
    "unchecked": Kind("未能检查", "warn"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a document to be decided on before it goes out."""

    kind: str
    """A key of `KINDS`."""
    text: str = field(repr=False)
    """As it stands in the document; kept out of logs."""
    source: str
    """Where, as the document's model says it ("page 3 line 7", "Sheet1!C7"), or in Chinese already."""
    level: Level
    masked: str = ""
    """How it may be shown: what it is can be seen, what it says cannot. "" where the text is not the secret."""
    span: tuple[int, int] | None = None
    """Start and end in the text of its place, where it was found in a text."""
    note: str = ""
    """What more there is to say, in Chinese."""

    @property
    def name(self) -> str:
        """What it is, in Chinese."""
        return KINDS[self.kind].name

    @property
    def place(self) -> str:
        """Where it stands, in Chinese."""
        return chinese_place(self.source)


def found(
    kind: str,
    text: str,
    source: str,
    *,
    level: Level | None = None,
    masked: str = "",
    span: tuple[int, int] | None = None,
    note: str = "",
) -> Finding:
    """A finding with the level that its kind usually has."""
    return Finding(kind, text, source, level or KINDS[kind].level, masked, span, note)
