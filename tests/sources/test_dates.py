"""Which day a date means, and when that is not known."""

import datetime as dt
import json
from importlib import resources

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.errors import UsageError
from masthead.profiles import clusters
from masthead.sources import ReadOptions, read
from masthead.sources.dates import day_of, days_of, read_date, require_days
from masthead.sources.dates.months import month_of
from masthead.sources.dates.places import date_in_address, date_in_name
from masthead.sources.dates.years import YEARS_AHEAD

TEXT = "The harbour board voted to raise the ferry fares from the first week of May, number {}."


def table(*dates, **columns):
    """Articles of one outlet with these dates."""
    rows = len(dates)
    given = {"outlet": ["Harrow Post"] * rows, "text": [TEXT.format(row) for row in range(rows)], "date": list(dates)}
    return pa.table(given | columns)


def dates_of(*dates, **options):
    return read(table(*dates), ReadOptions(**options)).articles["date"].to_pylist()


def findings_of(reading):
    return {(found.finding, found.outlet): found for found in reading.findings}


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-01",
        "2021/3/1",
        "2021.03.01",
        "2021. 3. 1.",
        "20210301",
        "20210301.0",
        "01.03.2021",
        "1.3.21",
        "1. 3. 2021",
        "1 March 2021",
        "1 Mar 21",
        "01MAR2021",
        "01-Mar-2021",
        "March 1, 2021",
        "March 1st, 2021",
        "Mar. 1, 2021",
        "Mon, March 1, 2021",
        "2021 March 1",
        "March 1, 2021 Monday, Final Edition",
        "Published: 1 March 2021",
        "(1 March 2021)",
        "Published 1 March 2021, updated 2 March 2021",
        "1. März 2021",
        "Montag, den 1. März 2021",
        "1er mars 2021",
        "lundi 1 mars 2021",
        "1 de marzo de 2021",
        "1º de março de 2021",
        "lunedì 1 marzo 2021",
        "1 maart 2021",
        "1 mrt 2021",
        "1 marca 2021",
        "1 марта 2021",
        "2021年3月1日",
        "2021 年 3 月 1 日",
        "2021년 3월 1일",
        "１ Ｍａｒ ２０２１",
        "2021–03–01",
        "Updated 0126 GMT (0926 HKT) March 1, 2021",
    ],
)
def test_a_day_is_read_from_any_form_that_names_one(text):
    assert read_date(text).sure == "2021-03-01"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021-03-01T10:15:00Z", "2021-03-01T10:15:00Z"),
        ("2021-03-01 10:15:00", "2021-03-01T10:15:00"),
        ("2021-03-01T10:15:00.25+0100", "2021-03-01T10:15:00.25+01:00"),
        ("2021-03-01 10:15:00 UTC", "2021-03-01T10:15:00Z"),
        ("20210301101500", "2021-03-01T10:15:00"),
        ("20210301T101500Z", "2021-03-01T10:15:00Z"),
        ("Mon, 01 Mar 2021 10:15:00 -0500", "2021-03-01T10:15:00-05:00"),
        ("Mon Mar 01 10:15:00 +0000 2021", "2021-03-01T10:15:00+00:00"),
        ("Mon Mar  1 10:15:00 EST 2021", "2021-03-01T10:15:00"),
        ("Mon Mar 01 2021 10:15:00 GMT+0100 (Central European Time)", "2021-03-01T10:15:00+01:00"),
        ("Updated 10:21 PM ET, Mon March 1, 2021", "2021-03-01T22:21"),
        ("Mon 1 Mar 2021 12.00 GMT", "2021-03-01T12:00Z"),
        ("Mon 1 Mar 2021 12.00 GMT Last modified on Tue 2 Mar 2021 09.30 GMT", "2021-03-01T12:00Z"),
        ("March 1, 2021 at 12 a.m.", "2021-03-01T00:00"),
        ("01.03.2021, 10.15 Uhr", "2021-03-01T10:15"),
        ("le 1 mars 2021 à 10h30", "2021-03-01T10:30"),
    ],
)
def test_the_time_and_the_zone_stay_and_the_day_is_the_one_written(text, iso):
    assert read_date(text).sure == iso


