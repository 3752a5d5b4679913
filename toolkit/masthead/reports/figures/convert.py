"""SVG into PDF, with its fonts inside, and into PNG; by a library that brings its own fonts and needs no system's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.errors import UsageError
from masthead.reports.figures import draw
from masthead.reports.figures.model import WIDTHS, Paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.reports.figures.model import Figure

DPI = 300
_COLUMNS = {1: "1-column", 2: "2-columns"}


def converter() -> Any:
    """The library; UsageError where it is not installed."""
    try:
        import vl_convert  # noqa: PLC0415 - an extra, loaded where figures are asked for
    except ImportError:
        raise UsageError(
            "PDF and PNG are made with vl-convert-python, which is not installed",
            where="--figures",
            fix='Install it: pip install "masthead[figures]".',
        ) from None
    return vl_convert


def drawn(figure: Figure) -> Iterator[tuple[str, bytes]]:
    """The figure one and two columns wide, each as SVG, PDF and PNG: what ends the name of the file, and its bytes."""
    make = converter()
    for columns, width in WIDTHS.items():
        ending = f"-{_COLUMNS[columns]}"
        yield f"{ending}.svg", draw(figure, Paper(width=width)).encode()
        # Without a unit a length is a point to the library.
        plain = draw(figure, Paper(width=width, unit=""))
        yield f"{ending}.pdf", make.svg_to_pdf(plain)
        yield f"{ending}.png", make.svg_to_png(plain, scale=1, ppi=DPI)
