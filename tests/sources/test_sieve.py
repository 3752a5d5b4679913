import re

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masthead.sources.agencies.credits import needed, shape
from masthead.sources.furniture.declared import rules
from masthead.sources.openings import opening, prefixes, widest
from masthead.sources.sieve import line_sieve, matches, sieve, superset

ODD = re.compile("[İı]")
ANCHORED = ("datelines", "leads", "bylines", "foot", "openings")


def passes(pattern, texts):
    return matches(pa.array(texts, pa.large_string()), pattern).to_pylist()


def rule_sieve(rule):
    return sieve(rule.pattern) if rule.scope in ("line_end", "suffix", "tail") else line_sieve([rule.anchored])


@pytest.mark.parametrize(
    ("pattern", "weaker"),
    [
        (r"a\b(?=x)b", "ab"),
        (r"(?<=[(\]])(?!a(b)c)d", "d"),
        (r"(?P<day>\d{1,2})", r"(?:[\d\x{80}-\x{10FFFF}]{1,2})"),
        (r"(?>a*+)++b?+", "(?:a*)+b?"),
        (r"[^\s\]]{0,400}", r"[^\s\]]*"),
        (r"x{1,80}?y{60}", r"x+?y{3,}"),
        (r"(?i:by) (a)", "(?i:by) (?:a)"),
        (r"[\w.]", r"[\w\x{80}-\x{10FFFF}.]"),
        (r"\(\.", r"\(\."),
    ],
)
def test_a_sieve_is_the_pattern_without_what_re2_does_not_know(pattern, weaker):
    assert superset(pattern) == weaker


def test_the_end_of_a_line_may_have_white_space_after_it():
    assert passes(line_sieve([r"(?:photo)\Z"]), ["photo", "photo \n\n", " photo\u00a0\n", "photos", "a photo"]) == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_examples_of_a_rule_pass_its_sieve(rule):
    assert all(passes(rule_sieve(rule), list(rule.fires)))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
@settings(max_examples=6, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_rule_matches_passes_its_sieve(rule, data):
    text = data.draw(st.from_regex(re.compile(rule.anchored)))
    pattern = re.compile(rule.anchored)
    match = pattern.search(text) if rule.scope in ("line_end", "suffix", "tail") else pattern.match(text)
    if match is None or ODD.search(text):
        return
    assert passes(rule_sieve(rule), [text]) == [True]
    if rule.needs is not None:
        assert passes(sieve(rule.needs), [text]) == [True]
    assert match.end() - match.start() <= widest(rule.anchored)
    if rule.scope not in ("line_end", "suffix", "tail"):
        letters = opening(text)
        assert letters is None or letters.startswith(tuple(prefixes(rule.anchored)))


@pytest.mark.parametrize("name", ANCHORED)
@settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_an_agency_is_credited_by_passes_its_sieve(name, data):
    text = data.draw(st.from_regex(re.compile(shape(name))))
    if re.match(shape(name), text) and not ODD.search(text):
        assert passes(line_sieve([shape(name)]), [text]) == [True]


@pytest.mark.parametrize("name", ["run_on", "request", "contact"])
@settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_names_an_agency_anywhere_has_what_its_shape_needs(name, data):
    text = data.draw(st.from_regex(re.compile(shape(name))))
    if re.search(shape(name), text) and not ODD.search(text):
        assert passes(sieve(needed(name)), [text]) == [True]


def test_a_desk_line_has_what_it_needs():
    lines = ["(Reporting by Lena Orsay; Editing by Jonas Peck)", "(writing by Lena Orsay)", "He was writing to them."]
    assert passes(sieve(needed("desk")), lines) == [True, True, False]
