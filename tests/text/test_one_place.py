"""Every constant, list and condition of the text model stands in one place: what is changed there changes both modes.

A dozen of each are edited, all in one copy of the package, which then reads a short text for each edit, in Python mode
and as machine code. What a text shows ``before`` is what the package reads as it is; ``after`` is what its own edit makes
of it, for no other edit touches it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from filelock import FileLock

from edited_package import PACKAGE, answer, copy_package, printed, replaced
from masthead.features import Counter, MeasureOptions, load_instruments
from masthead.features.counting.articles import measure as measure_batch
from masthead.native import machine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from masthead.text.reading import Reading


class Edit(NamedTuple):
    """In a file of the package ``old`` becomes ``new``; then what is ``shown`` of a text is no longer the same."""

    file: str
    old: str
    new: str
    text: str
    shown: str
    before: Any
    after: Any


LIMITS, SETS = "text/limits.py", "text/word_sets.toml"
CLASSES, SOURCES = "lexicons/data/classes.tsv", "lexicons/data/sources.tsv"

# A table: what is edited, and what is read.
# fmt: off
CONSTANTS = (
    Edit(LIMITS, "SCARE_WORDS = 3\n", "SCARE_WORDS = 4\n",
         "They run a “so called free state” there.", "scare quotes", [], ["“so called free state”"]),
    Edit(LIMITS, 'NOT_SCARE = ".!?,"', 'NOT_SCARE = ".!?"',
         "The “safe, free” zone is gone.", "scare quotes", [], ["“safe, free”"]),
    Edit(LIMITS, "LONGEST_TITLE = 12", "LONGEST_TITLE = 4",
         "She wrote the novel “The Long Road Home Again” here.", "quotes", [], ["“The Long Road Home Again”"]),
    Edit(LIMITS, "WORK_REACH = 3", "WORK_REACH = 4",
         "It was the film of the year “The Long Bridge” again.", "quotes", ["“The Long Bridge”"], []),
    Edit(LIMITS, "MEMORY_REACH = 4", "MEMORY_REACH = 5",
         "Jane Hall left. It rained. It snowed. It rained. It snowed. She said the road was shut.",
         "names", [None], ["Jane Hall"]),
    Edit(LIMITS, "AGENT_REACH = 3", "AGENT_REACH = 1",
         "The plan was criticised on Monday by rivals for its cost.", "sources", ["party: rivals"], []),
    Edit(LIMITS, "OWNER_REACH = 4", "OWNER_REACH = 2",
         "Orr's previous harsh criticism of the plan was noted.", "sources", ["named: Orr"], []),
    Edit(LIMITS, "OBJECT_WORDS = 6", "OBJECT_WORDS = 2",
         "The mayor accused the old regime of theft.", "worded", ["of theft"], []),
    Edit(LIMITS, "MIN_TURNS = 2", "MIN_TURNS = 3",
         "HOLT: The dam is safe.\nORR: It is not.", "names", ["HOLT", "ORR"], []),
    Edit(LIMITS, 'CLOSERS = "\\"\'”’»›)]}“‘«‹″＂"', 'CLOSERS = "\\"\'”’»›]}“‘«‹″＂"',
         "It fell (again.) Nobody saw it.", "sentences", 2, 1),
    Edit(LIMITS, "LIST_REACH = 12", "LIST_REACH = 3",
         "Holt said the town needed a school, a large new public library and a bridge.", "contents",
         ["the town needed a school, a large new public library and a bridge"], ["the town needed a school"]),
    Edit(LIMITS, "APPOSITION = 28", "APPOSITION = 4",
         "Voss, the head of the northern army, said the road was shut.", "sources",
         ["named state: Voss, the head of the northern army"], []),
)

WORD_LISTS = (
    Edit(SETS, 'speech_verb = "said ', 'speech_verb = "quipped said ',
         "“Why now?” Prado quipped.", "sentences", 2, 1),
    Edit(SETS, 'contracted = "it ', 'contracted = "somebody it ',
         "Perhaps somebody's left.", "forms", ["perhaps", "somebody", "left"], ["perhaps", "somebody's", "left"]),
    Edit(SETS, 'agent_ending = "ers ', 'agent_ending = "smith ers ',
         "The locksmith praised the plan.", "sources", [], ["other: The locksmith"]),
    Edit(SETS, 'elided = "em ', 'elided = "fess em ',
         "The men cried 'fess up' and left.", "quotes", ["'fess up'"], []),
    Edit(SETS, "los las y por ", "los las y por avec sur ",
         "Accord avec Paris sur Gaza", "language", "English", "another"),
    Edit(SETS, 'abbreviation_or_word = "mar ', 'abbreviation_or_word = "ft mar ',
         "It rose by 30 ft. The road is shut.", "sentences", 1, 2),
    Edit(SETS, 'new_clause = "while ', 'new_clause = "until while ',
         "The mayor praised the plan until it failed.", "contents", ["the plan until it failed"], ["the plan"]),
    Edit(SETS, 'aside = "who ', 'aside = "despite who ',
         "The mayor said the road was shut, despite the sun.", "contents",
         ["the road was shut, despite the sun"], ["the road was shut"]),
    Edit(SETS, 'agent_stop = "to ', 'agent_stop = "amid to ',
         "The plan was criticised by rivals amid a strike.", "sources",
         ["party: rivals amid a strike"], ["party: rivals"]),
    Edit(SOURCES, "\nmayor\tstate\toffice\tn\n", "\nmayor\tstate\toffice\tn\ntollkeeper\tstate\toffice\tn\n",
         "The tollkeeper said the road was shut.", "sources", ["other: The tollkeeper"], ["state: The tollkeeper"]),
    Edit(CLASSES, "magazine\twork\n", "magazine\twork\nmural\twork\n",
         "He saw the mural “The Long Bridge” there.", "quotes", ["“The Long Bridge”"], []),
    Edit(SOURCES, "\nprivy to\tunknown\twithheld\n", "\nprivy to\tunknown\twithheld\nof high rank\tunknown\twithheld\n",
         "The envoy of high rank said the road was shut.", "sources",
         ["state: The envoy of high rank"], ["state anonymous: The envoy of high rank"]),
)

CONDITIONS = (
    Edit("text/boundaries.py", "return not before_number", "return bool(before_number)",
         "They live at No. 5 there.", "sentences", 1, 2),
    Edit("text/rules/quotations.py", "if inside <= 3 or", "if inside <= 5 or",
         "Holt said it was shut. “We will not go.”", "cues", ["said", ""], ["said"]),
    Edit("text/rules/content_ends.py", "if marks(work, at, _SEMICOLON) or at == limit:", "if at == limit:",
         "Holt said the road was shut; nobody moved.", "contents",
         ["the road was shut"], ["the road was shut; nobody moved"]),
    Edit("text/rules/cues.py", "is_in(work, cue.last, cl.TO | cl.THAT)", "is_in(work, cue.last, cl.THAT)",
         "The men are thought to have fled.", "unsourced", ["thought"], []),
    Edit("text/rules/full_names.py", "if not 2 <= end - start <= 3 or", "if not 2 <= end - start <= 2 or",
         "John Paul Holt slept. Holt said the road was shut.", "names", ["John Paul Holt"], ["Holt"]),
    Edit("text/rules/names.py", "while start > begin and _is_office", "while start < begin and _is_office",
         "The Interior Ministry said the road was shut.", "names", ["Interior Ministry"], ["Ministry"]),
    Edit("text/rules/nominals.py", "        if has(work, after + 1, cl.AUXILIARY):\n            return False\n", "",
         "Holt's claim that was old.", "contents", [], ["that was old"]),
    Edit("text/rules/people.py", "== rg.NO_GENDER and place == last", "== rg.NO_GENDER and place < last",
         "Senator Holt slept. He said the road was shut.", "names", ["Holt"], [None]),
    Edit("text/rules/phrases.py", "if is_in(work, at, cl.WHO_WHOSE):", "if is_in(work, at, cl.WHICH):",
         "A witness who asked not to be named said the road was shut.", "sources",
         ["citizen anonymous: A witness who asked not to be named"], ["other: named"]),
    Edit("text/rules/kinds.py", "initials = name[1] - name[0] == 1", "initials = name[1] - name[0] == 2",
         "QRX said the road was shut.", "sources", ["named organisation: QRX"], ["named: QRX"]),
    Edit("text/rules/verbs.py", "if is_in(work, source[0], cl.IT):", "if is_in(work, source[0], cl.THEY):",
         "It declared a state of alarm.", "sources", [], ["other: It"]),
    Edit("text/rules/voice.py", "    if first == sentence.first and last == sentence.last:\n        return False\n", "",
         "It is over. “Free men”", "scare quotes", [], ["“Free men”"]),
)
# fmt: on
KINDS = {"constant": CONSTANTS, "word list": WORD_LISTS, "condition": CONDITIONS}
EDITS = tuple(edit for edits in KINDS.values() for edit in edits)
CASES = [
    pytest.param(number, id=f"{kind} {edit.file}: {edit.old.split('=')[0].strip()}")
    for number, (kind, edit) in enumerate((kind, edit) for kind, edits in KINDS.items() for edit in edits)
]
MODES = {"Python mode": machine.python_mode, "machine code": machine.compiling}
HAS_NUMBA = importlib.util.find_spec("numba") is not None


def _words(reading: Reading, spans: Iterable[tuple[int, int]]) -> list[str]:
    return [reading.words(span) for span in spans]


SHOWN: dict[str, Callable[[Reading], Any]] = {
    "contents": lambda reading: [words for one in reading.relations for words in _words(reading, one.contents)],
    "cues": lambda reading: [reading.words(one.cue) if one.cue else "" for one in reading.relations],
    "forms": lambda reading: list(reading.forms),
    "language": lambda reading: "English" if reading.english else "another",
    "names": lambda reading: [one.speaker.name for one in reading.relations if one.speaker],
    "quotes": lambda reading: [reading.text[one.start : one.end] for one in reading.quotes],
    "scare quotes": lambda reading: [reading.text[one.start : one.end] for one in reading.scare_quotes],
    "sentences": lambda reading: len(reading.sentences),
    "sources": lambda reading: [
        f"{one.speaker.kind}: {reading.words(one.speaker.span)}"
        for one in reading.relations
        if one.speaker and one.speaker.span
    ],
    "unsourced": lambda reading: [reading.words(one.cue) for one in reading.unsourced],
    "worded": lambda reading: [words for one in reading.relations for words in _words(reading, one.worded)],
}


def read_all(mode: str) -> list[Any]:
    """What each edit's text shows in a mode, read by the package at hand."""
    counter = Counter(load_instruments(MeasureOptions()))
    with MODES[mode]():
        shown = [SHOWN[edit.shown](counter.read(edit.text)) for edit in EDITS]
    assert machine.kept(measure_batch.function) or mode != "machine code", "no machine code has been made"
    return shown


