from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from masthead.config import Config, load_config
from masthead.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_file_every_option_keeps_its_default(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()


def test_masthead_toml_wins_over_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.masthead]\nseed = 1\n")
    assert load_config(tmp_path).seed == 1
    (tmp_path / "masthead.toml").write_text('seed = 2\nlexicons = ["my.tsv"]\n[columns]\ntext = "body"\n')
    config = load_config(tmp_path)
    assert (config.seed, config.columns.text, config.lexicons) == (2, "body", [str(tmp_path / "my.tsv")])


def test_an_unknown_key_is_an_error_that_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "masthead.toml").write_text("sede = 2\n")
    with pytest.raises(UsageError, match=r"unknown key 'sede'\. Did you mean 'seed'\?") as caught:
        load_config(tmp_path)
    assert caught.value.where == str(tmp_path / "masthead.toml")
    (tmp_path / "masthead.toml").write_text('[columns]\ntxt = "body"\n')
    with pytest.raises(UsageError, match=r"unknown key columns\.'txt'\. Did you mean 'text'\?"):
        load_config(tmp_path)


def test_a_value_of_the_wrong_type_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "masthead.toml").write_text('seed = "two"\n')
    with pytest.raises(UsageError, match=r"Expected `int \| null`, got `str`.*seed"):
        load_config(tmp_path)


def test_a_file_that_is_no_toml_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "masthead.toml").write_text("seed = = 2\n")
    with pytest.raises(UnreadableInput, match="cannot be read"):
        load_config(tmp_path)


def test_options_that_are_no_table_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool]\nmasthead = 3\n")
    with pytest.raises(UsageError, match="options are a table of keys, not 3"):
        load_config(tmp_path)
    (tmp_path / "pyproject.toml").write_text("tool = 3\n")
    assert load_config(tmp_path) == Config()


def test_a_file_that_is_nested_too_deeply_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "masthead.toml").write_text("x = " + "[" * 100_000)
    with pytest.raises(UnreadableInput, match="the options file cannot be read"):
        load_config(tmp_path)
