"""Every word list that ships: complete headers, every category used, sorted, nothing listed twice, no dead terms."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from masthead.lexicons import BUNDLED, bundled_choices, bundled_lexicon, bundled_versions, load_lexicon
from masthead.lexicons.load import GROUP, KNOWN_KEYS
from masthead.text.tokens import cut_terms
from modes import hits_of

DATA = Path(str(resources.files("masthead.lexicons"))) / "data"
FILES = sorted(DATA.glob("*.tsv"))

# What tells two entries of a list apart beside the words: a cue may be verb and noun, a word stand in several classes.
LISTED_ONCE_PER = {"classes": ("category",), "cues": ("category", "frame"), "sources": ("frame",)}
MEASURED = [path for path in FILES if path.stem not in LISTED_ONCE_PER]

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def table(path):
    """The rows under the header as dicts, and the columns."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=False)) for line in lines[1:]], columns


def test_the_files_are_the_bundled_lexicons():
    assert sorted(path.stem for path in FILES) == sorted(BUNDLED)


@every_file
def test_the_header_is_complete(path):
    header = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    keys = [line[1:].split(":", 1)[0].strip() for line in header]
    lexicon = load_lexicon(path)

    assert sorted(key for key in keys if not key.startswith(GROUP)) == sorted(set(KNOWN_KEYS) - {"matching"})
    assert lexicon.name == path.stem
    assert lexicon.license == "Apache-2.0"
    assert all((lexicon.title, lexicon.source, lexicon.citation, lexicon.limits))


@every_file
def test_every_row_loads_and_every_category_is_used(path):
    lexicon = load_lexicon(path)
    rows, _ = table(path)

    assert len(lexicon.entries) == len(rows)
    assert sorted(lexicon.categories) == sorted({entry.category for entry in lexicon.entries})


@every_file
def test_rows_are_sorted_by_frame_category_and_term(path):
    keys = [(row.get("frame", ""), row["category"], row["term"].casefold()) for row in table(path)[0]]

    assert keys == sorted(keys)


@every_file
def test_text_is_plain_lines_without_stray_blanks(path):
    raw = path.read_text(encoding="utf-8")

    assert raw.endswith("\n")
    assert not raw.endswith("\n\n")
    assert "\r" not in raw
    assert [line for line in raw.splitlines() if line != line.rstrip()] == []
    assert [row["term"] for row in table(path)[0] if row["term"] != " ".join(row["term"].split())] == []


@every_file
def test_no_term_is_listed_twice(path):
    apart = LISTED_ONCE_PER.get(path.stem, ())
    keys = [(entry.term.casefold(), *(getattr(entry, name) for name in apart)) for entry in load_lexicon(path).entries]

    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@pytest.mark.parametrize("path", MEASURED, ids=lambda path: path.stem)
def test_no_surface_form_of_a_measured_list_belongs_to_two_entries(path):
    owner: dict[tuple[str, ...], str] = {}
    twice = [
        f"{' '.join(tokens)}: {owner[tokens]} and {entry.term}"
        for entry in load_lexicon(path).entries
        for tokens in {cut_terms([surface])[0].words for surface in entry.forms}
        if owner.setdefault(tokens, entry.where) != entry.where
    ]

    assert twice == []


@every_file
def test_every_form_survives_the_tokenizer(path):
    dead = [
        surface for entry in load_lexicon(path).entries for surface in entry.forms if not cut_terms([surface])[0].words
    ]

    assert dead == []


@every_file
def test_condition_words_are_single_tokens(path):
    split = [
        (entry.term, value)
        for entry in load_lexicon(path).entries
        for condition in entry.conditions
        for value in condition.values
        if len(cut_terms([value])[0].words) != 1 or (not value.isupper() and cut_terms([value])[0].words[0] != value)
    ]

    assert split == []


def loaded_terms(counter, sentence):
    return [hit["term"] for hit in hits_of(counter, sentence, "loaded")]


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("The city of Raqqa was liberated from the Islamic State.", ["liberate"]),
        ("Self-proclaimed fighters fled the so-called caliphate.", ["self-proclaimed", "so-called"]),
        ("The Assad regime called the jihadists terrorists.", ["regime", "jihadist", "terrorist"]),
        ("A pathetic defence of a lost cause.", ["pathetic", "lost cause"]),
        ("The ultra-conservative lawmaker slammed the bill.", ["ultra-conservative", "slam"]),
        ("The army neutralised 12 militants.", ["neutralize"]),
        ("The ruling is an utterly shameful travesty of justice.", ["utterly", "shameful", "travesty of justice"]),
        ("Every single lawmaker knows it.", ["every single"]),
    ],
)
def test_loaded_terms_in_their_loaded_sense(counter, sentence, terms):
    assert loaded_terms(counter, sentence) == terms


@pytest.mark.parametrize(
    "sentence",
    [
        "She slammed the door and the car slammed into a wall.",
        "A bomb blast at a market killed 12 people.",
        "The patient had a radical mastectomy.",
        "The treaty creates an inspections regime and a sanctions regime.",
        "Anti-terrorist police searched the flat.",
        "The Communist Party of China met on Tuesday.",
        "Brent crude settled at $80 a barrel.",
        "He is supposed to testify, and the hearing would be public.",
        "The puppet show delighted children.",
        "The wildfire raged for two days.",
        "The National Liberation Army attacked a pipeline.",
        "An explosive device was found under a car.",
        "Toxic waste was found near the river.",
        "The Patriot missile battery was moved to Poland.",
        "The suspect was charged with reckless driving.",
        "Water neutralised the acid.",
        "The officer involved in the crash was named.",
    ],
)
def test_plain_senses_are_switched_off_by_their_context(counter, sentence):
    assert loaded_terms(counter, sentence) == []


def test_versions_are_those_of_the_parsed_lists():
    parsed = {name: f"{bundled_lexicon(name).version} {bundled_lexicon(name).sha256}" for name in BUNDLED}
    assert bundled_versions() == parsed | {f"choices/{choice.topic}": choice.sha256 for choice in bundled_choices()}