@pytest.fixture(scope="session")
def before() -> list[Any]:
    """What the texts show as the package is."""
    return read_all("Python mode")


@pytest.fixture(scope="session")
def after(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What the texts show once all edits are made, by mode; worked out once, by whichever process asks first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "one-place"
    found = folder / "found.json"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / "lock"):
        if not found.exists():
            found.write_text(json.dumps(_read_edited(folder)), encoding="utf-8")
    result: dict[str, list[Any]] = json.loads(found.read_text(encoding="utf-8"))
    return result


def _read_edited(folder: Path) -> Any:
    package = copy_package(folder)
    for edit in EDITS:
        if _text_of(edit).count(edit.old) == 1:  # where it is not, the edit's own case says so
            _make(edit, package)
    return printed(Path(__file__), package, folder / "cache", json.dumps([*MODES] if HAS_NUMBA else ["Python mode"]))


def _make(edit: Edit, package: Path) -> None:
    path = package / edit.file
    path.write_text(replaced(path.read_text(encoding="utf-8"), edit.old, edit.new, edit.file), encoding="utf-8")


def _text_of(edit: Edit) -> str:
    return (PACKAGE / edit.file).read_text(encoding="utf-8")


@pytest.mark.parametrize("number", CASES)
def test_a_text_as_it_is_read_now(number: int, before: list[Any]) -> None:
    assert before[number] == EDITS[number].before


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("number", CASES)
def test_an_edit_in_one_place_changes_both_modes(number: int, mode: str, after: dict[str, list[Any]]) -> None:
    edit = EDITS[number]
    replaced(_text_of(edit), edit.old, edit.new, edit.file)
    if mode == "machine code" and not HAS_NUMBA:
        pytest.skip("machine code is made by Numba, which is not installed")
    assert after[mode][number] == edit.after


@pytest.mark.parametrize("file", [SETS, CLASSES])
def test_a_list_that_changes_alone_is_not_read_from_older_tables(file: str, tmp_path: Path) -> None:
    package, modes = copy_package(tmp_path), '["Python mode"]'
    printed(Path(__file__), package, tmp_path / "cache", modes)
    for edit in WORD_LISTS:
        if edit.file == file:
            _make(edit, package)
    (shown,) = printed(Path(__file__), package, tmp_path / "cache", modes).values()
    assert shown == [edit.after if edit in WORD_LISTS and edit.file == file else edit.before for edit in EDITS]


def test_an_edit_that_no_longer_fits_says_so() -> None:
    with pytest.raises(ValueError, match=r"limits.py holds 'MEMORY' 2 times, and not once"):
        replaced("MEMORY = 4\nMEMORY_REACH = 4\n", "MEMORY", "RECALL", "limits.py")


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_a_dozen_of_each_kind_and_each_shows_something(kind: str) -> None:
    assert len(KINDS[kind]) == 12
    assert all(edit.before != edit.after for edit in KINDS[kind])


if __name__ == "__main__":
    answer({mode: read_all(mode) for mode in json.load(sys.stdin)})