@pytest.mark.parametrize(
    ("text", "iso"), [("March 2021", "2021-03"), ("2021-03", "2021-03"), ("03/2021", "2021-03"), ("2021", "2021")]
)
def test_a_month_or_a_year_alone_is_kept_and_is_no_day(text, iso):
    assert read_date(text).sure == iso
    assert day_of(iso) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2 hours ago",
        "March 1",
        "Mar-21",
        "March 5-7, 2021",
        "13/13/2021",
        "12.30.2021",
        "31.02.2021",
        "2021-02-30",
        "0000-00-00",
        "1200-01-01",
        "0021-03-01",
        "Vol. 5, 1 March 2021",
        "10:15",
    ],
)
def test_what_names_no_day_for_sure_is_not_read(text):
    assert read_date(text).readings == {}


def test_years_far_ahead_are_mistakes():
    year = dt.date.today().year
    assert read_date(f"{year + YEARS_AHEAD}-01-01").sure
    assert not read_date(f"{year + YEARS_AHEAD + 1}-01-01").readings
    assert day_of(f"{year + YEARS_AHEAD + 1}-01-01") is None


def test_every_name_of_a_month_means_one_month():
    head, *rows = (resources.files("masthead.sources.dates") / "months.tsv").read_text("utf-8").splitlines()
    for row in rows:
        for number, name in zip(head.split("\t")[1:], row.split("\t")[1:], strict=True):
            assert not name or month_of(name) == int(number)


@pytest.mark.parametrize(("name", "month"), [("Sept", 9), ("juil", 7), ("jui", None), ("ma", None), ("DECEMBRE", 12)])
def test_months_are_told_by_beginnings_that_are_of_one_alone(name, month):
    assert month_of(name) == month


def test_two_digit_years_from_seventy_on_are_of_the_last_century():
    assert read_date("1.3.70").sure == "1970-03-01"
    assert read_date("1.3.21").sure == "2021-03-01"
    assert not read_date("1.3.69").readings


def test_one_date_that_must_begin_with_the_day_settles_the_column():
    assert dates_of("05/03/2021", "19/03/2021") == ["2021-03-05", "2021-03-19"]
    assert dates_of("05/03/2021", "03/19/2021") == ["2021-05-03", "2021-03-19"]


def test_dots_are_never_the_american_order():
    assert dates_of("01.03.2021", "04.03.2021") == ["2021-03-01", "2021-03-04"]


def test_an_order_that_is_not_told_is_not_guessed():
    reading = read(table("05/03/2021", "06/03/2021", "07/07/2021"))
    assert reading.articles["date"].to_pylist() == ["05/03/2021", "06/03/2021", "2021-07-07"]
    found = findings_of(reading)["ambiguous dates", "Harrow Post"]
    assert (found.severity, found.n) == ("severe", 2)
    assert found.example == "'05/03/2021' is 2021-03-05 or 2021-05-03"
    assert "--day-first" in found.fix
    assert "--month-first" in found.fix


def test_flags_settle_what_is_ambiguous_and_nothing_else():
    written = ("05/03/2021", "2021-04-06", "31/05/2021")
    assert dates_of(*written, day_first=True) == ["2021-03-05", "2021-04-06", "2021-05-31"]
    assert dates_of(*written, month_first=True) == ["2021-05-03", "2021-04-06", "2021-05-31"]
    with pytest.raises(UsageError, match="not both"):
        ReadOptions(day_first=True, month_first=True)


def test_dates_in_two_orders_are_reported_and_only_the_sure_ones_are_read():
    reading = read(table("19/03/2021", "03/20/2021", "05/03/2021", "03/21/2021"))
    assert reading.articles["date"].to_pylist() == ["2021-03-19", "2021-03-20", "05/03/2021", "2021-03-21"]
    found = findings_of(reading)["dates in two orders", ""]
    assert (found.severity, found.n) == ("severe", 1)
    assert found.example == "'19/03/2021' (Harrow Post) is day first, '03/20/2021' (Harrow Post) is month first"


def test_a_flag_that_the_dates_contradict_is_told():
    reading = read(table("05/03/2021", "03/20/2021"), ReadOptions(day_first=True))
    assert reading.articles["date"].to_pylist() == ["2021-03-05", "2021-03-20"]
    assert findings_of(reading)["dates in two orders", ""].example == "'03/20/2021' (Harrow Post) is month first"
    assert read(table("05/03/2021", "20/03/2021"), ReadOptions(day_first=True)).findings == ()


def test_slashes_say_nothing_of_hyphens():
    assert dates_of("19/03/2021", "05-03-2021") == ["2021-03-19", "05-03-2021"]


