from __future__ import annotations

import copy
import io
import json
import os
import pickle
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import skops.io
from scipy import sparse
from sklearn.naive_bayes import GaussianNB

from labelled import trained
from masthead import __version__
from masthead.classifiers import archive, store
from masthead.classifiers.models import MODELS
from masthead.classifiers.store import load_model, save_model
from masthead.classifiers.trained import matching_features, refuse_other_lexicons
from masthead.errors import OutputFailed, UnreadableInput, UsageError
from masthead.evaluation.cards import UNKNOWN_CARD, card
from masthead.features.choices import TYPE
from masthead.reports.cards import card_report
from masthead.schema import VOICES


class Stranger:
    """A type that neither scikit-learn nor masthead knows."""


def made(corpus, model):
    if model == "choices":
        counts = [[{"name": "choices.fall.captured.own", "count": 1.0}] if row % 3 else [] for row in range(48)]
        features = corpus.features.append_column("choices", pa.array(counts, TYPE))
        for voice in VOICES:
            features = features.append_column(f"words.{voice}", corpus.features["words"])
        corpus = replace(corpus, table=features)
    return trained(corpus, model, draws=10, order=("calm", "heated"))


def test_a_saved_model_does_not_list_the_columns_that_it_leaves_out(corpus, tmp_path):
    save_model(made(corpus, "framing"), tmp_path / "model.skops")
    with zipfile.ZipFile(tmp_path / "model.skops") as archive:
        written = archive.read("schema.json").decode()
    assert "ColumnTransformer" not in written
    assert len(written) < 200_000


@pytest.mark.parametrize("model", [spec.name for spec in MODELS if spec.listed])
def test_a_model_comes_back_as_it_was_saved(corpus, model, tmp_path):
    before = made(corpus, model)
    save_model(before, tmp_path / "tone.model")
    after = load_model(tmp_path / "tone.model")
    x = np.random.default_rng(0).poisson(1, (9, len(before.layout.names))).astype(np.float32)
    x = sparse.csr_matrix(np.column_stack([x[:, 0] % 13, x[:, 1:]]))
    np.testing.assert_array_equal(after.model.predict(x), before.model.predict(x))
    assert (after.layout, after.hidden) == (before.layout, before.hidden)
    assert after.manifest == before.manifest
    assert after.scores.to_pylist() == before.scores.to_pylist()
    assert after.calibration == before.calibration
    assert after.card == before.card
    assert (after.label, after.classes) == ("label_tone", ("calm", "heated"))
    with zipfile.ZipFile(tmp_path / "tone.model") as saved:
        schema = saved.read("schema.json").decode()
    # Losses written in Cython skops knows by themselves.
    held = re.findall(r'"__class__": "(\w+)", "__module__": "((?:sklearn(?!\._loss\._loss)|masthead)\.[\w.]+)"', schema)
    assert held
    assert {f"{module}.{name}" for name, module in held} <= set(store.TRUSTED)


def test_the_command_line_trusts_nothing_of_scikit_learn_but_what_models_are_made_of(corpus, tmp_path):
    save_model(made(corpus, "framing"), tmp_path / "tone.model")
    skops.io.dump({"about": "{}", "model": GaussianNB()}, tmp_path / "strange.model")
    program = (
        "import sys\n"
        "from masthead.cli.later import load_later\n"
        "load_later()\n"
        "from masthead.classifiers.store import load_model\n"
        "load_model('tone.model')\n"
        "print({'pandas', 'sklearn.utils._testing', 'sklearn.gaussian_process'} & {*sys.modules})\n"
        "load_model('strange.model')\n"
    )
    found = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.stdout == "set()\n"
    assert "types that masthead does not trust: sklearn.naive_bayes.GaussianNB" in found.stderr


def test_the_manifest_says_what_the_model_was_trained_on(corpus):
    manifest = made(corpus, "framing").manifest
    assert manifest["masthead"] == __version__
    assert manifest["features"] == [["loaded", "1"], ["quoted", "1"]]
    assert (manifest["n"], len(manifest["outlets"]), manifest["split"]) == (48, 12, "outlet")
    assert manifest["labels"] == {"calm": 24, "heated": 24}
    assert len(manifest["data_sha256"]) == 64


def test_a_pickle_is_refused_and_never_run(tmp_path):
    victim, file = tmp_path / "victim", tmp_path / "model.pkl"

    class Touch:
        def __reduce__(self):
            return partial(Path.touch, victim), ()

    file.write_bytes(pickle.dumps(Touch()))
    with pytest.raises(UsageError, match="is a pickle, which is refused"):
        load_model(file)
    assert not victim.exists()


def test_unknown_types_are_refused_and_listed(tmp_path):
    skops.io.dump({"about": "{}", "model": Stranger()}, tmp_path / "m")
    with pytest.raises(UsageError, match=r"types that masthead does not trust: \S*test_store\.Stranger"):
        load_model(tmp_path / "m")


@pytest.mark.parametrize("content", [b"", b"hello", b"\x1f\x8b\x08"])
def test_another_file_is_refused(tmp_path, content):
    (tmp_path / "m").write_bytes(content)
    with pytest.raises(UsageError, match="not a model that masthead saved"):
        load_model(tmp_path / "m")


def test_another_zip_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "m", "w") as archive:
        archive.writestr("data.pkl", b"x")
    with pytest.raises(UsageError, match="not a model that masthead saved"):
        load_model(tmp_path / "m")


