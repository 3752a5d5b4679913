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


def table(*texts):
    return "id,outlet,text\n" + "".join(f"{number},A,{text}\n" for number, text in enumerate(texts, start=1))


def test_a_quote_that_nobody_closes_costs_its_own_row_alone():
    texts = ["one", *["plain, text".replace(",", "") for _ in range(400)], '"quoted, text"', *["more"] * 598]
    texts[3] = '"three'
    found, rejects = rows(table(*texts))
    assert len(found) == 999
    assert rejects == [("broken CSV", "in.csv:5", "',' expected after '\"' (lines 5 to 5)")]
    assert found[3] == ("in.csv:6", "A", "plain text")


def test_a_quote_that_is_open_to_the_end_costs_its_own_row_alone():
    found, rejects = rows(table("one", '"two', *["more"] * 998))
    assert len(found) == 999
    assert rejects == [("broken CSV", "in.csv:3", "unexpected end of data (lines 3 to 3)")]


def test_lines_of_a_text_with_as_many_commas_as_columns_are_no_rows():
    text = '"He said ""no"" and "yes" at once\nand then, she said, nothing\nOn Monday, A, it rained"'
    found, rejects = rows(table("one", text, "three"))
    assert [text for _, _, text in found] == ["one", "three"]
    assert rejects == [("broken CSV", "in.csv:3", "',' expected after '\"' (lines 3 to 5)")]


def test_a_table_of_open_quotes_is_given_up_after_some_reading():
    count = 3000
    text = table("one", *['"' + "x" * 30] * count)
    found, rejects = rows(text, max_article_bytes=50_000)
    assert [text for _, _, text in found] == ["one"]
    [reject] = rejects
    assert reject.origin == "in.csv:3"
    assert reject.detail.endswith(f"(lines 3 to {count + 2})")


def test_a_header_with_an_open_quote_is_told():
    with pytest.raises(Unusable, match="line 1 names the columns: unexpected end of data"):
        rows('outlet,"text\nA,one\n')


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
