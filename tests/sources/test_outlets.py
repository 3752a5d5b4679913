"""Who is who: outlets told from addresses, names made tidy, spellings that may be one outlet's, and other names."""

import pyarrow as pa
import pytest

from masthead.errors import UnreadableInput, UsageError
from masthead.sources import ReadOptions, read
from masthead.sources.outlets import outlet_of, spellings

TEXT = "The ferry was late again on Monday."


def records(*outlets, **more):
    return [{"outlet": outlet, "text": f"{TEXT} {number}", **more} for number, outlet in enumerate(outlets)]


def outlets_of(reading):
    return reading.articles["outlet"].to_pylist()


@pytest.mark.parametrize(
    ("address", "outlet"),
    [
        ("https://www.tidewaterpost.com/news/1", "tidewaterpost.com"),
        ("http://news.harrow.co.uk/x?y=1", "harrow.co.uk"),
        ("HTTPS://WWW.TidewaterPost.COM/", "tidewaterpost.com"),
        ("https://reader:secret@www.tidewaterpost.com:8080/x", "tidewaterpost.com"),
        ("//www.tidewaterpost.com/x", "tidewaterpost.com"),
        ("https://www.tidewater.example/1", "tidewater.example"),
        ("tidewaterpost.com/news", None),
        ("mailto:desk@tidewaterpost.com", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_tells_the_registrable_domain(address, outlet):
    assert outlet_of(address) == outlet


@pytest.mark.parametrize("form", ["rows", "columns"])
def test_without_an_outlet_column_the_address_tells_it_and_a_finding_says_so(form):
    rows = [
        {"text": TEXT, "url": "https://www.harrow.example/a"},
        {"text": f"{TEXT} 2", "url": "https://harrow.example/b"},
    ]
    reading = read(rows if form == "rows" else pa.Table.from_pylist(rows))
    assert outlets_of(reading) == ["harrow.example", "harrow.example"]
    (found,) = reading.findings
    assert (found.finding, found.outlet, found.n) == ("outlet taken from the address", "harrow.example", 2)
    assert "--outlet-col" in found.fix


@pytest.mark.parametrize("form", ["rows", "columns"])
def test_the_outlet_that_is_given_comes_before_the_address(form):
    rows = [{"text": TEXT, "url": "https://www.harrow.example/a", "outlet": name} for name in ("Harrow Post", " ")]
    reading = read(rows if form == "rows" else pa.Table.from_pylist(rows), ReadOptions(outlet="The Harrow"))
    assert outlets_of(reading) == ["Harrow Post", "The Harrow"]
    assert not reading.findings


def test_a_row_without_outlet_whose_address_tells_none_is_rejected():
    reading = read([{"text": TEXT, "url": "https://harrow.example/a"}, {"text": TEXT, "url": "page 2"}])
    assert [reject.reason for reject in reading.rejects] == ["no outlet"]


@pytest.mark.parametrize("form", ["rows", "columns"])
def test_outlets_that_are_addresses_are_their_domains(form):
    rows = [{"text": f"{TEXT} {n}", "source": f"https://www.harrow.example/{n}"} for n in range(2)]
    assert outlets_of(read(rows if form == "rows" else pa.Table.from_pylist(rows))) == ["harrow.example"] * 2


@pytest.mark.parametrize("form", ["rows", "columns"])
def test_blanks_in_names_are_folded_and_spellings_pointed_out(form):
    rows = records("Tidewater Post", "Tidewater\u00a0Post ", " Tidewater   Post", "TIDEWATER POST", "Harrow Times")
    reading = read(rows if form == "rows" else pa.Table.from_pylist(rows))
    assert outlets_of(reading) == ["Tidewater Post"] * 3 + ["TIDEWATER POST", "Harrow Times"]
    (found,) = reading.findings
    assert (found.finding, found.severity, found.outlet, found.n) == (
        "spellings of one outlet",
        "severe",
        "Tidewater Post",
        4,
    )
    assert "--outlets-file" in found.fix
    assert any("'Tidewater Post' and 'TIDEWATER POST'" in note for note in reading.notes)


@pytest.mark.parametrize(
    "pair",
    [
        ("Tidewater Post", "tidewater post"),
        ("Tidewater Post", "The Tidewater Post"),
        ("tidewater.example", "www.tidewater.example"),
        ("tidewater.example", "WWW.Tidewater.example/"),
        ("Tidewater Post", "Tidewater-Post"),
        ("Tidewater Post", "TidewaterPost"),
        ("Tidewater Post", "Tidewater\u200b Post"),
        ("Café Post", "Cafe\u0301 Post"),
    ],
)
def test_spellings_of_one_outlet(pair):
    assert spellings(dict.fromkeys(pair, 1)) in ([pair], [pair[::-1]])


@pytest.mark.parametrize(
    "pair",
    [("Tidewater Post", "Tidewater Times"), ("The", "the."), ("Theodore", "odore"), ("The Post", "Tidewater Post")],
)
def test_other_names_are_other_outlets(pair):
    assert spellings(dict.fromkeys(pair, 1)) == ([("the.", "The")] if pair[0] == "The" else [])


def test_the_spelling_of_most_articles_is_proposed():
    assert spellings({"Post": 2, "The Post": 5, "POST": 1}) == [("POST", "The Post"), ("Post", "The Post")]


@pytest.mark.parametrize("form", ["rows", "columns"])
def test_a_file_gives_outlets_other_names(write, form):
    folder = write({"names.csv": "old,new\nHarrow  Post,Harrow\ntidewater.example,Tidewater Post\nHarow,Harrow\n"})
    rows = records("Harrow\u00a0Post", "tidewater.example", "Harrow")
    table = rows if form == "rows" else pa.Table.from_pylist(rows)
    reading = read(table, ReadOptions(outlets_file=folder / "names.csv"))
    assert outlets_of(reading) == ["Harrow", "Tidewater Post", "Harrow"]
    assert reading.notes == ("--outlets-file: there are no articles of 'Harow'. Did you mean 'Harrow'?",)
    assert not reading.findings


def test_ids_made_from_an_article_are_those_of_its_new_name(write):
    folder = write({"names.csv": "new,old\nHarrow,Harrow Post\n"})
    renamed = read(records("Harrow Post"), ReadOptions(outlets_file=str(folder / "names.csv")))
    assert renamed.articles["id"].to_pylist() == read(records("Harrow")).articles["id"].to_pylist()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("from,to\nA,B\n", "has the columns old and new"),
        ("", "has the columns old and new"),
        ("old,new\nA,B\nA,C\n", "'A' is given two names"),
        ("old,new\nA,\n", "an outlet without old or new name"),
        ("old,new\nA,B\nB,C\n", "'A' becomes 'B', which becomes 'C'"),
    ],
)
def test_a_file_of_names_that_is_none_is_refused(write, content, message):
    folder = write({"names.csv": content})
    with pytest.raises(UsageError, match=message):
        ReadOptions(outlets_file=folder / "names.csv")


def test_a_file_of_names_that_is_not_there(tmp_path):
    with pytest.raises(UnreadableInput, match=r"can't be read"):
        ReadOptions(outlets_file=tmp_path / "names.csv")
