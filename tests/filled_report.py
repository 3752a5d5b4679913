"""A report that is made of given texts."""

from __future__ import annotations

from masthead.reports import Report
from masthead.reports.view import Cell, Grid, Notes, Passage, Segment, figures, wordings


def filled(*texts: str) -> Report:
    """A report with the texts wherever a view has text: the first where there is one, all in rows, notes and remarks."""
    first = texts[0]
    notes = Notes(texts)
    rows = {
        text: [(Cell(text, detail=text, note=place), Cell(text, mark="higher", fragile=text))]
        for place, text in enumerate(texts, start=1)
    }
    grid = Grid.of(first, (*wordings(first), *figures(first)), rows, notes)
    passage = Passage((Segment(first),), tuple(Segment(text, ("loaded",), "quoted") for text in texts))
    return Report(
        title=first,
        lead=texts,
        blocks=(grid, passage),
        remarks=texts,
        rows=[{first: text, "n": 1} for text in texts],
        fields=(first, "n"),
        manifest={"masthead": first, "command": first},
    )