def test_each_input_is_settled_by_its_own_dates_and_else_by_those_of_the_same_name():
    day_first, unclear = table("19/03/2021", "04/03/2021"), table("05/03/2021")
    month_first = table("03/19/2021", "04/03/2021")
    assert read([day_first, unclear]).articles["date"].to_pylist() == ["2021-03-19", "2021-03-04", "2021-03-05"]
    reading = read([day_first, month_first, unclear])
    assert reading.articles["date"].to_pylist() == [
        "2021-03-19",
        "2021-03-04",
        "2021-03-19",
        "2021-04-03",
        "05/03/2021",
    ]
    assert findings_of(reading)["ambiguous dates", "Harrow Post"].n == 1
    named_otherwise = unclear.rename_columns(["outlet", "text", "published"])
    assert read([day_first, named_otherwise]).articles["date"][2].as_py() == "05/03/2021"


@pytest.mark.parametrize("name", ["{}.json", "{}.jsonl"])
def test_the_rows_of_a_file_are_one_input_and_its_name_does_not_date_them(write, name):
    def rows(*days):
        found = [{"outlet": "x", "text": f"Fares of {day}, {len(days)}.", "date": day} for day in days]
        return json.dumps(found) if name.endswith("n") else "\n".join(map(json.dumps, found))

    paths = [name.format("2021-04-01"), name.format("b")]
    folder = write({paths[0]: rows("19/03/2021", "05/03/2021", None), paths[1]: rows("03/19/2021", "05/03/2021")})
    assert read([folder / path for path in paths]).articles["date"].to_pylist() == [
        "2021-03-19",
        "2021-03-05",
        None,
        "2021-03-19",
        "2021-05-03",
    ]


def test_a_folder_of_single_articles_is_one_column(write):
    days = ("19/03/2021", "05/03/2021", "12/03/2021")
    head = "---\ndate: {}\n---\nThe board met again and voted on the fares, as number {} says.\n"
    folder = write({f"harrow/{row}.txt": head.format(day, row) for row, day in enumerate(days)})
    assert read(folder).articles["date"].to_pylist() == ["2021-03-19", "2021-03-05", "2021-03-12"]


def test_the_order_is_settled_over_all_batches_of_a_large_input(tmp_path):
    rows = 60_000
    days = ["05/03/2021"] * (rows - 1) + ["19/03/2021"]
    long = pa.table({"outlet": ["x"] * rows, "text": [f"Fares {row}." for row in range(rows)], "date": days})
    pq.write_table(long, tmp_path / "long.parquet")
    assert read(tmp_path / "long.parquet").articles["date"].unique().to_pylist() == ["2021-03-05", "2021-03-19"]


def test_rejected_articles_do_not_count_in_findings():
    twice = table("05/03/2021", "05/03/2021", id=["a", "a"])
    reading = read(twice, ReadOptions(on_duplicate="keep-first"))
    assert findings_of(reading)["ambiguous dates", "Harrow Post"].n == 1


def test_two_digit_years_stand_where_the_dates_lie_in_fewer_years():
    assert dates_of("05/03/21", "12/03/21", "19/03/21", "26/03/21")[0] == "2021-03-05"
    assert dates_of("21-03-05", "21-03-12", "21-03-19", "21-03-26")[0] == "2021-03-05"
    assert dates_of("19/03/21") == ["19/03/21"]
    assert dates_of("3/25/21") == ["2021-03-25"]


def test_seconds_and_milliseconds_since_1970_are_read_where_all_numbers_are_such():
    moment = "2021-03-01T20:00:00Z"
    assert dates_of("1614628800", "1614628800000", "1614628800.0") == [moment] * 3
    assert dates_of("1614628800", "2021-03-02") == [moment, "2021-03-02"]
    assert dates_of("1614628800", "17") == ["1614628800", "17"]
    found = findings_of(read(table("1614628800")))["dates in seconds since 1970", ""]
    assert found.example == f"'1614628800' is {moment}"


def test_a_spreadsheet_s_days_are_read_where_the_whole_column_is_such():
    assert dates_of("44256", "44257.5") == ["2021-03-01", "2021-03-02"]
    assert dates_of("44256", "2021-03-02") == ["44256", "2021-03-02"]
    assert dates_of("44256", "999") == ["44256", "999"]


def test_dates_and_times_of_a_table_are_read_from_their_types():
    moment = pd.Timestamp("2021-03-01T10:15:00")
    frame = pd.DataFrame({"outlet": ["x"], "text": ["The fares."], "date": [moment]})
    assert read(frame).articles["date"].to_pylist() == ["2021-03-01T10:15:00"]
    zoned = frame.assign(date=[moment.tz_localize("Europe/Berlin")])
    assert day_of(read(zoned).articles["date"][0].as_py()) == dt.date(2021, 3, 1)
    assert read(frame.assign(date=[dt.date(2021, 3, 1)])).articles["date"].to_pylist() == ["2021-03-01"]


