"""An SVG picture, element by element: the tree escapes every string, and controls in text are made visible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET  # only builds and writes, parses nothing

from masthead.numerals import known
from masthead.reports.figures.palette import (
    HIGHER,
    INK,
    LOWER,
    MARKED,
    PAPER,
    PARTS,
    PATTERN,
    PATTERNS,
    RANGE,
    RULE,
    SOFT,
)
from masthead.reports.safe import xml_line

if TYPE_CHECKING:
    from masthead.reports.figures.model import Estimate, Paper
    from masthead.reports.view import Mark

_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_COLORS = {"ink": INK, "soft": SOFT}
_STROKES = {"rule": RULE, "axis": SOFT, "reference": SOFT, "range": RANGE, "course": RANGE}


class Canvas:
    """A picture of ``paper``'s width that is as high as it turns out to be."""

    def __init__(self, paper: Paper, title: str, about: str) -> None:
        self.paper = paper
        self.root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "mf",
                "role": "group" if paper.live else "img",
                "aria-labelledby": f"{paper.name}-title {paper.name}-about",
                "font-family": _FONT,
                "font-size": _number(paper.text),
            },
        )
        self.inside = self.root
        self._patterns: set[int] = set()
        self._said("title", title, id=f"{paper.name}-title")
        self._said("desc", about, id=f"{paper.name}-about")
        if not paper.live:
            self._element("rect", width="100%", height="100%", fill=PAPER, **{"class": "mf-paper"})

    def finished(self, height: float) -> str:
        """The picture as text."""
        width = self.paper.width
        self.root.set("width", f"{_number(width)}{self.paper.unit}")
        self.root.set("height", f"{_number(height)}{self.paper.unit}")
        self.root.set("viewBox", f"0 0 {_number(width)} {_number(height)}")
        return ET.tostring(self.root, encoding="unicode")

    def text(
        self,
        x: float,
        y: float,
        said: str,
        *,
        anchor: str = "start",
        kind: str = "ink",
        bold: bool = False,
        turned: bool = False,
    ) -> None:
        """Text that stands on ``y``; ``turned`` reads upwards from there."""
        more = {"font-weight": "bold"} if bold else {}
        more |= {"text-anchor": anchor} if anchor != "start" else {}
        more |= {"transform": f"rotate(-90 {_number(x)} {_number(y)})"} if turned else {}
        fill = _COLORS.get(kind, INK)
        self._said("text", said, x=x, y=y, fill=fill, **{"class": f"mf-{kind}"}, **more)

    def lines(self, x: float, y: float, said: tuple[str, ...], **more: Any) -> None:
        """Lines of text with their middle at ``y``."""
        step = self.paper.text * 1.15
        first = y + self.paper.text * 0.35 - step * (len(said) - 1) / 2
        for place, part in enumerate(said):
            self.text(x, first + place * step, part, **more)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], kind: str, width: float = 0.5, dash: str = ""
    ) -> None:
        """A straight line of one kind: rule, axis, reference, range."""
        more = {"stroke-dasharray": dash} if dash else {}
        at = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
        self._element("line", **at, stroke=_STROKES[kind], **{"stroke-width": width, "class": f"mf-{kind}"}, **more)

    def course(self, points: list[tuple[float, float]]) -> None:
        """A line through points."""
        told = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        self._element(
            "polyline",
            points=told,
            fill="none",
            stroke=_STROKES["course"],
            **{"stroke-width": 0.6, "class": "mf-course"},
        )

    def dot(self, x: float, y: float, mark: Mark, *, filled: bool = True, radius: float = 2.2) -> None:
        """A dot; a hollow one where it is not ``filled``."""
        color = MARKED[mark]
        named = f"mf-dot{f' mf-{mark}' if mark else ''}{'' if filled else ' mf-open'}"
        fill = color if filled else PAPER
        self._element("circle", cx=x, cy=y, r=radius, fill=fill, stroke=color, **{"stroke-width": 0.8, "class": named})

    def sign(self, x: float, y: float, estimate: Estimate, size: float) -> None:
        """A triangle up or down from ``x`` on with its middle at ``y``, and a dagger where it has one."""
        if not estimate.mark:
            return
        half, up = size / 2, estimate.mark == "higher"
        tip, base = (y - half, y + half) if up else (y + half, y - half)
        path = f"M{_number(x)},{_number(base)} h{_number(size)} L{_number(x + half)},{_number(tip)} z"
        self._element("path", d=path, fill=HIGHER if up else LOWER, **{"class": f"mf-sign mf-{estimate.mark}"})
        if estimate.fragile:
            self.text(x + size + 0.5, y + self.paper.text * 0.35, "†")

    def rect(self, x: float, y: float, width: float, height: float, fill: str, kind: str) -> None:
        """A filled rectangle."""
        self._element("rect", x=x, y=y, width=width, height=height, fill=fill, **{"class": f"mf-{kind}"})

    def patterned(self, place: tuple[float, float, float, float], color: int) -> None:
        """A rectangle in the colour of a part with the pattern that goes with it."""
        x, y, width, height = place
        self.rect(x, y, width, height, PARTS[color], f"part mf-part-{color}")
        path = PATTERNS[color % len(PATTERNS)]
        if path:
            self._defined(color, path)
            self.rect(x, y, width, height, f"url(#{self.paper.name}-pattern-{color})", "pattern")

    def _defined(self, color: int, path: str) -> None:
        """Define the pattern where it is first used."""
        if color in self._patterns:
            return
        self._patterns.add(color)
        pattern = ET.SubElement(
            self.root,
            "pattern",
            {
                "id": f"{self.paper.name}-pattern-{color}",
                "width": str(PATTERN),
                "height": str(PATTERN),
                "patternUnits": "userSpaceOnUse",
            },
        )
        drawn = {"d": path, "fill": "none", "stroke": INK, "stroke-opacity": "0.35", "stroke-width": "0.6"}
        ET.SubElement(pattern, "path", drawn)

    def opened(self, kind: str, data: dict[str, Any], said: str) -> ET.Element:
        """Begin a group with ``data-`` attributes and what it says to who points at it or hears it; close it after."""
        given = {f"data-{name}": value for name, value in data.items() if value is not None}
        live = {"role": "img", "tabindex": "-1", "aria-label": said} if self.paper.live else {}
        outer = self.inside
        self.inside = self._element("g", **{"class": f"mf-{kind}"}, **given, **live)
        self._said("title", said)
        return outer

    def closed(self, outer: ET.Element) -> None:
        """End the group that ``opened`` began."""
        self.inside = outer

    def _element(self, tag: str, /, **attributes: Any) -> ET.Element:
        return ET.SubElement(self.inside, tag, {name: _attribute(value) for name, value in attributes.items()})

    def _said(self, tag: str, said: str, /, **attributes: Any) -> None:
        self._element(tag, **attributes).text = xml_line(said)


def data_of(estimate: Estimate) -> dict[str, Any]:
    """An estimate as attributes."""
    numbers = {"estimate": estimate.value, "low": estimate.low, "high": estimate.high}
    given = {name: f"{value:.6g}" for name, value in numbers.items() if value is not None and known(value)}
    return {"outlet": estimate.outlet, "feature": estimate.feature, **given, "n": estimate.n}


def _attribute(value: object) -> str:
    return _number(value) if isinstance(value, float) else xml_line(str(value))


def _number(value: float) -> str:
    """A place on paper to a hundredth of a point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
