"""Reports: one view of a result, and its seven formats."""

from masthead.reports.render import FORMATS, Format, format_of, render
from masthead.reports.view import Cell, Column, Grid, Passage, Report, Section, Segment

__all__ = [
    "FORMATS",
    "Cell",
    "Column",
    "Format",
    "Grid",
    "Passage",
    "Report",
    "Section",
    "Segment",
    "format_of",
    "render",
]
