import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.sources.agencies import finding
from masthead.sources.agencies.finding import find_agencies
from masthead.sources.texts import Texts

LONG = "The council met for the third time this week and again put off the vote on the river dam until the autumn."
CREDITS = [
    "WASHINGTON (AP) — ", "VELK, Kestria, May 3 (Reuters) - ", "MOSCOW, October 19. /TASS/. ", "Damascus, SANA – ",
    "(AFP) ", "Reuters — ", "By Lena Orsay, Associated Press", "Lena Orsay, Reuters correspondent", "Associated Press",
    "By LENA ORSAY | Associated Press Writer", "(Reporting by Lena Orsay; Editing by Jonas Peck)", "Source: Xinhua",
    "Copyright 2031 The Associated Press. All rights reserved.", "This article was written by Reuters.", "AFP/AP",
    "Distributed by Tribune News Service", "Associated Press writer Lena Orsay contributed to this report.",
    "Please credit Kaiser Health News.", "Reach the reporter at lorsay@ap.org", "it said. —Reuters", "(writing by A Bc)",
    "Your daily look at late-breaking news, upcoming events and the stories that will be talked about today:",
    "he told Reuters.", "Photo: AP", "The AP reported", "Ümit said. (AFP)",
]  # fmt: skip
LINES = st.sampled_from(
    [*CREDITS, *(f"{LONG} {credit}" for credit in CREDITS), *(c + LONG for c in CREDITS), LONG, "", "“É”"]
)
TEXT = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", " "])), max_size=24).map(
    lambda parts: "".join(line + end for line, end in parts)
)
AUTHORS = st.sampled_from(
    [
        None,
        None,
        "",
        "Lena Orsay",
        "Associated Press",
        "By Lena Orsay, Reuters",
        "Reuters Staff",
        "the associated PRESS",
        "from AFP",
        "Ümit Özal, Xinhua",
        "Lena Orsay, Jonas Peck, AP",
        "Lena Orsay | Bloomberg News",
        "Doğan News Agency",
    ]
)


def column(texts):
    return pa.array(list(texts), pa.large_string())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXT, AUTHORS), min_size=1, max_size=4))
def test_sieves_pass_over_no_text_that_credits_an_agency(articles):
    texts, authors = Texts(column(text for text, _ in articles)), [author for _, author in articles]
    outlets = ["Harrow Post"] * len(articles)
    found = find_agencies(texts, outlets, authors)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(finding, "odd_rows", lambda texts: list(range(len(texts))))
        assert found == find_agencies(texts, outlets, authors)


def test_each_text_of_a_column_has_an_agency_of_its_own():
    credited = "WASHINGTON (AP) — " + LONG
    texts = Texts(column([LONG, f"{LONG}\n\n{LONG}", "", credited, credited, credited]))
    authors, given = ["Reuters", "Lena Orsay", None, None, None, None], [None] * 5 + ["Meridian Wire"]
    outlets = ["Harrow Post"] * 4 + ["apnews.com", "Harrow Post"]
    assert find_agencies(texts, outlets, authors, given) == [
        "Reuters", None, None, "Associated Press", None, "Meridian Wire"
    ]  # fmt: skip


def test_texts_that_were_read_before_keep_the_agency_that_is_given():
    texts = Texts(column(["WASHINGTON (AP) — " + LONG] * 3))
    found = find_agencies(texts, ["A"] * 3, [None] * 3, [None, "afp", None], np.array([True, True, False]))
    assert found == [None, "AFP", "Associated Press"]
