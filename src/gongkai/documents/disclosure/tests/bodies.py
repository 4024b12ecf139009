"""Bodies as an editor keeps them: clean ones, which should raise nothing, and dirty ones with what is in them."""

from __future__ import annotations

from pathlib import Path

_PARAGRAPH = "<p>{}</p>"


def as_html(text: str) -> str:
    """Lines as paragraphs; a line that is a table stays one."""
    lines = text.strip("\n").split("\n")
    return "".join(line if line.startswith("<table") else _PARAGRAPH.format(line) for line in lines)


def _clean() -> list[tuple[str, str]]:
    texts = Path(__file__).with_name("clean_bodies.txt").read_text("utf-8").split("\n====\n")
    return [(title, as_html(body)) for title, _, body in (text.partition("\n") for text in texts)]


CLEAN_BODIES = _clean()
"""Titles and bodies of official texts of our own, as offices publish them every day."""

# kind, level, body
DIRTY_BODIES: tuple[tuple[str, str, str], ...] = (
    ("identity_number", "block", "<p>申请人王某，身份证号110105<b>19491231</b>002X。</p>"),
    ("identity_number", "block", "<p>&#49;10105194912310&#48;2X</p>"),
    ("identity_number", "block", '<p><img src="/a.png" alt="身份证110105 19491231 002X"></p>'),
    ("identity_number", "block", '<p><a href="/media/11010519491231002X.pdf">附件</a></p>'),
    ("identity_number", "block", "<p>公示</p><!-- 110105-19491231-002X 待删 -->"),
    ("identity_number", "block", "<table><tr><td>王某</td><td>11010519491231002X</td></tr></table>"),
    ("bank_card", "block", "<p>补贴发放至<span>6222 0212</span> 3456 7890 128</p>"),
    ("mobile", "block", "<table><tr><td>联系人</td><td>王某</td><td>13800138000</td></tr></table>"),
    ("mobile", "block", '<p><a href="tel:13800138000">致电</a></p>'),
    ("mobile", "block", "<p>138&nbsp;0013&nbsp;8000</p>"),
    ("secrecy_mark", "block", "<p>机密★10年</p><p>关于某事的报告</p>"),
    ("secrecy_mark", "block", "<div>秘 密</div><p>关于某事的报告</p>"),
    ("secrecy_mark", "warn", "<table><tr><td>机密</td></tr></table>"),
    ("internal_mark", "block", "<p><strong>内部资料　注意保存</strong></p>"),
    ("internal_address", "block", "<p>请登录http://10.1.20.30:8080/oa填报。</p>"),
    ("internal_address", "block", "<p>服务器地址：192.168.1.20</p>"),
    ("internal_address", "block", r"<p>见\\fileserver\办公室\2026\通知.doc</p>"),
    ("internal_address", "block", r"<p>原件存于D:\工作\公示\名单.xls</p>"),
    ("internal_address", "block", '<p><a href="file:///C:/Users/a/1.doc">附件</a></p>'),
    ("internal_address", "warn", "<p>主机10.20.30.40已经停用，改用10.20.30.41。</p>"),
    ("password", "block", "<p>用户名admin，密码：Gk@2026xx</p>"),
    ("password", "warn", "<p>大厅无线网络名称为ZWFW，密码为88888888</p>"),
    ("grave_wording", "block", "<p>根据《中华人民共合国行政许可法》</p>"),
    ("grave_wording", "block", "<p>成立工作领导小姐，统筹推进</p>"),
    ("grave_wording", "block", "<p>开展扫黑险恶专项斗争</p>"),
    ("grave_wording", "block", "<p>不包括港澳台等国家</p>"),
    ("wrong_word", "warn", "<p>全面禁止秸杆焚烧</p>"),
    ("wrong_word", "warn", "<p>市人民攻府</p><p>攻府办公室</p>"),
    ("wrong_word", "warn", "<p>深入学习党的二十精神</p>"),
    ("wrong_word", "warn", "<p>学习贯彻二十大三中全会精神</p>"),
    ("wrong_word", "warn", "<p>依据《政府信息公开法》予以公开</p>"),
    ("wrong_word", "warn", "<p>市发展与改革委员会</p>"),
    ("wrong_word", "warn", "<p>项目己完成验收</p>"),
    ("doubled", "warn", "<p>我市的的重点项目</p>"),
    ("doubled", "warn", "<p>已经完成了了验收</p>"),
    ("doubled", "warn", "<p>特此公告，。</p>"),
    ("bracket", "warn", "<p>根据《中华人民共和国行政许可法的规定</p>"),
    ("bracket", "warn", "<p>联系方式（见附件。</p>"),
    ("bracket", "warn", "<p>坚持“两个毫不动摇，促进发展。</p>"),
    ("document_number", "warn", "<p>某政办发[2026]13号</p>"),
    ("document_number", "warn", "<p>某政发（2026）13号</p>"),
    ("document_number", "warn", "<p>某政函〔26〕3号</p>"),
    ("impossible_date", "warn", "<p>截止时间为2026年2月30日</p>"),
    ("impossible_date", "warn", "<p>2026年13月开始</p>"),
    ("impossible_date", "warn", "<p>二〇二六年四月三十一日</p>"),
    ("impossible_date", "warn", "<p>定于2026年3月5日（星期五）召开</p>"),
    ("residue", "warn", '<p class="MsoNormal" style="mso-spacerun:yes">通知<o:p></o:p></p>'),
    ("residue", "warn", "<p>详见错误！未找到引用源。</p>"),
    ("residue", "warn", "<p>«申请人»您好</p>"),
    ("residue", "warn", "<p>共收到{{新收}}件</p>"),
    ("residue", "warn", "<!--[if gte mso 9]><xml></xml><![endif]--><p>通知</p>"),
    ("insertion", "block", "<p>补助<ins>三千</ins>元</p>"),
    ("deletion", "block", "<p>补助<del>五千</del>三千元</p>"),
    ("placeholder", "warn", "<p>联系人：【请填写】</p>"),
    ("placeholder", "warn", "<p>截至XX月XX日</p>"),
    ("placeholder", "warn", "<p>某政办发〔20××〕×号</p>"),
    ("placeholder", "warn", "<p>单击此处输入文字。</p>"),
    ("unnumbered_map", "block", '<p><img src="/m.png" alt="某区行政区划图"></p>'),
    ("unnumbered_map", "warn", '<p><img src="/m.png" alt=""></p><p>附图1：项目位置示意图</p>'),
    ("email", "warn", "<p>zhang.test@example.com</p>"),
    ("address", "warn", "<p>家庭住址：某省某市某区幸福路12号院3号楼2单元501室</p>"),
)
