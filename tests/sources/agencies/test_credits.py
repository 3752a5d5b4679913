import gzip
import json
import time

import pyarrow as pa
import pytest

from masthead.sources.agencies.credits import agencies, named
from masthead.sources.agencies.finding import find_agencies
from masthead.sources.texts import Texts

BODY = (
    "The council met for the third time this week and again put off the vote on the river dam until the autumn "
    "session, the mayor said.\n\nResidents of the lower town said that they would march on Friday."
)
MORE = "\n\n".join([BODY] * 8)


def found(text, outlet="Harrow Post", author=None, given=None):
    [agency] = find_agencies(Texts(pa.array([text], pa.large_string())), [outlet], [author], [given])
    return agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"WASHINGTON (AP) — {BODY}", "Associated Press"),
        (f"Dam vote put off.\n\nVELK, Kestria, Nov. 19 (UPI) -- {BODY}", "UPI"),
        (f"Mexico City (AFP) – {BODY}", "AFP"),
        (f"(Reuters) - {BODY}", "Reuters"),
        (f"(Reuters) {BODY}", "Reuters"),
        (f"Aug 27 (Reuters) - {BODY}", "Reuters"),
        (f"MOSCOW, October 19. /TASS/. {BODY}", "TASS"),
        (f"BEIJING, March 4 (Xinhua) -- {BODY}", "Xinhua"),
        (f"Damascus, SANA – {BODY}", "SANA"),
        (f"AFP - {BODY}", "AFP"),
        (f"Dam vote put off again by the council 3 May 2031. VELK (Reuters) - {BODY}", "Reuters"),
        (f"By Lena Orsay, Associated Press\n\n{BODY}", "Associated Press"),
        (f"By LENA ORSAY and JONAS PECK | Associated Press\n\n{BODY}", "Associated Press"),
        (f"By The Associated Press\n\n{BODY}", "Associated Press"),
        (f"Lena Orsay, Associated Press Writer\n\n{BODY}", "Associated Press"),
        (f"Agence France-Presse\n\n{BODY}", "AFP"),
        (f"Reuters Staff\n\n{BODY}", "Reuters"),
        (f"{BODY}\n\n(Reporting by Lena Orsay; Editing by Jonas Peck.)", "Reuters"),
        (
            f"{BODY}\n\nAdditional reporting by Lena Orsay in Velk; Writing by Ines Farrow; Editing by J. Peck",
            "Reuters",
        ),
        (f"{BODY}\n\n(Reporting by L. Orsay; Editing by J. Peck)\n\nThe Harrow Post added quotes.", "Reuters"),
        (f"{BODY}\n\nCopyright 2031 The Associated Press. All rights reserved.", "Associated Press"),
        (f"{BODY}\n\n© 2031 AFP", "AFP"),
        (f"{BODY}\n\nThis story was distributed by Tribune News Service.", "Tribune News Service"),
        (
            f"{BODY}\n\nThis article was first published by the Thomson Reuters Foundation.",
            "Thomson Reuters Foundation",
        ),
        (
            f"{BODY}\n\n(Reporting by L. Orsay; please credit the Thomson Reuters Foundation)",
            "Thomson Reuters Foundation",
        ),
        (
            f"{BODY}\n\nAssociated Press writers Lena Orsay and Jonas Peck contributed to this report.",
            "Associated Press",
        ),
        (f"{BODY}\n\nSource: Xinhua", "Xinhua"),
        (f"{BODY}\n\n(Reuters)", "Reuters"),
        (f"{BODY}\n\nAFP/AP", "AFP"),
        (f"{BODY} -AFP", "AFP"),
        (f"{BODY} (ANI)", "ANI"),
        (f"{BODY}\n\nTo contact the reporter on this story: Lena Orsay at lorsay@bloomberg.net", "Bloomberg"),
    ],
)
def test_a_credit_or_dateline_tells_the_agency(text, agency):
    assert found(text) == agency


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"He told the AP that the dam would hold. {BODY}",
        f"According to Reuters, the vote was put off. {BODY}",
        f"Voss waves as she leaves the hall. (AP Photo/Alex Moor)\n\n{BODY}",
        f"AFP PHOTO / Alex Moor\n\n{BODY}",
        f"Jonathan Moor/Reuters\n\n{BODY}",
        f"Evan Moor (AP)\n\n{BODY}",
        f"AP\n\n{BODY}",
        f"From the AP:\n\n{BODY}",
        f"Reuters: the council put off its vote for the third time this week, and the mayor was not amused.\n\n{BODY}",
        f"NATO (the alliance) — {BODY}",
        f"WASHINGTON — {BODY}",
        f"By Lena Orsay, Harrow Post\n\n{BODY}",
        f"{BODY}\n\nThe Associated Press contributed to this report.",
        f"{BODY}\n\nHarrow Post’s Lena Orsay and The Associated Press contributed to this report.",
        f"{BODY}\n\nContributing: Associated Press",
        f"{BODY}\n\nThis report contains material from the Associated Press.",
        f"{BODY}\n\nCopyright 2031 Harrow Post. The Associated Press contributed.",
        f"{BODY}\n\n© AFP/Getty Images",
        f"{BODY}\n\nPhoto editing by Ines Farrow. Editing by Jonas Peck. Copy editing by Lena Orsay.",
        f"{BODY}\n\nWith agencies",
        f"{BODY}\n\nCB/AA",
        f"{BODY}\n\nAA",
        f"{BODY} “I read it in Reuters.”",
        f"{MORE}\n\nVELK (AP) — {BODY}",
        "",
    ],
)
def test_a_mention_a_photograph_or_a_share_in_the_work_is_no_credit(text):
    assert found(text) is None


