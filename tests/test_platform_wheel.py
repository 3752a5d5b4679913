"""The wheel of a release counts by the machine code inside it, without Numba, and counts the same."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from email import message_from_string
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "corpora" / "demo"
ONE = next((DEMO / "articles").rglob("*.md"))
WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = sys.modules["llvmlite"] = None
from masthead.cli.app import main
main()
"""
"""The command line in a process that can import neither Numba nor LLVM."""

pytestmark = pytest.mark.skipif(
    not find_spec("ziglang"), reason="the library is linked by ziglang: run `make wheel`, which installs it"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spec = spec_from_file_location("platform_wheel", ROOT / "toolkit" / "platform_wheel.py")
    assert spec is not None
    assert spec.loader is not None
    builder = module_from_spec(spec)
    spec.loader.exec_module(builder)
    made: Path = builder.build_wheel(tmp_path_factory.mktemp("wheel"), builder.platform.machine())
    return made


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """A folder with the wheel's content, as pip lays it out."""
    folder = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def _measure(folder: Path, *start: str, path: Path, articles: Path = ONE, **environment: str) -> str:
    """Measure articles in a new folder; returns what is said."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, *start, "measure", str(articles), "-o", "f.parquet", "--hits", "h.parquet"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(path), "MASTHEAD_BOUNDS": "0", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_name_says_the_platform_and_the_metadata_ask_for_no_numba(wheel: Path) -> None:
    assert wheel.name.startswith("masthead-")
    assert "-py3-none-" in wheel.name
    assert not wheel.name.endswith("-any.whl")
    with zipfile.ZipFile(wheel) as held:
        (name,) = (name for name in held.namelist() if name.endswith(".dist-info/METADATA"))
        needed = message_from_string(held.read(name).decode()).get_all("Requires-Dist", [])
        kind = held.read(name.replace("METADATA", "WHEEL")).decode()
    assert [line.partition(";")[2].strip() for line in needed if line.startswith("numba")] == ["extra == 'compile'"]
    assert "Root-Is-Purelib: false" in kind


def test_without_numba_it_counts_the_same_by_its_own_machine_code(installed: Path, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    said = _measure(tmp_path / "wheel", "-c", WITHOUT_NUMBA, path=installed, articles=DEMO, MASTHEAD_CACHE=cache)
    assert "Python mode" not in said
    assert list((tmp_path / "cache").glob("machine-*")) == []
    _measure(tmp_path / "here", "-m", "masthead", path=ROOT / "toolkit", articles=DEMO)
    for name in ("f.parquet", "h.parquet"):
        assert (tmp_path / "wheel" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_code_that_checks_its_bounds_is_not_that_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    said = _measure(
        tmp_path / "checked", "-c", WITHOUT_NUMBA, path=installed, MASTHEAD_CACHE=cache, MASTHEAD_BOUNDS="1"
    )
    assert "Python mode" in said


def test_a_rule_edited_in_an_installed_masthead_is_the_one_that_counts(installed: Path, tmp_path: Path) -> None:
    rules = installed / "masthead" / "text" / "limits.py"
    rules.write_text(rules.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    cache = str(tmp_path / "cache")
    assert "Python mode" in _measure(tmp_path / "out", "-c", WITHOUT_NUMBA, path=installed, MASTHEAD_CACHE=cache)
