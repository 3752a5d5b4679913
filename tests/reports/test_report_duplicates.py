"""What ``masthead duplicates`` prints."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pyarrow as pa

from masthead.reports import render
from masthead.reports.duplicates import duplicates_report
from masthead.reports.terminal import Look
from masthead.schema import ARTICLES, DUPLICATES


def report(rows: list[tuple[str, str, str, str | None, str | None, float | None]], **more: Any) -> str:
    """The table for rows of id, outlet, kind, of, agency and similarity."""
    articles = [{"id": name, "outlet": outlet, "text": ""} for name, outlet, *_ in rows]
    found = [
        {"id": name, "kind": kind, "of": of, "agency": agency, "similarity": similarity}
        for name, _, kind, of, agency, similarity in rows
    ]
    outlets = {name: outlet for name, outlet, *_ in rows}
    for row in found:
        row["repeat"] = "edition" if outlets.get(row["of"]) == outlets[row["id"]] else None
    made = duplicates_report(
        pa.Table.from_pylist(articles, schema=ARTICLES), pa.Table.from_pylist(found, schema=DUPLICATES), **more
    )
    page = StringIO()
    page.writelines(render(made, "table", Look(width=80)))
    return page.getvalue()


ROWS: list[tuple[str, str, str, str | None, str | None, float | None]] = [
    ("a", "Harrow Post", "original", None, None, None),
    ("b", "Harrow Post", "agency", None, "Reuters", None),
    ("c", "Velk Daily", "exact", "a", None, 1.0),
    ("d", "Velk Daily", "near_duplicate", "b", "Reuters", 0.6),
    ("e", "Velk Daily", "near_duplicate", "c", None, 0.5),
]


def test_each_outlet_has_its_own_work_agency_copy_and_copies() -> None:
    text = report(ROWS, rejects=1)
    assert text.startswith(
        "Own work and copies: 5 articles of 2 outlets\n1 of 5 articles (20%) are own work; 2 agency copy, 1 taken "
        "from another\n  outlet, 1 repeats of an outlet's own (1 edition).\n1 input could not be used.\n"
    )
    lines = [line.split() for line in text.splitlines()]
    assert ["Harrow", "Post", "2", "1", "1", "·", "·", "50%"] in lines
    assert ["Velk", "Daily", "3", "·", "1", "1", "1", "0%"] in lines
    assert ["Reuters", "2", "2"] in lines
    assert ["Velk", "Daily", "Harrow", "Post", "2", "1"] in lines


def test_where_there_are_no_copies_nothing_more_is_said() -> None:
    text = report(ROWS[:1])
    assert "1 of 1 article (100%) are own work.\n" in text
    assert "Agencies" not in text
    assert "Printed after" not in text


def test_of_many_outlets_those_with_copies_are_listed() -> None:
    many: list[tuple[str, str, str, str | None, str | None, float | None]] = [
        (f"n{place}", f"Outlet {place}", "original", None, None, None) for place in range(30)
    ]
    text = report([*many, *ROWS])
    assert "30 outlets with own work only are not listed" in text
    assert "Outlet 7" not in text
    assert "Velk Daily" in text