@pytest.mark.parametrize(
    ("outlet", "text"),
    [
        ("Reuters", f"LONDON (Reuters) - {BODY}"),
        ("reuters.com", f"LONDON (Reuters) - {BODY}"),
        ("uk.reuters.com", f"LONDON (Reuters) - {BODY}"),
        ("sana", f"Damascus, SANA – {BODY}"),
        ("TASS", f"MOSCOW, October 19. /TASS/. {BODY}"),
        ("AP Fact Check", f"WASHINGTON (AP) — {BODY}"),
        ("sputnik", f"MOSCOW, October 18 (RIA Novosti) – {BODY}"),
    ],
)
def test_an_agencys_copy_in_its_own_outlet_is_original(outlet, text):
    assert found(text, outlet=outlet) is None


def test_another_agencys_copy_in_an_agencys_outlet_is_agency_copy():
    assert found(f"DAMASCUS (AFP) - {BODY}", outlet="sana") == "AFP"
    assert found(f"HARRISBURG (AP) — {BODY}", outlet="Apple Valley News") == "Associated Press"


@pytest.mark.parametrize(
    ("author", "agency"),
    [
        ("Associated Press", "Associated Press"),
        ("By Reuters", "Reuters"),
        ("Reuters Staff", "Reuters"),
        ("Lena Orsay, Associated Press", "Associated Press"),
        ("Agence France Presse", "AFP"),
        ("Tiffany Ap, Brian Moor", None),
        ("Lena Orsay, Harrow Post", None),
        ("Harrow Staff, Lena Orsay, Associated Press, Jonas Peck", None),
        ("Lena Orsay", None),
        (None, None),
    ],
)
def test_a_byline_column_tells_where_it_names_an_agency_alone_or_after_one_person(author, agency):
    assert found(BODY, author=author) == agency


def test_what_the_input_says_is_taken_under_the_agencys_usual_name():
    assert found(BODY, outlet="Harrow Post", given="ap") == "Associated Press"
    assert found(BODY, outlet="Reuters", given="reuters") is None
    assert found(BODY, outlet="Harrow Post", given="Meridian Wire") == "Meridian Wire"
    assert found(BODY, outlet="Meridian Wire", given="Meridian Wire") is None


def test_the_list_of_agencies_is_sound():
    names = [agency.name for agency in agencies()]
    assert len(names) == len(set(names))
    assert [agency.name for agency in agencies() if not agency.credits or not agency.own] == []
    folded = [credit.casefold() for agency in agencies() for credit in {c.casefold() for c in agency.credits}]
    assert sorted(credit for credit in folded if folded.count(credit) > 1) == []
    assert [own for agency in agencies() for own in agency.own if own != own.casefold()] == []
    assert [agency.name for agency in agencies() if not agency.publishes(agency.own[0].upper())] == []
    assert named("the associated press").name == named("AP").name == "Associated Press"
    assert named("Harrow Post") is None


@pytest.mark.parametrize(
    "text", ["Aa " * 20000, "By Lena Orsay, " * 3000, "VELK, " * 5000, "(" * 30000, "Reuters " * 5000]
)
def test_hostile_text_takes_no_time(text):
    begin = time.perf_counter()
    found(text)
    found("\n".join([text[:400]] * 12))
    assert time.perf_counter() - begin < 1


def test_agency_copy_in_polnear_is_found(research_data):
    """Precision and recall against the agency its compilers recorded; a few articles carry no credit at all."""
    path = research_data / "gold" / "polnear.jsonl.gz"
    if not path.is_file():
        pytest.skip("PolNeAR is not among the research corpora")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    pairs = [(found(row["text"], outlet=row["outlet"]), row["meta"]["wire"]) for row in articles]
    right = sum(bool(told and gold) and told == named(gold).name for told, gold in pairs)
    assert right / sum(told is not None for told, _ in pairs) >= 0.99
    assert right / sum(gold is not None for _, gold in pairs) >= 0.93