DEEP = "[" * 200_000 + "]" * 200_000


@pytest.mark.parametrize(
    "schema", ["", "{}", "[1]", '{"__module__": 3}', DEEP, '{"content":' * 200_000 + "1" + "}" * 200_000]
)
def test_a_damaged_schema_is_unreadable(tmp_path, schema):
    with zipfile.ZipFile(tmp_path / "m", "w") as archive:
        archive.writestr("schema.json", schema)
    with pytest.raises(UnreadableInput, match="can't be read"):
        load_model(tmp_path / "m")


def claiming(numbers):
    """A model's array whose head says that it has so many numbers, and that has eight bytes."""
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, {"shape": (numbers,), "fortran_order": False, "descr": "<f8"})
    return head.getvalue() + bytes(8)


@pytest.mark.parametrize("numbers", [10**13, 10**6, 2])
@pytest.mark.parametrize("inside", [False, True], ids=["array", "sparse matrix"])
def test_an_array_that_claims_more_numbers_than_it_holds_is_refused_before_it_is_made(tmp_path, numbers, inside):
    array = io.BytesIO(claiming(numbers))
    if inside:
        array = io.BytesIO()
        with zipfile.ZipFile(array, "w") as archive:
            archive.writestr("data.npy", claiming(numbers))
    with zipfile.ZipFile(tmp_path / "m", "w") as archive:
        archive.writestr("schema.json", "{}")
        archive.writestr(f"1.{'npz' if inside else 'npy'}", array.getvalue())
    with pytest.raises(UsageError, match=r"would hold more numbers than there are in \w+\.npy, which is refused"):
        load_model(tmp_path / "m")


@pytest.mark.parametrize("size", [archive.MAX_UNPACKED, archive.MAX_SCHEMA])
def test_a_model_that_would_unpack_to_too_much_is_refused(tmp_path, monkeypatch, size):
    monkeypatch.setattr(archive, "MAX_SCHEMA" if size == archive.MAX_SCHEMA else "MAX_UNPACKED", 1000)
    with zipfile.ZipFile(tmp_path / "m", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("schema.json", " " * 1001)
    with pytest.raises(UsageError, match=r"the model would .* more than 0 MiB, which is refused"):
        load_model(tmp_path / "m")


def test_the_same_model_at_another_place_in_memory_is_the_same_bytes(corpus, tmp_path):
    model = made(corpus, "framing")
    save_model(model, tmp_path / "one")
    save_model(replace(model, model=copy.deepcopy(model.model)), tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_sets_are_the_same_bytes_whatever_the_seed_of_hashes():
    program = "import sys; from masthead.classifiers.archive import packed\n"
    program += "sys.stdout.buffer.write(packed({'words': {'a', 'b', 'c', 'd'}, 'more': [{1, 2}, {('x', 'y')}]}))"
    made = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


@pytest.mark.parametrize("content", [{"about": "{}", "model": 1}, {"about": "no JSON"}, {"about": DEEP}, [1], 3.5])
def test_a_skops_file_without_our_description_is_unreadable(tmp_path, content):
    skops.io.dump(content, tmp_path / "m")
    with pytest.raises(UnreadableInput, match="description is damaged"):
        load_model(tmp_path / "m")


def test_a_missing_file_is_unreadable(tmp_path):
    with pytest.raises(UnreadableInput, match="no such model file"):
        load_model(tmp_path / "m")


def test_saving_into_a_missing_folder_fails_cleanly(corpus, tmp_path):
    with pytest.raises(OutputFailed):
        save_model(made(corpus, "majority"), tmp_path / "no" / "m")


def test_features_of_another_version_or_none_are_refused(corpus):
    model = made(corpus, "framing")
    loaded, quoted = corpus.catalogue
    newer = type(loaded)(**{**{n: getattr(loaded, n) for n in type(loaded).__dataclass_fields__}, "version": "2"})
    assert matching_features(model, [quoted, loaded]) == [loaded, quoted]
    with pytest.raises(UsageError, match="trained with version 1 of the feature 'loaded', which is now version 2"):
        matching_features(model, [newer, quoted])
    with pytest.raises(UsageError, match="the model needs the feature 'quoted'"):
        matching_features(model, [loaded])


def test_word_lists_of_another_version_are_refused_by_models_that_measure(corpus):
    model = made(corpus, "framing")
    versions = dict(model.manifest["lexicons"])
    refuse_other_lexicons(model, {**versions, "another": "1"})
    name = next(iter(versions))
    with pytest.raises(UsageError, match=r"was trained with .* of the word list .*, which is now 2"):
        refuse_other_lexicons(model, {**versions, name: "2"})
    with pytest.raises(UsageError, match="which is not loaded"):
        refuse_other_lexicons(model, {})
    refuse_other_lexicons(made(corpus, "tfidf_lr"), {})


def test_a_model_of_the_format_before_cards_is_read_without_one(corpus, tmp_path):
    save_model(made(corpus, "framing"), tmp_path / "tone.model")
    content = skops.io.load(tmp_path / "tone.model", trusted=list(store.TRUSTED))
    about = json.loads(content["about"])
    del about["card"]
    about["format"] = 5
    (tmp_path / "tone.model").write_bytes(archive.packed({**content, "about": json.dumps(about)}))
    found = card(tmp_path / "tone.model")
    assert found.details["trained"].card == {}
    assert found.notes == (UNKNOWN_CARD,)
    assert card_report(found).lead[1].startswith("Single articles: right for ")
