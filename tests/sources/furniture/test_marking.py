import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from masthead.sources.furniture import marking
from masthead.sources.furniture.declared import rules
from masthead.sources.furniture.marking import Column, mark_texts
from masthead.sources.texts import Texts

TITLE, OUTLET = "Orvane and Velk retaken by Kestrian Army", "Harrow Post"
QUOTED = "'Velk' retaken by Kestrian Army"
LONG = (
    "The council met for the third time this week and again put off the vote on the river dam until the autumn session."
)
EXAMPLES = [example.strip() for rule in rules() for example in (*rule.fires, *rule.spares)]
LINES = st.sampled_from([
    *EXAMPLES, LONG, f"{LONG} {LONG} {LONG} {LONG}", TITLE, TITLE.upper(), OUTLET, "harrow post", f"{OUTLET} : {LONG}",
    "", "Zürich — “So”", QUOTED.replace("'", '"'), "“Velk” retaken by Kestrian Army", "Facebook’s İ share",
    f"{LONG} (Reporting by Lena Orsay; Editing by Jonas Peck)", "ı",
])  # fmt: skip
TEXT = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", " ", "\u00a0\n", ""])), max_size=14).map(
    lambda parts: "".join(line + end for line, end in parts)
)
TITLES = st.sampled_from([TITLE, "", "Ünder", "By", None, f" {TITLE} ", QUOTED, f"{TITLE} - {OUTLET}"])
OUTLETS = st.sampled_from([OUTLET, "Zürich", "X", "İ", ""])


def marked(texts, titles, outlets):
    return mark_texts([Column(Texts(pa.array(texts, pa.large_string())), titles, outlets, {})])[0]


def unsieved(texts, titles, outlets):
    """What is marked where every head, line and tail is looked at."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(marking, "odd_rows", lambda texts: list(range(len(texts))))
        return marked(texts, titles, outlets)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXT, TITLES, OUTLETS), min_size=1, max_size=4))
@example([(f'{OUTLET} : {LONG}\nRelated Articles\n" />\n', TITLE, OUTLET)])  # prose but for the lead-in
def test_sieves_pass_over_nothing_that_is_marked(articles):
    columns = [list(column) for column in zip(*articles, strict=True)]
    assert marked(*columns) == unsieved(*columns)


def test_sieves_pass_over_no_example_of_a_rule():
    texts = [
        text for example in EXAMPLES for text in (example, f"{LONG}\n\n{example}", f"{LONG} {LONG}\n{example}\nEnd")
    ]
    titles, outlets = [TITLE] * len(texts), [OUTLET] * len(texts)
    assert marked(texts, titles, outlets) == unsieved(texts, titles, outlets)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.tuples(TEXT, TITLES, OUTLETS), min_size=1, max_size=3), max_size=3))
def test_columns_are_marked_together_as_each_is_alone(columns):
    given_columns = [
        Column(Texts(pa.array(texts, pa.large_string())), titles, outlets, {})
        for texts, titles, outlets in (zip(*articles, strict=True) for articles in columns)
    ]
    assert mark_texts(given_columns) == [mark_texts([column])[0] for column in given_columns]


def test_what_follows_a_line_that_ends_the_article_goes_with_it():
    text = f"{LONG} {LONG}\nShare this article\nAbout the Author\n\n- harrowpost is a daily.\nIt is free."
    [spans] = marked([text], [None], [OUTLET]).values()
    assert [(span.kind, text[span.start : span.end]) for span in spans] == [
        ("share", "Share this article"),
        ("about_author", "About the Author\n\n- harrowpost is a daily.\nIt is free."),
    ]


def test_there_may_be_nothing_to_mark():
    assert marked(["", LONG], [None, None], [OUTLET, OUTLET]) == {}


def test_what_is_before_the_beginning_of_a_text_is_not_marked():
    front = "---\ntitle: Share\n---\nShare this article\n"
    text = f"{front}{OUTLET} : {LONG}\n\nShare this article"
    texts = Texts(pa.array([text, text], pa.large_string()))
    found = mark_texts([Column(texts, [None, None], [OUTLET, OUTLET], {1: len(front)})])[0]
    share, last = text.index("Share this"), text.rindex("Share this")
    assert [(span.kind, span.start) for span in found[0]] == [("share", share), ("share", last)]
    assert [(span.kind, span.start) for span in found[1]] == [("lead", len(front)), ("share", last)]
