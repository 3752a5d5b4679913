"""Behavioural tests made of templates: what is filled in, what is changed, and when a case holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from masthead.errors import UnreadableInput
from masthead.evaluation.validity import Found, load_suite, samples
from masthead.evaluation.validity.changes import ADDED, CHANGES, SENTENCES, exchanged
from masthead.evaluation.validity.checks import (
    ALL,
    DIRECTIONAL,
    INVARIANCE,
    MINIMUM,
    Check,
    holds,
    kinds_of,
    read_checks,
    with_expected,
)
from masthead.evaluation.validity.running import measured
from masthead.evaluation.validity.templates import Filled, Mark, fill, fillings
from masthead.evaluation.validity.worst import worst
from masthead.storage import bundled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SHIPPED = bundled("benchmarks/cases/checklist.toml")
SLOTS = {
    "person": ({"name": "Ada Roth", "he": "she"}, {"name": "Lars Quill", "he": "he"}, {"name": "Bo Sand", "he": "he"}),
    "claim": ("it rained", "the bridge fell"),
}
TEMPLATE = "<{person}|source named> <said|cue> {claim}, and {person.he} left."


def test_a_template_is_filled_with_each_value_in_turn() -> None:
    made = [fill(TEMPLATE, SLOTS, number) for number in range(fillings(TEMPLATE, SLOTS, 10))]
    assert len(made) == 3
    assert sorted(each.text.partition(" said")[0] for each in made) == ["Ada Roth", "Bo Sand", "Lars Quill"]
    for each in made:
        name, pronoun = each.text.partition(" said")[0], "she" if "Ada" in each.text else "he"
        assert each.text in {f"{name} said {claim}, and {pronoun} left." for claim in SLOTS["claim"]}
        length = len(name)
        assert each.marks == (
            Mark(0, length, "source", None, frozenset({"named"})),
            Mark(length + 1, length + 5, "cue", None, frozenset()),
        )
        assert [piece.slot for piece in each.pieces] == ["person", "claim", "person"]
    assert fillings(TEMPLATE, SLOTS, 2) == 2
    assert fillings("It rained.", SLOTS, 10) == 1


def test_marks_may_stand_in_marks_and_values_may_have_slots() -> None:
    slots = {"verb": ("told {outlet}",), "outlet": ("the Harrow Post",), "what": ("it is <vile",)}
    made = fill('<"It is <vile|loaded quoted>,"|quote> Roth <{verb}|cue>.', slots, 0)
    assert made.text == '"It is vile," Roth told the Harrow Post.'
    assert [(made.text[mark.start : mark.end], mark.kind, mark.voice) for mark in made.marks] == [
        ('"It is vile,"', "quote", None),
        ("vile", "loaded", "quoted"),
        ("told the Harrow Post", "cue", None),
    ]
    assert fill("{^verb} it.", slots, 0).text == "Told the Harrow Post it."
    assert {fill("{claim} {claim#2}", SLOTS | {"claim": ("a", "b", "c")}, number).text for number in range(3)} == {
        "a b",
        "b c",
        "c a",
    }


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("<x|cause>", "there is no kind of hit 'cause'"),
        ("x|cue>", "a mark ends that did not begin"),
        ("<x", "a mark does not end"),
        ("{place}", "there is no slot 'place'"),
        ("{person.age}", "a value of the slot 'person' has no 'age'"),
    ],
)
def test_a_template_that_is_wrong_is_refused(template: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.partition("(")[0]):
        fill(template, SLOTS, 0)


def plain(text: str, *marks: Mark) -> Filled:
    return Filled(text, marks, ())


@pytest.mark.parametrize(
    ("name", "text", "changed"),
    [
        ("curly marks", '"Yes," she said, "it is."', "“Yes,” she said, “it is.”"),
        ("guillemets", 'He said ("no").', "He said («no»)."),
        ("guillemets with blanks", '"Yes."', "« Yes. »"),
        ("low and high marks", '"Yes."', "„Yes.“"),
        ("single curly marks", '"Yes."', "‘Yes.’"),
        ("LaTeX marks", '"Yes."', "``Yes.''"),
        ("curly apostrophes", "It's the towns' own.", "It’s the towns' own."),
        ("ellipsis in one", "Well...", "Well…"),
        ("no-break blanks", "a b", "a\u00a0b"),
        ("double blanks", 'One. Two." Three.', 'One.  Two."  Three.'),
        ("decomposed letters", "José", "Jose\u0301"),
        ("carriage returns", "a\nb", "a\r\nb"),
        ("blanks at line ends", "a\nb", "a \nb"),
        ("closed em dashes", "a — b", "a—b"),
    ],
)
def test_typography_is_changed_and_every_character_knows_where_it_was(name: str, text: str, changed: str) -> None:
    made = CHANGES[name](plain(text))
    assert made is not None
    assert made[0] == changed
    assert len(made[1]) == len(changed)
    assert all(
        text[origin] == new
        for new, origin in zip(changed, made[1], strict=True)
        if text[origin].isascii() and new.isalpha()
    )
    assert CHANGES[name](plain("plain")) is None


def test_what_is_added_comes_from_nowhere() -> None:
    text = "Roth said that it rained."
    for name in ("a sentence before", "a sentence after", "a paragraph before", "a paragraph after"):
        made = CHANGES[name](plain(text))
        assert made is not None
        assert made[0].replace("\n\n", " ").replace(text, "").strip() in SENTENCES
        assert "".join(new for new, origin in zip(*made, strict=True) if origin != ADDED) == text
    made = CHANGES["a day after the cue"](plain(text, Mark(5, 9, "cue", None, frozenset())))
    assert made is not None
    assert made[0] == "Roth said on Tuesday that it rained."
    before = fill("<{person}|source> <said|cue> it rained.", {"person": ("Ada Roth",)}, 0)
    made = CHANGES["an age after the name"](before)
    assert made is not None
    assert made[0] == "Ada Roth, 54, said it rained."
    assert (
        CHANGES["an age after the name"](fill("<{p.he}|source> <said|cue> it rained.", {"p": ({"he": "she"},)}, 0))
        is None
    )


def test_a_value_is_exchanged_everywhere_and_its_ends_come_from_the_ends_before() -> None:
    before = fill(TEMPLATE, SLOTS, 0)
    made = exchanged(TEMPLATE, SLOTS, 0, "person", before)
    assert made is not None
    old, new = before.text.partition(" said")[0], made[0].partition(" said")[0]
    assert new != old
    assert made[0].partition(" said")[2].split(", and")[0] == before.text.partition(" said")[2].split(", and")[0]
    assert (made[1][0], made[1][len(new) - 1]) == (0, len(old) - 1)
    assert exchanged("{claim}.", SLOTS, 0, "person", fill("{claim}.", SLOTS, 0)) is None


DECLARED = """
most = 2
exchange = ["person"]
[slots]
person = ["Ada Roth", "Lars Quill"]
[[tests]]
capability = "speech"
name = "said"
texts = ["<{person}|source> <said|cue> it was <vile|loaded attributed>."]
about = ["hedge"]
without = ["an age after the name"]
[[tests]]
capability = "hedging"
name = "a hedge put in"
pairs = [["It will rain.", "It <may|hedge own> rain."]]
"""


def written(path: Path, declared: str = DECLARED) -> Path:
    path.write_text(declared, encoding="utf-8")
    return path


def named(checks: Sequence[Check], kind: str) -> list[int]:
    return [number for number, check in enumerate(checks) if f"speech-{kind}" in check.flags]


def test_cases_are_the_filled_texts_the_changed_ones_and_the_pairs(tmp_path: Path) -> None:
    checks = read_checks(written(tmp_path / "c.toml"))
    flags = [flag for check in checks for flag in check.flags if flag != ALL]
    # Two fillings, each with blanks of two kinds, two sentences, two paragraphs and another name changed.
    assert {flag: flags.count(flag) for flag in flags} == {
        f"speech-{MINIMUM}": 2,
        f"speech-{INVARIANCE}": 14,
        f"hedging-{DIRECTIONAL}": 1,
    }
    assert len(checks) == len(flags) + 1  # the text before the pair's change is no case of its own
    assert len({check.id for check in checks}) == len(checks)


def test_a_case_holds_where_marks_and_hits_meet(tmp_path: Path) -> None:
    checks = read_checks(written(tmp_path / "c.toml"))
    check = checks[named(checks, MINIMUM)[0]]
    end = check.text.index(" said")
    hits = [
        Found(0, end, "source", "own", 0.0, "named"),
        Found(end, end + 5, "cue", "own", 0.0),  # with a blank: cues need only overlap
        Found(end + 13, end + 17, "loaded", "attributed", 0.8),
    ]
    assert holds(check, hits)
    assert holds(check, [*hits, Found(0, 1, "quote", "own", 0.0)])  # no kind that is compared
    assert not holds(check, hits[:2])
    assert not holds(check, [*hits[:2], hits[2]._replace(voice="own")])
    assert not holds(check, [hits[0]._replace(end=end + 5), *hits[1:]])
    assert not holds(check, [*hits, Found(0, 1, "hedge", "own", 0.0)])


def test_a_changed_text_must_have_the_hits_from_before_whatever_they_are(tmp_path: Path) -> None:
    checks = read_checks(written(tmp_path / "c.toml"))
    hits: list[list[Found]] = [[] for _ in checks]
    base = named(checks, MINIMUM)[0]
    hits[base] = [Found(0, checks[base].text.index(" said"), "scare_quote", "own", 0.3)]
    changed = [number for number in named(checks, INVARIANCE) if checks[number].base == base]
    expected = with_expected(checks, hits)
    for number in changed:
        text = re.sub(r"\s", " ", checks[number].text)
        start = min(text.index(name) for name in ("Ada", "Lars") if name in text)
        moved = Found(start, text.index(" said"), "scare_quote", "own", 0.3)
        assert holds(expected[number], [moved])
        assert not holds(expected[number], [moved._replace(end=moved.end - 5)])
        assert not holds(expected[number], [])
    alone = with_expected(checks, [[] for _ in checks])
    assert all(holds(alone[number], []) for number in changed)


def test_a_pair_is_wrong_where_either_text_is(tmp_path: Path) -> None:
    checks = read_checks(written(tmp_path / "c.toml"))
    hits: list[list[Found]] = [[] for _ in checks]
    may = [Found(3, 6, "hedge", "own", 0.9)]
    assert holds(with_expected(checks, hits)[-1], may)
    assert not holds(with_expected(checks, hits)[-1], [])
    hits[-2] = [Found(3, 7, "hedge", "own", 0.9)]
    assert not holds(with_expected(checks, hits)[-1], may)


def test_the_figure_is_the_share_of_cases_that_hold_and_failures_are_shown(tmp_path: Path) -> None:
    suite = load_suite(bundled("benchmarks/validity.toml"))
    task = next(task for task in suite.tasks if task.gold.flag == f"hedging-{DIRECTIONAL}")
    checks = with_expected(read := read_checks(written(tmp_path / "c.toml")), [[] for _ in read])
    right = [[] if check.base is None else [Found(3, 6, "hedge", "own", 0.9)] for check in checks]
    for hits, share in ((right, 1.0), ([[] for _ in checks], 0.0)):
        sample = samples(task, checks, hits)["right"]
        assert (sample.n, float(sample.value(np.ones((1, sample.groups)))[0])) == (1, share)
    (row,) = worst(task, checks, [[] for _ in checks], 5)
    assert (row["kind"], row["text"], row["document"]) == ("miss", "It may rain.", checks[-1].id)


def test_kinds_are_of_all_families_and_faint_words_are_none() -> None:
    hits = {
        "loaded": [[Found(0, 1, "label", "own", 0.5), Found(1, 2, "emotive", "own", 0.1)]],
        "hedging": [[Found(2, 3, "doxastic", "own", 0.5), Found(3, 4, "booster", "own", 0.5)]],
        "choices": [[Found(4, 5, "ruling_power", "own", 0.0, "regime", "regime")]],
        "style": [[Found(5, 6, "shouting", "own", 0.0)]],
    }
    assert [hit.category for hit in kinds_of(hits, 1)[0]] == ["loaded", "hedge", "booster", "choice"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("most = 2", "least = 2", "the templates cannot be read"),
        ("<said|cue>", "<said|cues>", "there is no kind of hit 'cues'"),
        ('without = ["an age after the name"]', 'without = ["a dance"]', "there is no change or kind of hit a dance"),
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = written(tmp_path / "c.toml", DECLARED.replace(old, new))
    with pytest.raises(UnreadableInput) as error:
        read_checks(path)
    assert error.value.what.startswith(said)
    assert error.value.where.startswith(str(path))


def test_the_shipped_templates_are_thousands_of_cases_and_each_is_in_a_task() -> None:
    suite = load_suite(bundled("benchmarks/validity.toml"))
    flags = {task.gold.flag for task in suite.tasks if task.unit == "check"}
    checks = read_checks(SHIPPED)
    assert sum(ALL in check.flags for check in checks) > 10_000
    assert {flag for check in checks for flag in check.flags} == flags


def test_neutral_sentences_have_no_hits() -> None:
    checks = [Check(text, None, text, id=text, kinds=frozenset(), marks=()) for text in SENTENCES]
    assert kinds_of(measured(checks, 1), len(checks)) == [[] for _ in checks]
