import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.sources.agencies.credits import find_agency
from masthead.sources.furniture.marking import may_credit
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
    [None, None, None, "Lena Orsay", "Associated Press", "By Lena Orsay, Reuters", "Reuters Staff"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXT, AUTHORS), min_size=1, max_size=4))
def test_no_text_that_credits_an_agency_is_passed_over(articles):
    texts = Texts(pa.array([text for text, _ in articles], pa.large_string()))
    looked_at = may_credit(texts, [author for _, author in articles]).tolist()
    credited = [find_agency(text, outlet="", author=author) is not None for text, author in articles]
    assert [found for found, seen in zip(credited, looked_at, strict=True) if not seen] == [False] * looked_at.count(
        False
    )


def test_texts_that_name_no_agency_are_passed_over():
    texts = Texts(pa.array([LONG, f"{LONG}\n\n{LONG}", "", "WASHINGTON (AP) — " + LONG], pa.large_string()))
    assert may_credit(texts, [None, "Lena Orsay", None, None]).tolist() == [False, False, False, True]
