"""A made-up labelled corpus: twelve outlets, of which the first six write calm and the others heated articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from scipy import sparse

from masthead.classifiers import DEFAULT
from masthead.classifiers.samples import Sample
from masthead.engines import Corpus
from masthead.evaluation.options import Protocol, TrainOptions
from masthead.evaluation.training import train
from masthead.features.base import Feature
from masthead.schema import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.classifiers.trained import Trained

LOADED = Feature(
    name="loaded",
    family="loaded",
    title="loaded terms",
    kind="density",
    unit="per 1,000 words",
    numerator=("loaded",),
    denominator=("words",),
    scale=1000.0,
    higher="more loaded terms",
    citation="made up",
)
QUOTED = Feature(
    name="quoted",
    family="attribution",
    title="quoted words",
    kind="share",
    unit="share",
    numerator=("quoted",),
    denominator=("words",),
    higher="more words in quotation marks",
    citation="made up",
)


def trained(corpus: Corpus, model: str = DEFAULT, **protocol: Any) -> Trained:
    """A model of the tone of the articles."""
    return train(corpus, TrainOptions(label="tone", model=model), Protocol(**protocol)).trained


@pytest.fixture
def corpus() -> Corpus:
    rows = [
        (number, f"Outlet {chr(65 + number)}{chr(97 + number)}ra", turn) for number in range(12) for turn in range(4)
    ]
    heated = [number >= 6 for number, _, _ in rows]
    articles = {
        "id": [f"{number:02}-{turn}" for number, _, turn in rows],
        "outlet": [outlet for _, outlet, _ in rows],
        "text": [
            f"The council met on the {'wretched shameful' if hot else 'planned annual'} budget, part {turn}."
            for (_, _, turn), hot in zip(rows, heated, strict=True)
        ],
        "label_tone": ["heated" if hot else "calm" for hot in heated],
        "excluded": pa.nulls(len(rows), ARTICLES.field("excluded").type),
    }
    features = {
        "id": articles["id"],
        "loaded": [9 + turn if hot else turn for (_, _, turn), hot in zip(rows, heated, strict=True)],
        "quoted": [10 + (number + turn) % 3 for number, _, turn in rows],
        "words": [100] * len(rows),
    }
    return Corpus(pa.table(features), texts=pa.table(articles), catalogue=(LOADED, QUOTED))


def unread_sample(outlets: Sequence[str], labels: str, events: str | None = None, **more: Any) -> Sample:
    """One article for each outlet of ``outlets``, with a letter for its label and its event ("-" for none)."""
    n = len(outlets)
    return Sample(
        label="label_tone",
        ids=tuple(f"{i:03}" for i in range(n)),
        outlets=tuple(outlets),
        events=tuple(None if event == "-" else event for event in events or "-" * n),
        labels=np.array(list(labels)),
        texts=("",) * n,
        features=np.empty((n, 0)),
        feature_names=(),
        wordings=np.empty((n, 0)),
        wording_names=(),
        term_counts=sparse.csr_matrix((n, 0)),
        framing_terms=(),
        **more,
    )
