"""Both modes of the dialect, for functions that the tests of this folder declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from modes import MODES

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> Iterator[str]:
    """Within the test, every entry runs in this mode."""
    if request.param == "machine code":
        pytest.importorskip("numba", reason="machine code is made by numba, which is not installed")
    with MODES[request.param]():
        yield request.param
