"""The rooms' order (docs/architecture.md): a room imports only rooms that stand below it; some know no Django at all.

Held by reading the tree, not by running it: imports inside functions count, and so do names in strings (a model's
relation, a migration's dependency) and what a template loads or includes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "gongkai"
ORDER = (
    "site",
    "channels",
    "portal",
    "oversight",
    "annual_reports",
    "services",
    "engagement",
    "disputes",
    "applications",
    "registers",
    "library",
    "publishing",
    "agencies",
    "ledger",
    "reports",
    "documents",
    "law",
)
WITHOUT_DJANGO = ("law", "documents", "reports")
# The ledger knows agency codes and actors' labels and no one's tables: what stands below it is not its matter either.
KNOWS_NOBODY = ("law", "documents", "ledger")
DJANGO = ("django", "wagtail", "modelcluster", "taggit", "treebeard")
# Wagtail's labels are not ours; a label of ours is a room's name.
LABELS = {room: room for room in ORDER} | {"gongkai_site": "site"}
LOAD = re.compile(r"{%-?\s*load\s+(?P<names>[^%]+?)\s*-?%}")
LOAD_FROM = re.compile(r".*\sfrom\s+(?P<library>\S+)$", re.DOTALL)
MODEL_OR_PERMISSION = re.compile(r"([A-Z]\w*|(add|change|delete|view|publish)_\w+)$")
ADDRESS = re.compile(r"(?P<label>[a-z_]+):[\w-]+$")
REFERENCE = re.compile(r"{%-?\s*(?:extends|include|static|url)\s+[\"'](?P<label>\w+)[/:][^\"']*[\"']")


@dataclass(frozen=True)
class Use:
    """A place in one room that names another."""

    file: Path
    line: int
    room: str
    other: str

    def __str__(self) -> str:
        return f"{self.file.relative_to(PACKAGE.parents[1])}:{self.line} {self.room} uses {self.other}"


def rooms() -> list[str]:
    return sorted(path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__")


def modules(room: str) -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted((PACKAGE / room).rglob("*.py")):
        yield file, ast.parse(file.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every module that is imported, wherever in the file, by statement or by `import_module`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("gongkai."):
            yield node.lineno, node.value


def named_labels(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Rooms named by an app's label.

    `"agencies.Agency"` of a relation, `"agencies.view_agency"` of a permission, `("agencies", "0001_initial")` of a
    migration, `"portal:home"` of an address.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            label, dot, model = node.value.partition(".")
            if dot and label in LABELS and MODEL_OR_PERMISSION.match(model):
                yield node.lineno, LABELS[label]
            if (address := ADDRESS.match(node.value)) and address["label"] in LABELS:
                yield node.lineno, LABELS[address["label"]]
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
            first, second = node.elts
            if (
                isinstance(first, ast.Constant)
                and first.value in LABELS
                and isinstance(second, ast.Constant)
                and isinstance(second.value, str)
                and re.match(r"\d{4}_|__first__|__latest__", second.value)
            ):
                yield node.lineno, LABELS[first.value]


def library_rooms() -> dict[str, str]:
    """Which room a template tag library is in."""
    return {file.stem: file.relative_to(PACKAGE).parts[0] for file in PACKAGE.glob("*/templatetags/*.py")}


def template_uses(room: str) -> Iterator[Use]:
    libraries = library_rooms()
    for file in sorted((PACKAGE / room).glob("templates/**/*")):
        if not file.is_file():
            continue
        text = file.read_text(encoding="utf-8")
        for found in LOAD.finditer(text):
            names = found["names"].split()
            if chosen := LOAD_FROM.match(" " + found["names"]):
                names = [chosen["library"]]
            for name in names:
                if name in libraries:
                    yield Use(file, text.count("\n", 0, found.start()) + 1, room, libraries[name])
        for found in REFERENCE.finditer(text):
            if found["label"] in LABELS:
                yield Use(file, text.count("\n", 0, found.start()) + 1, room, LABELS[found["label"]])


def uses(room: str) -> Iterator[Use]:
    for file, tree in modules(room):
        for line, module in imported(tree):
            parts = module.split(".")
            if parts[0] == "gongkai" and len(parts) > 1 and parts[1] in ORDER:
                yield Use(file, line, room, parts[1])
        for line, other in named_labels(tree):
            yield Use(file, line, room, other)
    yield from template_uses(room)


@pytest.mark.parametrize("room", rooms())
def test_a_room_uses_only_rooms_below_it(room: str) -> None:
    assert room in ORDER, f"{room} has no place in the order"
    if room == "site":
        return  # the only one that knows all
    place = ORDER.index(room)
    wrong = [str(use) for use in uses(room) if use.other != room and ORDER.index(use.other) < place]
    assert wrong == []


@pytest.mark.parametrize("room", KNOWS_NOBODY)
def test_the_lowest_floor_uses_no_room(room: str) -> None:
    assert [str(use) for use in uses(room) if use.other != room and not in_tests(use.file)] == []


@pytest.mark.parametrize("room", WITHOUT_DJANGO)
def test_rooms_without_django_import_none(room: str) -> None:
    wrong = [
        f"{file}:{line} {module}"
        for file, tree in modules(room)
        for line, module in imported(tree)
        if module.split(".")[0] in DJANGO
    ]
    assert wrong == []


@pytest.mark.parametrize("room", rooms())
def test_no_room_is_empty(room: str) -> None:
    held = [file for file in (PACKAGE / room).rglob("*.py") if file.name != "__init__.py" and not in_tests(file)]
    assert held, f"{room} holds nothing"
    assert ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))), (
        f"{room} does not say what it holds"
    )


def in_tests(file: Path) -> bool:
    return "tests" in file.relative_to(PACKAGE).parts


class TestTheReader:
    """That what must be found is found."""

    def test_imports_inside_functions(self) -> None:
        tree = ast.parse("def f():\n    from gongkai.portal import pages\n    import gongkai.site.settings")
        assert [module for _, module in imported(tree)] == ["gongkai.portal.pages", "gongkai.site.settings"]

    def test_modules_named_in_strings(self) -> None:
        assert [m for _, m in imported(ast.parse('import_module("gongkai.portal.urls")'))] == ["gongkai.portal.urls"]

    def test_a_models_relation_and_a_migrations_dependency(self) -> None:
        tree = ast.parse('ForeignKey("portal.Page")\ndependencies = [("oversight", "0001_initial")]')
        assert {room for _, room in named_labels(tree)} == {"portal", "oversight"}

    def test_a_permission_and_an_address(self) -> None:
        tree = ast.parse('user.has_perm("library.view_document")\nreverse("portal:home")')
        assert {room for _, room in named_labels(tree)} == {"library", "portal"}

    def test_a_cell_of_a_form_is_no_reference(self) -> None:
        assert not list(named_labels(ast.parse('cells["applications.received.total"]')))

    @pytest.mark.parametrize(
        "text", ["{% load findings %}", "{% load i18n findings %}", "{% load mark from findings %}"]
    )
    def test_a_template_library(self, text: str) -> None:
        found = LOAD.search(text)
        assert found
        chosen = LOAD_FROM.match(" " + found["names"])
        assert (chosen["library"] if chosen else found["names"].split()[-1]) == "findings"

    @pytest.mark.parametrize(
        "text",
        ["{% include 'portal/a.html' with b=c %}", '{% extends "portal/base.html" %}', "{% url 'portal:home' %}"],
    )
    def test_a_template_that_names_another(self, text: str) -> None:
        found = REFERENCE.search(text)
        assert found
        assert found["label"] == "portal"
