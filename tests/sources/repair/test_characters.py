"""Damaged and invisible characters, written-out line breaks, words divided at line ends."""

from __future__ import annotations

import pytest

from masthead.sources.repair.characters import composed, undamaged, without_invisible
from masthead.sources.repair.escapes import unescaped
from masthead.sources.repair.line_ends import rejoined
from masthead.sources.repair.text import repaired, repaired_field
from masthead.sources.rows import Span

PLAIN = "“The plan is vile,” said René Holm. It won’t pass – not for £5."


@pytest.mark.parametrize("misread", ["cp1252", "latin-1", "mac-roman", "cp437"])
def test_utf8_read_in_another_encoding_is_put_right(misread):
    data = PLAIN.encode()
    damaged = "".join(
        bytes([byte]).decode(misread) if misread != "cp1252" or byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte)
        for byte in data
    )
    assert undamaged(damaged) == PLAIN


def test_a_closing_mark_that_lost_its_last_byte_is_put_right():
    assert undamaged("â€œThe plan is vile,â€ said Ada Roth.") == "“The plan is vile,” said Ada Roth."


def test_windows_1252_read_as_latin_1_is_put_right():
    assert repaired("\x93Vile\x94 \x96 and worse").text == "“Vile” – and worse"


@pytest.mark.parametrize("text", [PLAIN, "Ça va, “Éric”?", "naïve café—“no”", "Ã is a letter", "Größe “Ä”", "β-Ä"])
def test_letters_with_accents_are_no_damage(text):
    assert undamaged(text) == text


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("mon\u00adstrous", "monstrous"),
        ("gov\u00ad\n  ernment", "government"),
        ("According\u200b to\ufeff her", "According to her"),
        ("\u200e“\u200eVile,\u200f” \u202bhe\u202c said\u2060", "“Vile,” he said"),
        ("👩\u200d👩 and a\u200db", "👩\u200d👩 and ab"),
    ],
)
def test_invisible_characters_are_taken_out(written, seen):
    assert without_invisible(written) == seen


def test_accents_are_put_on_their_letters():
    assert composed("naı\u0308ve cafe\u0301") == "naı̈ve café"
    assert composed("cafe\u0301") == "café"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"It was safe.\n\nThe deal passed.\nNobody knew.", "It was safe.\n\nThe deal passed.\nNobody knew."),
        (r"It was safe.\r\nThe deal \"passed\".", 'It was safe.\nThe deal "passed".'),
        (r"\u201cVile\u201d, he didn\'t say", "“Vile”, he didn't say"),
        (r"It wasn\xe2\x80\x99t \xa35", "It wasn’t £5"),
        (r"Look at \ud83d\ude00 \u2014 now", "Look at 😀 — now"),
        (r"<p>One<\/p>\n<p>Two<\/p>\nThree \"a\"", '<p>One</p>\n<p>Two</p>\nThree "a"'),
    ],
)
def test_a_dump_is_undone(written, meant):
    assert unescaped(written) == meant


@pytest.mark.parametrize(
    "text", [r"C:\new and D:\News", r"the gradient \nabla of it", r"a\b", "One.\nTwo.\nand \\n. Three", r"¯\_(ツ)_/¯"]
)
def test_a_backslash_alone_is_no_dump(text):
    assert unescaped(text) == text


@pytest.mark.parametrize(
    ("divided", "whole"),
    [
        ("The govern-\nment said so", "The government\nsaid so"),
        ("The govern-\r\nment, it said", "The government,\nit said"),
        ("A well-\nknown judge", "A well-known\njudge"),
        ("An Anglo-\nSaxon name", "An Anglo-Saxon\nname"),
        ("The ferry-\nman and the ferry-man", "The ferry-man\nand the ferry-man"),
        ("They cooper-\nate; co-\noperate, cooperate", "They cooperate;\ncooperate,\ncooperate"),
        ("two-\nand three-year terms", "two-\nand three-year terms"),
        ("It said -\nand left", "It said -\nand left"),
    ],
)
def test_words_divided_at_line_ends(divided, whole):
    assert rejoined(divided) == whole


def test_given_spans_move_with_the_text():
    found = repaired("Fer\u00adry fares\n\nThe ga\u00adte is shut.", [Span(0, 12, "title")])
    assert found.text == "Ferry fares\n\nThe gate is shut."
    assert found.spans == [(0, 11, "title")]
    assert found.kinds == ("invisible characters",)


def test_a_title_stays_on_its_line():
    assert repaired_field("Quill: &lsquo;vile&rsquo;<br>deal") == "Quill: ‘vile’ deal"
