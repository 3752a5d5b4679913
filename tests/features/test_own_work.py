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
    kept, found = own_work(
        features(
            ("a", "A", None, None),
            ("wire", "A", "Reuters", None),
            ("again", "A", None, "a"),
            ("taken", "B", None, "a"),
            ("both", "B", "AFP", "wire"),
            ("b", "B", None, None),
        )
    )
    assert ids(kept) == ["a", "again", "b"]
    assert (found.agencies, found.republished, found.total) == ({"Reuters": 1, "AFP": 1}, 1, 6)
    assert (found.agency, found.counted, found.emptied) == (2, False, ())


def test_a_chain_of_copies_leads_to_its_first() -> None:
    kept, found = own_work(
        features(("c", "A", None, "b"), ("b", "B", None, "a"), ("a", "A", None, None), ("d", "B", None, "c"))
    )
    assert ids(kept) == ["c", "a"]
    assert found.emptied == ("B",)


def test_an_original_that_is_not_there_does_not_count() -> None:
    kept, found = own_work(features(("a", "A", None, "gone")))
    assert ids(kept) == ["a"]
    assert found.republished == 0


def test_a_table_that_knows_no_agencies_is_all_own_work() -> None:
    table = features(("a", "A", None, None)).drop_columns(["agency", "copy_of"])
    assert own_work(table)[0].equals(table)
    assert own_work(table.slice(1))[0].num_rows == 0
