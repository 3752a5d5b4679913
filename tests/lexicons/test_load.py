"""The loader of word lists: what a file says becomes an entry, and every mistake is named with its path and line."""

from __future__ import annotations

import hashlib

import pytest

from masthead.errors import UnreadableInput, UsageError
from masthead.lexicons import Condition, Entry, load_lexicon
from masthead.lexicons.entries import inflected
from masthead.lexicons.load import parse_conditions, parse_entry

REQUIRED = {"name": "mine", "version": "3", "license": "CC0", "source": "us", "citation": "Doe (2020)"}
HEADER_FIX = (
    "Start the file with one line each: `# name: my_list`, `# version: 1`, `# license: private`, `# source: me`, "
    "`# citation: none`; then a line `term` and one term per line, or more columns separated by tabs."
)
COLUMNS = "term\tcategory\tcanonical\tweight\tinflect\tforms\tcontext\tframe\tnote"


def header(**changed):
    """Header lines; a key set to None is left out."""
    keys = {**REQUIRED, **changed}
    return [f"# {key}: {value}" for key, value in keys.items() if value is not None]


def only(place, *values):
    return Condition(wanted=True, place=place, values=frozenset(values))


def unless(place, *values):
    return Condition(wanted=False, place=place, values=frozenset(values))


@pytest.fixture
def write(tmp_path):
    def written(*lines, encoding="utf-8"):
        path = tmp_path / "mine.tsv"
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return written


def message(path, kind=UsageError):
    """The whole text of the error that loading ``path`` raises, with the path itself as PATH."""
    with pytest.raises(kind) as caught:
        load_lexicon(path)
    return str(caught.value).replace(str(path), "PATH")


def entries_of(path):
    return load_lexicon(path).entries


def test_a_list_of_terms_needs_nothing_but_the_column_term(write):
    path = write(*header(), "term", "bad", "far right")

    assert entries_of(path) == (
        Entry("bad", "mine", "bad", 1.0, ("bad",), (), "", f"{path}:7"),
        Entry("far right", "mine", "far right", 1.0, ("far right",), (), "", f"{path}:8"),
    )


def test_every_column_reaches_its_field(write):
    row = "slam\temotive\tattack\t0.5\tv\tslam-dunk|slammer\tunless next:Door|brakes; only is:CAP\tbare\tof headlines"
    path = write(*header(), COLUMNS, row)

    assert entries_of(path) == (
        Entry(
            term="slam",
            category="emotive",
            canonical="attack",
            weight=0.5,
            forms=("slam", "slams", "slammed", "slamming", "slam-dunk", "slammer"),
            conditions=(
                unless("next", "door", "brakes"),
                only("is", "CAP"),
            ),
            note="of headlines",
            where=f"{path}:7",
            frame="bare",
        ),
    )


def test_columns_come_in_any_order_and_trailing_cells_may_be_missing(write):
    path = write(*header(), "note\tterm\tweight", "why\tbad\t0.25", "\tworse", " spaced \t worst \t 1 ")

    assert [(entry.note, entry.term, entry.weight) for entry in entries_of(path)] == [
        ("why", "bad", 0.25),
        ("", "worse", 1.0),
        ("spaced", "worst", 1.0),
    ]


def test_the_header_becomes_the_provenance(write):
    path = write(
        *header(title="My words", limits="few words", categories="b a"), "term\tcategory", "bad\ta", "worse\tb"
    )
    lexicon = load_lexicon(path)

    assert (lexicon.name, lexicon.version, lexicon.license, lexicon.source) == ("mine", "3", "CC0", "us")
    assert (lexicon.citation, lexicon.title, lexicon.limits) == ("Doe (2020)", "My words", "few words")
    assert lexicon.categories == ("b", "a")
    assert lexicon.path == str(path)
    assert lexicon.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_the_header_does_not_say_has_a_default(write):
    lexicon = load_lexicon(write(*header(), "term\tcategory", "bad\tz", "worse\ta", "worst\tz", "best"))

    assert (lexicon.title, lexicon.limits, lexicon.categories) == ("mine", "", ("z", "a", "mine"))


def test_header_keys_fold_their_case_and_a_colon_may_stand_in_the_value(write):
    lexicon = load_lexicon(write(*header(citation=None), "#Citation :Doe: Words: 2020", "term", "bad"))

    assert lexicon.citation == "Doe: Words: 2020"


def test_comments_and_blank_lines_are_skipped_but_counted(write):
    path = write("# a remark", *header(), "", "term", "# note: below the header anything goes", "bad", "", "worse")

    assert [(entry.term, entry.where) for entry in entries_of(path)] == [("bad", f"{path}:10"), ("worse", f"{path}:12")]


def test_a_byte_order_mark_and_windows_line_ends_are_read(write):
    path = write("\r\n".join([*header(), "term", "naïve", ""]), encoding="utf-8-sig")

    assert [entry.forms for entry in entries_of(path)] == [("naïve",)]


