"""What counts as an outlet's own work."""

from __future__ import annotations

import pyarrow as pa

from masthead.features import own_work
from masthead.schema import FEATURES_IDENTITY


def features(*rows: tuple[str, str, str | None, str | None]) -> pa.Table:
    """Rows of id, outlet, agency and copy_of."""
    names = ("id", "outlet", "agency", "copy_of")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=FEATURES_IDENTITY)


def ids(table: pa.Table) -> list[str]:
    return list(table["id"].to_pylist())


def test_agency_copy_and_copies_from_other_outlets_are_left_out_and_counted() -> None:
    work = own_work(
        features(
            ("a", "A", None, None),
            ("wire", "A", "Reuters", None),
            ("again", "A", None, "a"),
            ("taken", "B", None, "a"),
            ("both", "B", "AFP", "wire"),
            ("b", "B", None, None),
        )
    )
    found = work.found
    assert ids(work.own) == ["a", "b"]
    assert ids(work.whole) == ["a", "wire", "taken", "both", "b"]
    assert (found.agencies, found.republished, found.total) == ({"Reuters": 1, "AFP": 1}, 1, 6)
    assert (found.agency, found.counted, found.emptied) == (2, False, ())
    assert (found.repeated, found.reprints_counted) == ({"A": 1}, False)


def test_a_chain_of_copies_leads_to_its_first() -> None:
    work = own_work(
        features(("c", "A", None, "b"), ("b", "B", None, "a"), ("a", "A", None, None), ("d", "B", None, "c"))
    )
    assert ids(work.own) == ["a"]
    assert work.found.emptied == ("B",)
    assert work.found.repeated == {"A": 1, "B": 1}


def test_an_article_several_times_in_its_outlet_counts_once() -> None:
    table = features(("2", "A", None, "1"), ("1", "A", None, None), ("3", "A", None, "1"), ("4", "B", None, None))
    assert ids(own_work(table).own) == ["1", "4"]
    kept = own_work(table, keep_reprints=True)
    assert ids(kept.own) == ["2", "1", "3", "4"]
    assert (kept.found.repeated, kept.found.reprints_counted) == ({"A": 2}, True)


def test_a_copy_taken_twice_counts_once_even_where_copies_count() -> None:
    table = features(("1", "A", None, None), ("2", "B", None, "1"), ("3", "B", None, "1"))
    work = own_work(table)
    assert (ids(work.own), ids(work.whole)) == (["1"], ["1", "2"])
    assert (work.found.republished, work.found.repeated) == (1, {"B": 1})


def test_an_original_that_is_not_there_does_not_count() -> None:
    work = own_work(features(("a", "A", None, "gone")))
    assert ids(work.own) == ["a"]
    assert work.found.republished == 0


def test_a_table_that_knows_no_agencies_is_all_own_work() -> None:
    table = features(("a", "A", None, None)).drop_columns(["agency", "copy_of"])
    assert own_work(table).own.equals(table)
    assert own_work(table.slice(1)).own.num_rows == 0
