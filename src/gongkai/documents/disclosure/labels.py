"""What a number is called by the words before it."""

from __future__ import annotations

import re

BEFORE = 24
"""Characters before a number in which its label is looked for."""
CODE = re.compile(
    r"(?:编号|编码|代码|文号|单号|流水号?|条码|批号|注册号|登记号|证号|受理号|索引号|订单号?|备案号?|许可证号?|识别码|项目号|案号"
    r"|序号|第|No\.?|[\]〕])[::为是]?\s{0,2}$",
    re.IGNORECASE,
)
"""A number so called is a code, unless a check digit proves another thing."""
IDENTITY = re.compile(r"(?:身份证|身份号码|证件号)[^0-9]{0,10}$")
CREDIT = re.compile(r"(?:信用代码|机构代码|代码证)[^0-9]{0,10}$")
CARD = re.compile(r"(?:卡|账户?|帐户?|银行)(?:号码?|[^0-9]{0,8}[::])?[^0-9]{0,4}$")
PHONE = re.compile(r"(?:电话|手机|座机|固话|Tel|联系方式)[^0-9\n]{0,6}\Z", re.IGNORECASE)
PUBLIC_LINE = re.compile(
    r"(?:咨询|监督|服务|投诉|举报|办公|办公室|值班|公开|查询|报名|受理|热线|总机|传真|窗口|预约|求助|报警|应急|值守|技术支持)(?!人(?!员)|者)"
    r"(?:电话|热线|号码|专线|传真)?[^0-9A-Za-z\n]{0,6}\Z|(?:传真|热线|总机)[^0-9A-Za-z\n]{0,8}\Z"
)
NO_PHONE = re.compile(r"(?:账号|帐号|[¥￥$])[::]?\s{0,2}$|(?<!tel)(?<!phone)(?<!mobile)[A-Za-z_]$", re.IGNORECASE)


def before(text: str, at: int) -> str:
    """The words before a place in a text."""
    return text[max(0, at - BEFORE) : at]