@pytest.mark.parametrize(("cell", "weight"), [("", 1.0), ("0", 0.0), ("1", 1.0), ("0.35", 0.35), ("1e-1", 0.1)])
def test_weights(cell, weight):
    assert parse_entry({"term": "bad", "weight": cell}, where="here", category="mine").weight == weight


@pytest.mark.parametrize(
    ("how", "forms", "surface"),
    [
        ("", "", ("retake",)),
        ("", "retook|retaken", ("retake", "retook", "retaken")),
        ("v", "retook| retaken |", ("retake", "retakes", "retaked", "retaking", "retook", "retaken")),
        ("v", "retakes", ("retake", "retakes", "retaked", "retaking")),
        ("n", "", ("retake", "retakes")),
        ("=", "retook|retaken|retook", ("retook", "retaken")),
    ],
)
def test_forms_follow_the_regular_ones_and_an_equals_sign_leaves_only_them(how, forms, surface):
    row = {"term": "retake", "inflect": how, "forms": forms}

    assert parse_entry(row, where="here", category="mine").forms == surface


@pytest.mark.parametrize(
    ("cell", "conditions"),
    [
        ("", ()),
        (" ; ", ()),
        ("unless next:door", (unless("next", "door"),)),
        ("only  prev:The | A", (only("prev", "the", "a"),)),
        ("only near:CAP|Gun", (only("near", "CAP", "gun"),)),
        (
            "unless is:START;unless next:NUM;",
            (unless("is", "START"), unless("next", "NUM")),
        ),
        ("only prev:I", (only("prev", "i"),)),
        ("unless next:UPPER|LOWER|END|NEG", (unless("next", "UPPER", "LOWER", "END", "NEG"),)),
    ],
)
def test_conditions(cell, conditions):
    assert parse_conditions(cell, where="here") == conditions


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("attack", ("attack", "attacks", "attacked", "attacking")),
        ("slam", ("slam", "slams", "slammed", "slamming")),
        ("liberate", ("liberate", "liberates", "liberated", "liberating")),
        ("crush", ("crush", "crushes", "crushed", "crushing")),
        ("vex", ("vex", "vexes", "vexed", "vexing")),
        ("bury", ("bury", "buries", "buried", "burying")),
        ("destroy", ("destroy", "destroys", "destroyed", "destroying")),
        ("veto", ("veto", "vetoes", "vetoed", "vetoing")),
        ("lie", ("lie", "lies", "lied", "lying")),
        ("flee", ("flee", "flees", "fleed", "fleeing")),
        ("label", ("label", "labels", "labelled", "labelling", "labeled", "labeling")),
        ("reveal", ("reveal", "reveals", "revealed", "revealing")),
        ("hit", ("hit", "hits", "hitted", "hitting")),
        ("claw back", ("claw back", "claws back", "clawed back", "clawing back")),
        ("seem", ("seem", "seems", "seemed", "seeming")),
    ],
)
def test_a_verb_is_inflected_on_its_first_word(term, forms):
    assert inflected(term, "v") == forms


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("regime", ("regime", "regimes")),
        ("thug", ("thug", "thugs")),
        ("crisis", ("crisis", "crisises")),
        ("bush", ("bush", "bushes")),
        ("country", ("country", "countries")),
        ("ally", ("ally", "allies")),
        ("boy", ("boy", "boys")),
        ("lost cause", ("lost cause", "lost causes")),
    ],
)
def test_a_noun_is_inflected_on_its_last_word(term, forms):
    assert inflected(term, "n") == forms


@pytest.mark.parametrize("how", ["", "="])
def test_without_inflection_a_term_stands_as_it_is(how):
    assert inflected("slam down", how) == ("slam down",)


def test_a_file_that_is_not_there(tmp_path):
    path = tmp_path / "none.tsv"

    assert message(path, UnreadableInput) == (
        "PATH: the lexicon cannot be read: [Errno 2] No such file or directory: 'PATH'"
    )


