import random
import re
import time
from itertools import pairwise

import pyarrow as pa
import pytest

from masthead.sources.furniture import rules as furniture
from masthead.sources.furniture.declared import rules
from masthead.sources.furniture.marking import Column, mark_texts
from masthead.sources.texts import Texts

LONG = (
    "The council met for the third time this week and again put off the vote on the river dam until the autumn session."
)


def mark(text, title=None, outlet="Harrow Post"):
    return mark_texts([Column(Texts(pa.array([text], pa.large_string())), [title], [outlet], {})])[0].get(0, [])


def found(text, title=None, outlet="Harrow Post"):
    return [(span.kind, text[span.start : span.end]) for span in mark(text, title, outlet)]


def seconds(text):
    begin = time.perf_counter()
    mark(text)
    return time.perf_counter() - begin


def fires(rule, example):
    pattern = re.compile(rule.anchored)
    if rule.scope in ("tail", "line_end", "suffix"):
        return pattern.search(example) is not None
    return pattern.match(example) is not None


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_each_rule_fires_and_spares_as_its_examples_say(rule):
    assert rule.scope in (
        "head",
        "head_after",
        "line",
        "line_end",
        "suffix",
        "caption",
        "list",
        "foot",
        "end",
        "prefix",
        "tail",
    )
    assert rule.fires
    assert rule.spares
    assert [example for example in rule.fires if not fires(rule, example)] == []
    assert [example for example in rule.spares if fires(rule, example)] == []


def test_a_scraped_page_keeps_its_reporting_only():
    text = (
        '" />\nPublished On: Tue, Mar 4th, 2031\n\nOrvane and Velk retaken by Kestrian Army\n\n'
        f"harrowpost : {LONG}\n\n"
        f"Kestrian Army_Orvane_archivesTwo days ago {LONG}\n\n"
        f"Orvane Square_KHG_Mar 3, 2031HGF fighters met. {LONG}\n\n"
        "KL/M – harrowpost 04.03.2031\n\n"
        "About the Author\n\n- harrowpost is a daily. It is free.\n\nLeave a comment\n\nXHTML: You can use these tags"
    )
    assert found(text, title="Orvane and Velk retaken by Kestrian Army") == [
        ("markup", '" />'),
        ("published", "Published On: Tue, Mar 4th, 2031"),
        ("title", "Orvane and Velk retaken by Kestrian Army"),
        ("lead", "harrowpost :"),
        ("caption", "Kestrian Army_Orvane_archives"),
        ("caption", "Orvane Square_KHG_Mar 3, 2031"),
        ("sign_off", "KL/M – harrowpost 04.03.2031"),
        ("about_author", text[text.index("About the Author") :]),
    ]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (f"RAQQA, Syria (Reuters) - {LONG}", [("agency", "RAQQA, Syria (Reuters) -")]),
        (f"(CNN)Hillary was there. {LONG}", [("agency", "(CNN)")]),
        (f"TEAL GORGE, May 3 (Meridian Wire) - {LONG}", [("agency", "TEAL GORGE, May 3 (Meridian Wire) -")]),
        (f"WASHINGTON — {LONG}", [("dateline", "WASHINGTON —")]),
        (f"By Lena Orsay\n\nVELK, Kestria – {LONG}", [("byline", "By Lena Orsay"), ("dateline", "VELK, Kestria –")]),
        (f"Harrow Post - {LONG}", [("lead", "Harrow Post -")]),
        (f"{LONG}\n\nHarrow Post", [("lead", "Harrow Post")]),
        (f"{LONG}\n\nStory Continued Below\n\n{LONG}", [("advertisement", "Story Continued Below")]),
        (f"{LONG} (Reporting by Lena Orsay)", [("contributors", "(Reporting by Lena Orsay)")]),
    ],
)
def test_datelines_bylines_and_boxes(text, spans):
    assert found(text) == spans


def test_a_date_and_the_title_run_into_the_text():
    text = "Sun 16 Apr 2031 Death toll from Orvane bomb attack at least 112. The death toll rose on Sunday."
    assert found(text, title="Death toll from Orvane bomb attack at least 112") == [
        ("date", "Sun 16 Apr 2031"),
        ("title", "Death toll from Orvane bomb attack at least 112."),
    ]


