"""Damage is told in few sentences, with how often and where first."""

from __future__ import annotations

from gongkai.documents.damage import repair
from gongkai.documents.model import Document, Paragraph
from gongkai.reports.checking import damage
from gongkai.reports.model import Finding, Report


def findings(*lines: str) -> list[Finding]:
    document = repair(Document("text", [Paragraph(line, f"line {number}") for number, line in enumerate(lines, 1)]))
    return damage.findings(Report("sample.txt", repairs=document.repairs, document=document))


def test_a_sound_text_has_none() -> None:
    assert findings("某市2023年政府信息公开工作年度报告", "一、总体情况") == []


def test_many_inserted_readings_are_one_finding_with_their_number() -> None:
    found = findings("門戶網(wǎng)站發(fā)布信息" * 20, "網(wǎng)上辦理")
    assert [(finding.rule, finding.level, finding.source) for finding in found] == [
        ("text.damaged", "warning", "line 1"),
        ("text.script", "hint", "line 1"),
    ]
    assert "41处" in found[0].message
    assert "“網(wǎng)”" in found[0].message


def test_damage_of_one_kind_in_several_places_is_one_finding() -> None:
    found = findings("收到申请\ufffd件", "答复\ufffd件", "信息\ue4c6公开")
    assert [finding.source for finding in found] == ["line 1", "line 3"]
    assert "共2处" in found[0].message
    assert all(finding.rule == "text.damaged" for finding in found)
