"""The manual says what the code does: its made parts are current, its names complete, its links and examples sound.

``make docs`` (or ``python docs/make.py``) writes the made parts anew.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import shlex
import sys
import tomllib
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup
from typer.testing import CliRunner

from masthead import errors
from masthead.classifiers.models import MODELS
from masthead.cli import command as exits
from masthead.cli.app import COMMANDS, app
from masthead.cli.examples import EXAMPLES
from masthead.comparisons.ratios import FEW_CLUSTERS
from masthead.comparisons.summary import THRESHOLD
from masthead.config import load_config
from masthead.errors import MastheadError
from masthead.evaluation.intervals import MIN_OUTLETS
from masthead.evaluation.splits import SPLITS
from masthead.features import catalogue, without_choices
from masthead.features.readability import MIN_SENTENCES, MIN_WORDS
from masthead.lexicons import BUNDLED, bundled_choices, bundled_lexicon, load_lexicon
from masthead.lexicons.entries import INFLECTIONS, PLACES, SHAPES
from masthead.lexicons.load import KNOWN_COLUMNS, KNOWN_KEYS
from masthead.profiles.clusters import STORY_DAYS, STORY_SHARE
from masthead.profiles.outlets import MIN_CLUSTERS
from masthead.sources.furniture.declared import rules
from masthead.studies.written import study_text
from masthead.text.limits import ENGLISH_SHARE, SCARE_WORDS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
WRITTEN = [name for name in PAGES if "/" not in name]
"""The pages that people write; those of lists are generated whole."""
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
EVERY = (
    *COMMANDS,
    *(
        f"{group.name} {command.name}"
        for group in app.registered_groups
        for command in group.typer_instance.registered_commands
    ),
    "lexicons",
)
"""Every command there is; lexicons is one that has others below it."""
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def parse(line: str) -> None:
    """Read a command line as masthead would, up to a pipe, and without running it; fails where that is wrong use."""
    program, *words = list(takewhile(lambda word: word not in ("|", ">", ">>"), shlex.split(line, comments=True)))
    assert program == "masthead"
    command: Any = typer.main.get_command(app)
    while isinstance(command, TyperGroup) and words and words[0] in command.commands:
        command, *words = command.commands[words[0]], *words[1:]
    with command.make_context("masthead", words) as context:
        assert context.args == [] or "--version" in line


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A study in the working folder, for command lines that read it before anything else."""
    (tmp_path / "study.toml").write_text(study_text(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def make() -> Any:
    sys.path.insert(0, str(DOCS))
    try:
        return import_module("make")
    finally:
        sys.path.remove(str(DOCS))


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)


def flowing(name: str) -> str:
    """The page with every run of white space as one space, so that a sentence is found however it is wrapped."""
    return " ".join(page(name).split())


def test_the_made_parts_are_what_the_code_says_now(make: Any) -> None:
    stale = [path.relative_to(DOCS) for path, text in make.pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make docs`"


def test_there_is_no_page_of_a_list_that_is_gone(make: Any) -> None:
    assert {DOCS / name for name in PAGES if "/" in name} == set(make.list_pages())


def test_every_made_part_stands_in_the_manual_once(make: Any) -> None:
    found = [part for name in WRITTEN for part in re.findall(r"<!-- made: (\w+) -->", page(name))]
    assert sorted(found) == sorted(make.PARTS)


def test_a_field_without_a_meaning_stops_the_making(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(make.MEANINGS, "SCORES", {**make.MEANINGS["SCORES"], "colour": "none"})
    with pytest.raises(SystemExit, match=r"\[SCORES\] and the code differ in colour"):
        make.schema_part("SCORES")


def test_every_command_and_group_has_two_examples() -> None:
    assert {*EVERY, *(group.name for group in app.registered_groups)} == EXAMPLES.keys()


@pytest.mark.parametrize("line", sorted({line for pair in EXAMPLES.values() for line in pair}))
@pytest.mark.usefixtures("study_file")
def test_every_example_of_the_help_is_a_command_line_that_is_understood(line: str) -> None:
    parse(line)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_help_of_every_command_shows_its_examples(name: str) -> None:
    helped = CliRunner().invoke(app, [*name.split(), "--help"], env={"COLUMNS": "100", "TERM": "dumb"}).output
    lines = [line.strip() for line in helped.splitlines()]
    assert [example for example in EXAMPLES[name] if example not in lines] == []


@pytest.mark.parametrize("name", EVERY)
def test_every_command_has_a_section_with_all_its_options(make: Any, name: str) -> None:
    section = page("commands.md").split(f"## masthead {name}\n")[1].split("\n## ")[0]
    helped = CliRunner().invoke(app, [*name.split(), "--help"], env={"COLUMNS": "300", "TERM": "dumb"}).output
    shown = set(re.findall(r"`(--[a-z-]+)`", section))
    for title in re.findall(r"\(#(\w+)-options\)", section):
        shown |= {
            flag for row in import_module("command_line").shared(title.capitalize()) for flag in row.names.split("`")
        }
    assert set(re.findall(r"(--[a-z-]+)", helped.split("─ Options")[-1])) - {"--help", "--"} <= shown


def test_every_key_of_the_options_file_in_the_example_is_taken(tmp_path: Path) -> None:
    [example] = blocks("commands.md", "toml")
    (tmp_path / "masthead.toml").write_text(example, encoding="utf-8")
    config = load_config(tmp_path)
    assert (config.seed, config.jobs, config.columns.outlet, config.columns.label) == (7, 0, "newspaper", ["bias"])
    assert config.lexicons == [str(tmp_path / "words" / "places.tsv")]
    assert config.outlets_file == str(tmp_path / "outlets.csv")


def test_every_exit_code_is_explained() -> None:
    kinds = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, MastheadError)]
    codes = {kind.exit_code for kind in kinds} | {0}
    codes |= {value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)}
    rows = re.findall(r"^\| ([\d, ]+) \|", page("commands.md").split("## Exit codes")[1], re.MULTILINE)
    assert {int(code) for row in rows for code in row.split(",")} == codes