@pytest.mark.parametrize("written", ["“Velk” retaken by army", "'Velk' retaken by army", "«Velk» retaken by army"])
def test_a_title_is_known_by_its_words_whatever_its_quotation_marks(written):
    assert found(f"{written}\n\n{LONG}", title='"Velk" retaken by army') == [("title", written)]


def test_a_title_that_its_outlet_ends_is_known_without_it():
    assert found(f"Velk retaken by army\n\n{LONG}", title="Velk retaken by army | Harrow Post") == [
        ("title", "Velk retaken by army")
    ]


def test_what_a_caption_goes_on_to_report_stays():
    shown, told = "Two boats at the quay of Velk, May 3, 2031.", "The storm of Sunday has closed the port for a week."
    credit = "(Meridian Wire/Ines Farrow)"
    assert found(f"{LONG}\n\n{shown} {told} {credit}\n\n{LONG}") == [("caption", shown), ("caption", credit)]
    assert found(f"{LONG}\n\n{shown} {credit}\n\n{LONG}") == [("caption", f"{shown} {credit}")]


def test_headlines_go_with_the_label_of_their_list_and_reporting_does_not():
    text = f"{LONG}\n\nLatest News\nArmy leaves Velk\nWho pays for the dam?\n{LONG}\n\nArmy leaves Velk"
    assert found(text) == [
        ("related", "Latest News"),
        ("related", "Army leaves Velk"),
        ("related", "Who pays for the dam?"),
    ]


def test_what_follows_furniture_at_the_head_is_at_the_head_too():
    text = f"FILE PHOTO: The quay of Velk, May 3, 2031. REUTERS/Ines Farrow\nBy Lena Orsay\nVELK (Reuters) - {LONG}"
    assert [kind for kind, _ in found(text)] == ["caption", "byline", "agency"]


@pytest.mark.parametrize(
    "text",
    [
        "Orvane fell on Tuesday after a siege.",
        "Orvane fell",
        "May 30, 2031 was a Tuesday.",
        "NATO – the alliance that Kestria left in 2020 – said no.",
        'The man said: "Share this story on Facebook," and left.',
        "“Read more,” she said.",
        "Comments were closed by noon.",
    ],
)
def test_reporting_is_left_alone(text):
    assert found(f"{text} {LONG}", title="Orvane fell") == []


def test_an_author_box_at_the_head_does_not_take_the_article_with_it():
    assert found(f"About the Author\n\n{LONG}\n\n{LONG}") == [("about_author", "About the Author")]


def test_a_comment_box_early_in_a_text_takes_only_its_own_line():
    assert found(f"{LONG}\n\nLeave a comment\n\n{LONG}\n\n{LONG}") == [("comments", "Leave a comment")]


def test_spans_are_disjoint_and_in_order_whatever_the_text():
    text = "\n".join(example for rule in rules() for example in (*rule.fires, *rule.spares))
    spans = mark(text, title="Share this")
    assert all(span.start < span.end <= len(text) for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))


@pytest.mark.parametrize("text", ["_a" * 5000, "(" * 20_000, "A" * 200_000, "By " * 5000, " \n" * 20_000])
def test_long_lines_are_quick(text):
    assert seconds(text) < 1


def test_no_mixture_of_the_examples_is_slow():
    words = sorted({word for rule in rules() for example in (*rule.fires, *rule.spares) for word in example.split()})
    chosen = random.Random(0)
    for _ in range(600):
        unit = "".join(chosen.choice(words) + chosen.choice(["", " ", ", ", ". "]) for _ in range(chosen.randint(1, 4)))
        line = (unit * 200)[:440]
        assert seconds(f"{line}\n{LONG}\n{line}") < 1, unit


def test_the_date_of_a_published_line():
    assert furniture.published("x\nPublished On: Thu, Oct 19th, 2031\n\nText") == "Thu, Oct 19th, 2031"
    assert furniture.published("Text only") is None


@pytest.mark.parametrize("line", ["Reuters/" + "Aand" * 60 + "!!!!x", "Reuters" + "/AP" * 100 + "!!!!x"])
def test_no_line_makes_a_rule_backtrack(line):
    began = time.perf_counter()
    mark("Some prose stands here.\n" * 3 + line, outlet="")
    assert time.perf_counter() - began < 5