def test_a_file_in_another_encoding(write):
    path = write(*header(), "term", "naïve", encoding="latin-1")
    at = path.read_bytes().index(b"\xef")

    assert message(path, UnreadableInput) == (
        f"PATH: the lexicon cannot be read: 'utf-8' codec can't decode byte 0xef in position {at}: invalid continuation byte"
    )


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            ["# licence: CC0", *header(), "term", "bad"],
            "PATH:1: unknown header key 'licence'. Did you mean 'license'?",
        ),
        (["# zzz: 1", *header(), "term", "bad"], "PATH:1: unknown header key 'zzz'."),
        (
            ["# name: mine", "term", "bad"],
            f"PATH: the lexicon's header lacks version, license, source, citation\n{HEADER_FIX}",
        ),
        (
            [*header(source=""), "term", "bad"],
            f"PATH: the lexicon's header lacks source\n{HEADER_FIX}",
        ),
        (
            ["term", "bad", *header()],
            f"PATH: the lexicon's header lacks name, version, license, source, citation\n{HEADER_FIX}",
        ),
        (
            [*header(name="My words"), "term", "bad"],
            "PATH: the name 'My words' is not usable\nUse lower-case letters, digits and underscores.",
        ),
        ([*header()], "PATH: the lexicon has no entries"),
        ([*header(), "term", "# bad"], "PATH: the lexicon has no entries"),
        (
            [*header(), "term\twieght", "bad\t1"],
            "PATH:6: unknown column 'wieght'. Did you mean 'weight'?\n"
            "The first line after the header names the columns, tabs between them: "
            "term category canonical weight score inflect forms context frame reports note.",
        ),
        ([*header(), "category\tweight", "a\t1"], "PATH:6: no column `term`"),
        (
            [*header(), "term\tweight\tscore", "bad\t1\t2"],
            "PATH:6: a list has weights or scores, not both\nLeave out the column `weight`.",
        ),
        ([*header(), "term\tscore", "bad\t-2.5", "worse\tmany"], "PATH:8: score 'many' is not a number"),
        ([*header(), "term\tscore", "bad\t"], "PATH:7: score '' is not a number"),
        (
            [*header(), "term\tinflect", "grum*\tv"],
            "PATH:7: 'grum*' has wildcards and inflect v\nLeave `inflect` empty.",
        ),
        (
            [*header(), "term\tcontext", "bad\tunless next:door*"],
            "PATH:7: a wildcard in the context 'unless next:door*'\nList the words themselves.",
        ),
        (
            [*header(matching="all"), "term", "bad"],
            "PATH: matching is 'all'\nWrite one of: together, by category.",
        ),
        ([*header(), "term\tweight", "bad\t1\tv"], "PATH:7: 3 fields where the columns are 2"),
        ([*header(), "term\tweight", "bad\t1", "\t1"], "PATH:8: an entry without a term"),
        (
            [*header(), "", "term\tinflect", "bad\tverb"],
            "PATH:8: inflect is 'verb'\nUse v, n, = or leave it empty.",
        ),
        ([*header(), "term\tweight", "bad\t1.1"], "PATH:7: weight '1.1' is not a number from 0 to 1"),
        ([*header(), "term\tweight", "bad\t-0.1"], "PATH:7: weight '-0.1' is not a number from 0 to 1"),
        ([*header(), "term\tweight", "bad\t0,5"], "PATH:7: weight '0,5' is not a number from 0 to 1"),
        ([*header(), "term\tweight", "bad\tnan"], "PATH:7: weight 'nan' is not a number from 0 to 1"),
        (
            [*header(categories="label emotive"), "term\tcategory", "bad\tlabel", "slam\temotiv"],
            "PATH:9: category 'emotiv' is not declared. Did you mean 'emotive'?\n"
            "Declare it in the header line `# categories:`.",
        ),
        (
            [*header(categories="label"), "term", "bad"],
            "PATH:8: category 'mine' is not declared.\nDeclare it in the header line `# categories:`.",
        ),
        *(
            (
                [*header(), "term\tcontext", f"bad\t{context}"],
                f"PATH:7: the context {part!r} is not understood\n"
                "Write `unless` or `only`, one of prev, next, near, is, a colon, then words with | between them.",
            )
            for context, part in [
                ("when next:door", "when next:door"),
                ("unless after:door", "unless after:door"),
                ("unless next: door; only next:", "only next:"),
                ("door", "door"),
            ]
        ),
        (
            [*header(), "term\tcontext", "bad\tunless next:door|VERB|ADJ"],
            "PATH:7: unknown shape 'ADJ' in a context; shapes are CAP, END, LOWER, NEG, NUM, SCORE, START, UPPER",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_and_its_remedy(write, lines, text):
    assert message(write(*lines)) == text


def test_an_entry_without_forms_could_never_match() -> None:
    with pytest.raises(UsageError) as caught:
        parse_entry({"term": "slam", "inflect": "="}, where="my.tsv:9", category="loaded")
    assert str(caught.value) == "my.tsv:9: 'slam' has inflect = and no forms, so it can never match"


def test_words_of_the_header_stand_for_themselves_in_a_context(write) -> None:
    lines = [*header(), "# @sport: Keeper wicket", "term\tcontext", "crush\tunless near:@sport|garlic"]
    (entry,) = load_lexicon(write(*lines)).entries
    assert entry.conditions == (unless("near", "keeper", "wicket", "garlic"),)


def test_words_that_no_header_has_are_named(write) -> None:
    lines = [*header(), "# @sport: keeper", "term\tcontext", "crush\tunless near:@sprot"]
    assert message(write(*lines)) == (
        "PATH:8: no words @sprot for a context. Did you mean '@sport'?\nList them in a header line `# @sprot:`."
    )


def test_an_empty_word_in_a_context_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        parse_conditions("unless next:a| ", where="my.tsv:9")
    assert str(caught.value) == "my.tsv:9: an empty word in the context 'unless next:a|'"
