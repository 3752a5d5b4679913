"""What a function's machine code is kept under: a hash that changes with anything that ends up in the code."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest

from masthead.native.fingerprint import fingerprint

TEXT = '''
"""A module of two functions."""

import numpy as np

import limits
from masthead.native.dialect import compiled, inlined, wrapped_sum

LIMIT = 5
TABLE = np.array([1, 2, 3])


@inlined
def small(number):
    """Whether a number is small."""
    return number < LIMIT


@compiled
def count(number):
    """Count."""
    total = 0
    if small(number):
        total = wrapped_sum(TABLE[number], limits.MOST)
    return total


def other(number):
    return number
'''


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The names of a module whose constants the functions use."""
    module = ModuleType("limits")
    module.__dict__.update(MOST=7, LEAST=1)
    monkeypatch.setitem(sys.modules, "limits", module)
    return module.__dict__


def of(text: str) -> str:
    """The fingerprint of ``count`` in a module of this text."""
    module = ModuleType("counting")
    exec(compile(text, "counting.py", "exec"), module.__dict__)
    return fingerprint(module.count)


def test_the_same_text_has_the_same_fingerprint_of_64_digits() -> None:
    assert of(TEXT) == of(TEXT)
    assert len(of(TEXT)) == 64


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param('"""Count."""\n', '"""Count the small ones.\n\n    All of them.\n    """\n', id="docstring"),
        pytest.param('"""Whether a number is small."""\n    ', "", id="docstring of a called function"),
        pytest.param("    total = 0\n", "    # none so far\n\n    total = 0\n", id="comment"),
        pytest.param('"""A module of two functions."""', '"""Two functions."""\n\n\n', id="lines"),
        pytest.param("    return number\n", "    return 2 * number\n", id="a function that is not called"),
        pytest.param("LIMIT = 5", "LIMIT = 5\nUNUSED = 6", id="a constant that is not used"),
    ],
)
def test_what_is_not_in_the_machine_code_changes_nothing(before: str, after: str) -> None:
    assert before in TEXT
    assert of(TEXT.replace(before, after)) == of(TEXT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("total = 0", "total = 1", id="number"),
        pytest.param("if small(number)", "if not small(number)", id="condition"),
        pytest.param("LIMIT = 5", "LIMIT = 6", id="constant of a called function"),
        pytest.param("number < LIMIT", "number <= LIMIT", id="condition of a called function"),
        pytest.param("number < LIMIT", "LIMIT > number", id="order"),
        pytest.param("[1, 2, 3]", "[1, 2, 4]", id="array"),
        pytest.param("[1, 2, 3]", "[1, 2, 3], np.int32", id="type of an array"),
        pytest.param("limits.MOST", "limits.LEAST", id="constant of another module"),
        pytest.param("@inlined", "@compiled", id="inlining"),
        pytest.param("wrapped_sum(TABLE", "max(TABLE", id="operation"),
    ],
)
def test_what_is_in_the_machine_code_changes_it(before: str, after: str) -> None:
    assert before in TEXT
    assert of(TEXT.replace(before, after, 1)) != of(TEXT)


def test_of_another_module_only_what_is_used_counts(limits: dict[str, object]) -> None:
    before = of(TEXT)
    limits["LEAST"] = 2
    assert of(TEXT) == before
    limits["MOST"] = 8
    assert of(TEXT) != before


def test_a_number_of_numpy_counts_by_its_value(limits: dict[str, object]) -> None:
    limits["MOST"] = np.int64(7)
    before = of(TEXT)
    limits["MOST"] = np.int64(8)
    assert of(TEXT) != before
