"""The user manual describes every rule, and the dependencies' page every package that is installed with us."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from gongkai.law.forms import packaged_forms
from gongkai.reports.checking.text.rules import RULES
from gongkai.reports.rule_names import LEVELS, RULE_NAMES

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "docs" / "manual"
REPORTS = ROOT / "src" / "gongkai" / "reports"
ROW = re.compile(r"^\| `(?P<rule>[a-z_.]+)` \| (?P<name>[^|]+) \| (?P<level>[^|]+) \| [^|]{6,} \| [^|]{2,} \|$", re.M)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


@pytest.fixture(scope="module")
def described() -> dict[str, tuple[str, str]]:
    """Rules in the manual's tables: id to name and level."""
    rows = ROW.findall((MANUAL / "rules.md").read_text(encoding="utf-8"))
    assert len({rule for rule, _, _ in rows}) == len(rows)
    return {rule: (name, level) for rule, name, level in rows}


def rules_in_code() -> set[str]:
    """Rules that a check can give: from the forms' data, and whatever in the code has a rule's shape.

    Parts of cell ids have the same shape and are left out.
    """
    forms = packaged_forms().values()
    parts = {
        ".".join(words[at : at + 2])
        for form in forms
        for words in (cell.split(".") for cell in form.places)
        for at in range(len(words) - 1)
    }
    rules = {relation.rule for form in forms for relation in form.relations()}
    rules |= {link.rule for form in forms for link in form.year_links}
    for file in (*REPORTS.glob("checking/**/*.py"), *REPORTS.glob("reading/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if re.fullmatch(r"[a-z]+\.[a-z_]+", text) and text not in parts:
                rules.add(text)
    return rules


def test_every_rule_of_the_code_has_a_name_and_no_name_is_left_over():
    assert rules_in_code() == set(RULE_NAMES)


def test_the_manual_describes_every_rule_under_its_name(described):
    assert {rule: name for rule, (name, _) in described.items()} == RULE_NAMES


def test_the_manual_gives_the_levels_that_findings_bear(described):
    levels = {rule.id: rule.level for rule in RULES}
    levels |= {relation.rule: relation.level for form in packaged_forms().values() for relation in form.relations()}
    levels |= {link.rule: link.level for form in packaged_forms().values() for link in form.year_links}
    assert {rule: LEVELS[level] for rule, level in levels.items()} == {rule: described[rule][1] for rule in levels}
    assert all(level[:2] in LEVELS.values() for _, level in described.values())


def test_every_runtime_dependency_is_accounted_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.match(r"[A-Za-z0-9-]+", wanted)[0] for wanted in project["dependencies"]}
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    runtime = page.split("\n## ")[1]
    assert runtime.startswith("Shipped")
    assert names == set(re.findall(r"^\| `([^`]+)` \|", runtime, re.M))


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")], ids=lambda page: str(page.relative_to(ROOT))
)
def test_links_between_pages_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
