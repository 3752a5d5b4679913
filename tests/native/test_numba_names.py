"""What machine code takes from Numba and llvmlite: most of it is no public interface, so that a new version may break it.

A failure here names what is gone, and which version it is gone from.
"""

from __future__ import annotations

import ast
import tomllib
from importlib import import_module, metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import masthead

PACKAGE = Path(masthead.__file__).parent
NAMES = PACKAGE / "native" / "backend" / "numba_names.py"
LOADS_CODE = PACKAGE / "native" / "machine.py"
"""It loads finished machine code without Numba, by ``llvmlite.binding``, which is a public interface."""


def _imports(path: Path) -> list[tuple[str, str]]:
    """Module and name of every import of a file, those inside functions too; the name is empty for a whole module."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [(node.module, alias.name) for alias in node.names]
    return found


def _of_numba(path: Path) -> list[tuple[str, str]]:
    return [(module, name) for module, name in _imports(path) if module.split(".")[0] in ("numba", "llvmlite")]


@pytest.mark.parametrize(("module", "name"), _of_numba(NAMES), ids=lambda part: part)
def test_numba_has_every_name_that_machine_code_is_made_with(module: str, name: str) -> None:
    pytest.importorskip("numba", reason="machine code is made by Numba, which is not installed")
    versions = ", ".join(f"{package} {metadata.version(package)}" for package in ("numba", "llvmlite"))
    try:
        found = import_module(module)
    except ImportError as error:
        pytest.fail(f"{versions} has no module {module} (for {name}): {error}")
    if not hasattr(found, name):  # a submodule is one only once it has been imported
        try:
            import_module(f"{module}.{name}")
        except ImportError:
            pytest.fail(f"{versions} has no {name} in {module}")


def test_no_other_module_imports_numba() -> None:
    others = {
        path.relative_to(PACKAGE).as_posix(): _of_numba(path)
        for path in PACKAGE.rglob("*.py")
        if path not in (NAMES, LOADS_CODE) and _of_numba(path)
    }
    assert others == {}


def test_machine_code_is_loaded_without_numba() -> None:
    assert set(_of_numba(LOADS_CODE)) == {("llvmlite.binding", "")}


def test_all_that_is_imported_is_offered() -> None:
    tree = ast.parse(NAMES.read_text(encoding="utf-8"))
    offered = next(ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign))
    imported = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert set(offered) == imported


def test_numba_is_bounded_from_above(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = [item for item in map(Requirement, project["dependencies"]) if item.name == "numba"]
    assert [{bound.operator for bound in item.specifier} for item in bounds] == [{">=", "<"}]
