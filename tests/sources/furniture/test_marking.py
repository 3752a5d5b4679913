import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from masthead.sources.furniture import rules as furniture
from masthead.sources.furniture.declared import rules
from masthead.sources.furniture.marking import mark_texts
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


def plain(texts, titles, outlets):
    every = [
        furniture.mark(text, title=title, outlet=outlet)
        for text, title, outlet in zip(texts, titles, outlets, strict=True)
    ]
    return {row: spans for row, spans in enumerate(every) if spans}


def marked(texts, titles, outlets):
    found = mark_texts(Texts(pa.array(texts, pa.large_string())), titles, outlets)
    return {row: spans for row, spans in found.items() if spans}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXT, TITLES, OUTLETS), min_size=1, max_size=4))
@example([(f'{OUTLET} : {LONG}\nRelated Articles\n" />\n', TITLE, OUTLET)])  # prose but for the lead-in
def test_a_column_is_marked_as_each_of_its_texts_is(articles):
    columns = [list(column) for column in zip(*articles, strict=True)]
    assert marked(*columns) == plain(*columns)


def test_every_example_of_a_rule_is_marked_in_a_column_as_alone():
    texts = [
        text for example in EXAMPLES for text in (example, f"{LONG}\n\n{example}", f"{LONG} {LONG}\n{example}\nEnd")
    ]
    titles, outlets = [TITLE] * len(texts), [OUTLET] * len(texts)
    assert marked(texts, titles, outlets) == plain(texts, titles, outlets)


def test_what_follows_a_line_that_ends_the_article_goes_with_it():
    text = f"{LONG} {LONG}\nShare this article\nAbout the Author\n\n- harrowpost is a daily.\nIt is free."
    [spans] = marked([text], [None], [OUTLET]).values()
    assert [(span.kind, text[span.start : span.end]) for span in spans] == [
        ("share", "Share this article"),
        ("about_author", "About the Author\n\n- harrowpost is a daily.\nIt is free."),
    ]


def test_there_may_be_nothing_to_mark():
    assert marked(["", LONG], [None, None], [OUTLET, OUTLET]) == {}
