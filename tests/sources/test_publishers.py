"""Which outlets are one publisher's, by the table, by registrable domain, by name without additions."""

from __future__ import annotations

from importlib import resources

import pytest

from masthead.sources.publishers import publisher_of, publishers_of, shared_publishers


@pytest.mark.parametrize(
    ("outlet", "publisher"),
    [
        ("www.cnn.com", "CNN"),
        ("money.cnn.com", "CNN"),
        ("www.money.cnn.com", "CNN"),
        ("CNN (Web News)", "CNN"),
        ("CNN - Editorial", "CNN"),
        ("www.thecaucus.blogs.nytimes.com", "New York Times"),
        ("https://www.nytimes.com/section/opinion", "New York Times"),
        ("The New York Times (Opinion)", "New York Times"),
        ("New York Times Editorial Board", "New York Times"),
        ("blogs.wsj.com", "Dow Jones"),
        ("MarketWatch", "Dow Jones"),
        ("foxbusiness.com", "Fox News"),
        ("Fox Online News", "Fox News"),
        ("www.bbc.co.uk", "BBC"),
        ("politico.eu", "Politico"),
        ("HotAir.com", "Townhall Media"),
    ],
)
def test_what_the_table_holds_has_its_publishers_name(outlet: str, publisher: str) -> None:
    assert publisher_of(outlet) == publisher


@pytest.mark.parametrize(
    ("outlet", "publisher"),
    [
        ("news.harrow.co.uk", "harrow.co.uk"),
        ("http://harrow.example:8080/", "harrow.example"),
        ("anna.substack.com", "anna.substack.com"),
        ("substack.com", "substack.com"),
        ("a.blogspot.com", "a.blogspot.com"),
        ("https://facebook.com/harrow/posts/1", "facebook.com/harrow"),
        ("localhost", "localhost"),
    ],
)
def test_a_site_is_of_its_registrable_domain_and_a_platform_of_nobody(outlet: str, publisher: str) -> None:
    assert publisher_of(outlet) == publisher


@pytest.mark.parametrize(
    ("outlet", "publisher"),
    [
        ("The Harrow Post", "harrow post"),
        ("Harrow Post (Opinion)", "harrow post"),
        ("Harrow Post - News", "harrow post"),
        ("Harrow Post (Kestria)", "harrow post kestria"),
        ("Guest Writer - Left", "guest writer left"),
        ("Opinion", "opinion"),
        ("Outlet 1", "outlet 1"),
        ("!", "!"),
    ],
)
def test_a_name_counts_without_what_tells_a_part_of_an_outlet(outlet: str, publisher: str) -> None:
    assert publisher_of(outlet) == publisher


def test_outlets_of_one_owner_with_newsrooms_of_their_own_stand_apart() -> None:
    assert len(set(publishers_of(["nypost.com", "wsj.com", "vox.com", "nymag.com"]))) == 4


def test_shared_publishers_are_groups_of_two_or_more() -> None:
    assert shared_publishers(["www.cnn.com", "axios.com", "CNN", "money.cnn.com"]) == [
        ("CNN", "money.cnn.com", "www.cnn.com")
    ]
    assert shared_publishers(["a", "b"]) == []


def test_no_domain_or_name_is_in_two_rows_of_the_table() -> None:
    text = resources.files("masthead.sources").joinpath("publishers.tsv").read_text("utf-8")
    head, *rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert head == ["publisher", "domains", "names"]
    domains = [site for row in rows for site in row[1].split()]
    names = [name for row in rows for name in row[2].split(";") if name]
    assert sorted(set(domains)) == sorted(domains)
    assert sorted(set(names)) == sorted(names)
    assert [row[0] for row in rows[1:]] == sorted((row[0] for row in rows[1:]), key=str.casefold)
