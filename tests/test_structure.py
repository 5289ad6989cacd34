"""The house: imports point one way, results alone are printed, files stay short."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

LAYERS = ("corpus", "index", "assistant", "app")  # each may import itself and what is before it
PRINTERS = {"assistant/cli.py", "assistant/commands.py"}
MAX_LINES = 400
SOURCES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py")) + [
    path for path in [ROOT / "app.py"] if path.exists()
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """The first part of the name of every module imported, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where a name comes from"
            yield (node.module or "").partition(".")[0]


def forbidden_imports(layer: str, source: str) -> set[str]:
    above = {*LAYERS[LAYERS.index(layer) + 1 :], "tests", "benchmarks"}
    return above & set(imported(ast.parse(source)))


def prints(source: str) -> list[int]:
    """Lines that print, or that write to stdout."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Name) and node.id in ("print", "pprint"))
        or (isinstance(node, ast.Attribute) and node.attr == "stdout")
    ]


def test_there_are_files_to_look_at() -> None:
    assert {name_of(path).partition("/")[0] for path in SOURCES} >= {"corpus", "index", "assistant"}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    layer = name_of(path).partition("/")[0].removesuffix(".py")
    assert not forbidden_imports(layer, path.read_text("utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_the_command_line_prints(path: Path) -> None:
    assert name_of(path) in PRINTERS or not prints(path.read_text("utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


def test_the_checks_see_what_they_forbid() -> None:
    assert forbidden_imports("corpus", "def f():\n    from index.search import Index\n") == {"index"}
    assert forbidden_imports("index", "import assistant.cli") == {"assistant"}
    assert not forbidden_imports("assistant", "import corpus, index.search")
    assert prints("import sys\nprint(1)\nsys.stdout.write('x')") == [2, 3]