def test_every_environment_variable_that_the_code_reads_is_explained() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "toolkit").rglob("*.py"))
    read = set(re.findall(r'environ\.get\("(\w+)"', sources))
    read |= set(re.findall(r'"(MASTHEAD_\w+)"', sources))
    assert read - {"TERM"} <= set(re.findall(r"`(\w+)`", page("commands.md").split("## Environment variables")[1]))


@pytest.mark.parametrize("feature", without_choices(catalogue()), ids=lambda feature: feature.name)
def test_every_feature_is_in_the_list_with_its_unit(feature: Any) -> None:
    entry = page("features.md").split(f"\n`{feature.name}`: ")[1].split("\n#")[0]
    assert f"Unit: {feature.unit}" in " ".join(entry.split()).replace("\\", "")
    assert ("**primary**" in entry) == feature.primary


@pytest.mark.parametrize("name", BUNDLED)
def test_every_word_list_is_shown_whole(name: str) -> None:
    section = flowing(f"lists/{name}.md").replace("\\", "")
    lexicon = bundled_lexicon(name)
    assert f"Version {lexicon.version}, {len(lexicon.entries):,} entries" in section
    assert lexicon.citation in section
    assert lexicon.limits in section
    assert [entry.term for entry in lexicon.entries if entry.term not in section] == []


def test_every_choice_set_is_shown_with_its_wordings() -> None:
    for choice in bundled_choices():
        text = page(f"lists/choices-{choice.topic.replace('_', '-')}.md")
        section = text.split(f"\n`{choice.concept}`: ")[1].split("\n#")[0]
        assert [name for name in choice.wordings if f"\n| {name.replace('_', ' ')} |" not in section] == [], (
            choice.concept
        )


def test_the_list_of_ones_own_in_the_manual_is_read_as_it_says(tmp_path: Path) -> None:
    [example] = blocks("lexicons.md", "tsv")
    (tmp_path / "climate.tsv").write_text(example, encoding="utf-8")
    lexicon = load_lexicon(tmp_path / "climate.tsv")
    assert (lexicon.name, lexicon.categories) == ("climate", ("alarm", "denial"))
    assert [entry.forms for entry in lexicon.entries] == [
        ("climate emergency", "climate emergencies"),
        ("climate breakdown",),
        ("hoax", "hoaxes"),
        ("cool it", "cooling it"),
    ]


def test_every_column_key_place_and_shape_of_a_list_is_explained() -> None:
    text = page("lexicons.md").split("## Your own list")[1].split("<!-- made")[0]
    names = (*KNOWN_COLUMNS, *KNOWN_KEYS, *PLACES, *SHAPES, *filter(None, INFLECTIONS))
    assert [name for name in names if f"`{name}`" not in text] == []


