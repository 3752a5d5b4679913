import csv

import pytest

from masthead.errors import UsageError
from masthead.sources import ReadOptions
from masthead.sources.formats.delimited import read_delimited
from masthead.sources.rows import Log, Unusable


def rows(text, *, tabs=False, **options):
    log = Log()
    found = list(read_delimited(text, "in.csv", None, ReadOptions(**options), log, tabs=tabs))
    return [(row.origin, row.values["outlet"], row.values["text"]) for row in found], log.rejects


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(delimiter):
    text = f"outlet{delimiter}text\nA{delimiter}one\n"
    assert rows(text) == ([("in.csv:2", "A", "one")], [])


def test_commas_in_a_tab_separated_file_are_text():
    assert rows("outlet\ttext\nA\tone, two\n", tabs=True) == ([("in.csv:2", "A", "one, two")], [])


def test_quoted_newlines_are_kept_and_lines_counted_over_them():
    text = 'outlet,text\nA,"one\ntwo"\nB,three\n'
    assert rows(text) == ([("in.csv:2", "A", "one\ntwo"), ("in.csv:4", "B", "three")], [])


def test_a_wrong_field_count_is_rejected_with_its_line():
    found, rejects = rows("outlet,text\nA,one\nB\nC,three,extra\nD,four\n")
    assert [text for _, _, text in found] == ["one", "four"]
    assert rejects == [
        ("field count", "in.csv:3", "1 fields, the header has 2"),
        ("field count", "in.csv:4", "3 fields, the header has 2"),
    ]


def test_an_open_quote_is_rejected_with_the_lines_it_swallowed():
    found, rejects = rows('outlet,text\nA,one\nB,"two\nC,three\n')
    assert [text for _, _, text in found] == ["one"]
    assert rejects == [("broken CSV", "in.csv:3", "unexpected end of data (lines 3 to 4)")]


def test_blank_lines_are_skipped():
    assert rows("outlet,text\n\nA,one\n\n") == ([("in.csv:3", "A", "one")], [])


def test_a_row_without_outlet_is_rejected():
    assert rows("outlet,text\n,one\n") == ([], [("no outlet", "in.csv:2", "the row names no outlet")])


def test_an_empty_text_is_kept():
    assert rows("outlet,text\nA,\n") == ([("in.csv:2", "A", "")], [])


def test_of_two_columns_of_one_name_the_first_is_read():
    assert rows("outlet,text,text\nA,one,two\n")[0] == [("in.csv:2", "A", "one")]


def test_no_header_and_no_text_column():
    with pytest.raises(Unusable, match="no header"):
        rows("\n\n")
    with pytest.raises(UsageError, match="no column holds the article's text"):
        rows("a,b\n1,2\n")


def test_the_field_limit_of_the_csv_module_is_left_as_it_was():
    before = csv.field_size_limit()
    rows("outlet,text\nA," + "x" * 200_000 + "\n")
    assert csv.field_size_limit() == before
