"""Reports as one HTML page without scripts or outside resources: to read, to send, to print, light and dark."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from masthead.reports.panels import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, panels
from masthead.reports.passage import FAMILY_STYLES, letter
from masthead.reports.safe import visible
from masthead.reports.view import MARKS, Grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

    from masthead.reports.view import Report

SIZE = {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "bottom": HEIGHT - BOTTOM}
_SCALE = 100


def render_html(report: Report) -> Iterator[str]:
    """The page, chunk by chunk; jinja2 escapes every string that a view holds."""
    blocks = [("grid" if isinstance(block, Grid) else "passage", block) for block in report.blocks]
    yield from _template().generate(
        report=report,
        blocks=blocks,
        charts=[(chart, panels(chart)) for chart in report.charts],
        size=SIZE,
        manifest=_flat(report.manifest),
        marks=MARKS,
        families=FAMILY_STYLES,
    )
    yield "\n"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("masthead.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.filters["letter"] = letter
    environment.filters["percent"] = lambda share: f"{_SCALE * share:.2f}"
    return environment.get_template("report.html.j2")


def _finalized(value: object) -> object:
    """Controls in text are made visible before jinja2 escapes it; its own safe markup passes."""
    return visible(value) if type(value) is str else value


def _flat(manifest: object, prefix: str = "") -> list[tuple[str, str]]:
    """Nested mappings and lists as dotted names with their values."""
    if isinstance(manifest, dict):
        items = [(f"{prefix}.{key}" if prefix else str(key), value) for key, value in manifest.items()]
    elif isinstance(manifest, list | tuple):
        items = [(f"{prefix}[{number}]", value) for number, value in enumerate(manifest, start=1)]
    else:
        return [(prefix, "" if manifest is None else str(manifest))]
    return [pair for key, value in items for pair in _flat(value, key)]
