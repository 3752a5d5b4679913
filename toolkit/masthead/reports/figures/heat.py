"""Heat maps: outlets as rows, features as columns; a cell has a value, a mark, and a shade on its feature's scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.numerals import decimals, known, number
from masthead.reports.figures.canvas import Canvas, data_of
from masthead.reports.figures.lettering import labels, row_labels, widest
from masthead.reports.figures.model import ends
from masthead.reports.figures.palette import PAPER, shade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.reports.figures.model import Estimate, HeatMap, Paper

_MARGIN, _GAP = 2.0, 4.0
_HEAD = 10.0
"""Height of turned headings in sizes of text."""


def draw_heat_map(figure: HeatMap, paper: Paper) -> str:
    """The heat map as SVG; more features than fit side by side go on below."""
    size = paper.text
    canvas = Canvas(paper, figure.title, _about(figure))
    names = row_labels(figure, paper)
    left = _MARGIN + widest(names.values(), size) + _GAP
    values = {name: _numbers(figure, name) for name, _, _ in figure.features}
    least = max(widest([said for _, told in values.values() for said in told.values()], size) + size * 2.1, size * 2.6)
    room = paper.width - _MARGIN - left
    most = max(1, int(room / least))
    blocks = -(-len(figure.features) // most)
    per_block = -(-len(figure.features) // blocks) if blocks else 1
    across = min(room / per_block, least * 1.8)
    top = 0.0
    for start in range(0, len(figure.features), per_block):
        features = figure.features[start : start + per_block]
        top = _block(canvas, figure, features, names, (left, top, across)) + size
    return canvas.finished(top)


def _about(figure: HeatMap) -> str:
    said = []
    for name, title, unit in figure.features:
        cells = [cell for cell in figure.cells if cell.feature == name]
        places = decimals([cell.value for cell in cells])
        said.append(f"{title}, {unit}: {'; '.join(cell.told(places) for cell in cells)}")
    return ". ".join(said)


def _numbers(figure: HeatMap, name: str) -> tuple[int, dict[str, str]]:
    """Decimals of a feature, and each outlet's value in words."""
    cells = [cell for cell in figure.cells if cell.feature == name]
    places = decimals([cell.value for cell in cells])
    return places, {cell.outlet: number(cell.value, places) for cell in cells}


def _block(
    canvas: Canvas,
    figure: HeatMap,
    features: Sequence[tuple[str, str, str]],
    names: dict[str, tuple[str, ...]],
    place: tuple[float, float, float],
) -> float:
    """Some features side by side; where the block ends."""
    left, top, across = place
    size = canvas.paper.text
    step = size * 2.0
    titles = {name: labels([f"{title}"], size * _HEAD, size, most_lines=3)[title] for name, title, _ in features}
    head = top + size * 0.8 + max(widest([titles[name]], size) for name in titles)
    for row, outlet in enumerate(figure.rows):
        canvas.lines(_MARGIN, head + step * (row + 0.5), names[outlet])
    for column, (name, _, _) in enumerate(features):
        middle = left + across * (column + 0.5)
        first = middle + size * 0.35 - size * 1.1 * (len(titles[name]) - 1) / 2
        for turn, part in enumerate(titles[name]):
            canvas.text(first + turn * size * 1.1, head - 3, part, turned=True)
        cells = {cell.outlet: cell for cell in figure.cells if cell.feature == name}
        low, high = ends([cell.value for cell in cells.values()])
        places, told = _numbers(figure, name)
        for row, outlet in enumerate(figure.rows):
            cell = cells.get(outlet)
            if cell is not None:
                at = (left + across * column, head + step * row, across, step)
                _cell(canvas, cell, (low, high), told[outlet], places, at)
    return head + step * len(figure.rows)


def _cell(
    canvas: Canvas,
    cell: Estimate,
    bounds: tuple[float, float],
    said: str,
    places: int,
    at: tuple[float, float, float, float],
) -> None:
    x, y, width, height = at
    size = canvas.paper.text
    outer = canvas.opened("estimate", data_of(cell), cell.told(places))
    low, high = bounds
    share = 0.5 if high <= low else ((cell.value or 0.0) - low) / (high - low)
    fill = shade(share) if cell.value is not None and known(cell.value) else PAPER
    canvas.rect(x + 0.4, y + 0.4, width - 0.8, height - 0.8, fill, "cell")
    canvas.lines(x + (width - size) / 2, y + height / 2, (said,), anchor="middle", kind="on")
    canvas.sign(x + width - size * 1.4, y + height / 2, cell, size * 0.65)
    canvas.closed(outer)
