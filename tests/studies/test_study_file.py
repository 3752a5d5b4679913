"""A study's file: written with every key, read with none that is unknown."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import msgspec
import pytest
from typer.testing import CliRunner

from masthead.cli.app import app
from masthead.config import Columns
from masthead.errors import UnreadableInput, UsageError
from masthead.studies.declared import Study, load_study
from masthead.studies.written import study_text

if TYPE_CHECKING:
    from pathlib import Path


def keys(kind: type[msgspec.Struct]) -> set[str]:
    """All keys, those of tables in it too."""
    found = set()
    for field in msgspec.structs.fields(kind):
        held = getattr(field.type, "__origin__", field.type)
        found |= {field.name} | (keys(held) if isinstance(held, type) and issubclass(held, msgspec.Struct) else set())
    return found


def uncommented() -> str:
    """The file that is written, with every key set."""
    return re.sub(r"^# (\w+ = )", r"\1", study_text(), flags=re.MULTILINE)


def written(folder: Path, text: str) -> Path:
    path = folder / "study.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_written_below_a_comment() -> None:
    lines = study_text().splitlines()
    places = {
        match[1]: at
        for at, line in enumerate(lines)
        if (match := re.match(r"(?:# )?\[?(?:\w+\.)?(\w+)(?: = |\]$)", line))
    }
    assert keys(Study) <= set(places)
    assert {name for name in keys(Study) if not lines[places[name] - 1].startswith("# ")} == set()
    assert set(Columns.__struct_fields__) <= keys(Study)


def test_the_file_as_written_says_what_the_defaults_say(tmp_path: Path) -> None:
    study = load_study(written(tmp_path, study_text()))
    assert study.parameters() == {
        "inputs": [str(tmp_path / "articles")],
        "seed": 0,
        "draws": 2000,
        "permutations": 1999,
        "by": "month",
        "evidence": "full",
        "on_duplicate": "error",
        "day_first": False,
        "month_first": False,
        "strict": False,
        "keep_wire": False,
        "keep_reprints": False,
    }
    assert study.groups == {}


def test_every_key_can_be_set(tmp_path: Path) -> None:
    assert tomllib.loads(uncommented())["evidence"] == {"show": "full", "sentences": 3}
    study = load_study(written(tmp_path, uncommented()))
    found = study.parameters()
    assert (found["since"], found["feature"], found["label_col"]) == ("2016-01-01", ["loaded.label"], ["my_label"])
    assert study.groups == {"quality": ["Daily News", "The Post"], "popular": ["The Star", "The Sun"]}
    beside = {name: found[name] for name in ("codes", "model", "outlets_file", "lexicon")}
    assert beside == {
        "codes": str(tmp_path / "coded.csv"),
        "model": str(tmp_path / "tone.skops"),
        "outlets_file": str(tmp_path / "outlets.csv"),
        "lexicon": [str(tmp_path / "words.tsv")],
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sorces = []", "unknown key 'sorces'. Did you mean 'sources'?"),
        ("[period]\nsinse = '2016-01-01'", "unknown key period.'sinse'. Did you mean 'since'?"),
        ("[reading.columns]\noutlett = 'paper'", "unknown key reading.columns.'outlett'. Did you mean 'outlet'?"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as refused:
        load_study(path)
    assert (refused.value.what, refused.value.where) == (said, str(path))


def test_a_wrong_value_and_a_broken_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Expected `int`, got `str` - at `\$\.seed`"):
        load_study(written(tmp_path, "seed = 'one'"))
    with pytest.raises(UnreadableInput, match="the study file cannot be read"):
        load_study(written(tmp_path, "seed = "))


def test_init_writes_no_file_over_another(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    run = CliRunner().invoke
    assert run(app, ["study", "init", str(path)]).exit_code == 0
    assert path.read_text(encoding="utf-8") == study_text()
    again = run(app, ["study", "init", str(path)])
    assert (again.exit_code, "this file already exists" in again.output) == (2, True)
    assert run(app, ["study", "init", str(path), "--force"]).exit_code == 0