def test_what_was_not_understood_stays_and_is_told_by_outlet():
    reading = read(table("last week", "2150-01-01", "2021-03-01", None, outlet=["a", "b", "b", "b"]))
    assert reading.articles["date"].to_pylist() == ["last week", "2150-01-01", "2021-03-01", None]
    found = findings_of(reading)
    assert {key[1] for key in found} == {"a", "b"}
    assert found["dates not understood", "a"].example == "'last week'"
    assert found["dates not understood", "b"].n == 1
    assert found["dates not understood", "b"].severity == "warning"


def test_dates_in_iso_8601_say_nothing():
    assert read(table("2021-03-01", "2021-03-01T10:15:00Z", None)).findings == ()


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://example.org/2021/03/05/fares.html", "2021-03-05"),
        ("https://example.org/news/2021/mar/05/fares?page=2", "2021-03-05"),
        ("https://example.org/2021/0305/c90000-1.html", "2021-03-05"),
        ("https://example.org/20210305/fares", "2021-03-05"),
        ("https://example.org/fares-2021-03-05", "2021-03-05"),
        ("https://example.org/2021/03/fares.html", None),
        ("https://example.org/2021/13/45/fares.html", None),
        ("https://example.org/fares?day=2021-03-05", None),
        ("https://example.org/1234567890", None),
    ],
)
def test_a_day_is_found_in_an_address(address, day):
    assert date_in_address(address) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("harrow/2021-03-05_fares.txt", "2021-03-05"),
        ("20210305.txt", "2021-03-05"),
        ("fares-20210305.html", "2021-03-05"),
        ("fares_2021_03_05.txt", "2021-03-05"),
        ("fares.txt", None),
        ("202103051.txt", None),
        ("20211305.txt", None),
        ("2021-03-05/fares.txt", None),
    ],
)
def test_a_day_is_found_in_the_name_of_a_file(name, day):
    assert date_in_name(name) == day


def test_addresses_and_names_of_files_date_only_what_has_no_date(write):
    urls = ["https://example.org/2021/03/05/a", "https://example.org/2021/03/06/b", "https://example.org/c"]
    reading = read(table(None, "2021-04-01", None, url=urls))
    assert reading.articles["date"].to_pylist() == ["2021-03-05", "2021-04-01", None]
    found = findings_of(reading)["dates from the address", ""]
    assert (found.severity, found.n, found.example) == ("note", 1, "2021-03-05")
    folder = write({"harrow/2021-03-07_fares.txt": "The board met again and voted on the fares of the ferry."})
    assert read(folder).articles["date"].to_pylist() == ["2021-03-07"]
    rows = write({"2021-03-07.jsonl": json.dumps({"outlet": "x", "text": "The fares."})})
    assert read(rows / "2021-03-07.jsonl").articles["date"].to_pylist() == [None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017-03-05", dt.date(2017, 3, 5)),
        ("2017-03-05T23:59:00Z", dt.date(2017, 3, 5)),
        ("2017-03-05 23:59", dt.date(2017, 3, 5)),
        ("2017-03", None),
        ("2017-02-30", None),
        ("3/5/2017", None),
        ("20170305", None),
        ("", None),
        (None, None),
    ],
)
def test_later_steps_read_iso_8601_and_nothing_else(text, day):
    assert day_of(text) == day
    assert days_of(pa.array([text, text], pa.string())).to_pylist() == [day and day.isoformat()] * 2


def test_days_are_refused_where_a_date_can_be_read_in_two_ways():
    require_days(pa.array(["2021-03-05", "soon", None, "19/03/2021"]))
    with pytest.raises(UsageError, match="2 articles have dates that can be read in two ways") as refused:
        require_days(pa.array(["2021-03-05", "05/03/2021", "06/03/2021"]))
    assert "'05/03/2021' is 2021-03-05 or 2021-05-03" in str(refused.value)
    assert "--day-first or --month-first" in str(refused.value)


def test_clusters_do_without_the_days_of_articles_whose_event_is_known():
    features = pa.table({"id": ["a"], "outlet": ["x"], "date": ["05/03/2021"], "event": ["strike"]})
    assert clusters(features).labels.to_pylist() == ["event:strike"]
    with pytest.raises(UsageError, match="two ways"):
        clusters(features.set_column(3, "event", pa.array(["none"])))