def test_every_reason_of_a_reject_is_explained() -> None:
    reasons = set()
    for path in (ROOT / "toolkit" / "masthead" / "sources").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
                "reject",
                "Unusable",
            ):
                reasons |= {item.value for item in node.args[:1] if isinstance(item, ast.Constant)}
    explained = set(re.findall(r"`([^`]+)`", page("reading.md").split("## Rejects")[1]))
    assert len(reasons) > 10
    assert reasons <= explained


def test_every_key_of_a_manifest_is_explained(tmp_path: Path) -> None:
    corpus = ROOT / "corpora" / "demo" / "articles" / "State Bulletin"
    done = CliRunner().invoke(
        app, ["profile", str(corpus), "--outlet", "A", "--genre", "news", "-q", "-o", str(tmp_path / "p.json")]
    )
    assert done.exit_code == 0, done.output
    manifest = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))["manifest"]
    explained = re.findall(r"`(\w+)`", page("results.md").split("## Manifest")[1])
    assert set(manifest) <= set(explained)


def test_every_kind_of_furniture_model_and_split_is_in_the_methods() -> None:
    text = "".join(map(page, WRITTEN))
    names = {*(rule.kind for rule in rules()), *(model.name for model in MODELS), *SPLITS}
    names |= {"front_matter", "title", "recurring", "lead"}
    assert sorted(name for name in names if f"`{name}`" not in text) == []


@pytest.mark.parametrize(
    "said",
    [
        f"fewer than {100 * STORY_SHARE:.0f} % of its dated articles",
        f"within {STORY_DAYS} days of their median day",
        f"Below {MIN_CLUSTERS} clusters there is none",
        f"below {FEW_CLUSTERS} clusters with the word",
        f"differences at q < {THRESHOLD}",
        f"A quotation of up to {'three' if SCARE_WORDS == 3 else SCARE_WORDS} words",
        f"at least {100 * ENGLISH_SHARE:.0f} % of its words",
        f"Articles under {MIN_WORDS} words or {MIN_SENTENCES} sentences have none",
        f"Fewer than {MIN_OUTLETS} outlets give no interval",
    ],
)
def test_the_numbers_of_the_methods_are_those_of_the_code(said: str) -> None:
    assert said in " ".join(map(flowing, WRITTEN))


@pytest.mark.parametrize("name", PAGES)
def test_every_relative_link_leads_somewhere(make: Any, name: str) -> None:
    broken = []
    for target in LINK.findall(FENCED.sub("", page(name))):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, fragment = target.partition("#")
        file = (DOCS / name).parent / path if path else DOCS / name
        headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE) if file.is_file() else []
        if not file.exists() or (fragment and fragment not in map(make.anchor, headings)):
            broken.append(target)
    assert broken == []


def test_no_two_features_have_the_same_heading() -> None:
    headings = re.findall(r"^#+ (.+)$", page("features.md"), re.MULTILINE)
    assert len(set(headings)) == len(headings)


def test_the_readme_leads_to_pages_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = [target for target in LINK.findall(readme) if target.startswith("docs/")]
    assert targets
    assert [target for target in targets if not (ROOT / target.partition("#")[0]).is_file()] == []


def test_the_python_of_the_manual_runs() -> None:
    codes = blocks("python.md", "python")
    assert len(codes) == 3
    names: dict[str, Any] = {}
    shown = io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(shown):
        for code in codes:
            exec(compile(code, "docs/python.md", "exec"), names)
    assert shown.getvalue().startswith("Borderlands Report loaded.all 0.601")
    assert names["marked"]
    assert {row["concept"] for row in names["wordings"].table.to_pylist()} == {"taking_a_place"}


@pytest.mark.parametrize(
    "line", [line for name in WRITTEN for block in blocks(name, "sh") for line in block.splitlines()]
)
@pytest.mark.usefixtures("study_file")
def test_every_command_line_in_the_manual_is_understood(line: str) -> None:
    if line.startswith("masthead "):
        parse(line)


def test_meanings_is_a_file_of_texts() -> None:
    def texts(value: Any) -> bool:
        return all(map(texts, value.values())) if isinstance(value, dict) else isinstance(value, str) and bool(value)

    assert texts(tomllib.loads((DOCS / "meanings.toml").read_text(encoding="utf-8")))
