"""The Arrow schemas that every step reads and writes, in one place.

FEATURES is open: after its identity columns follow the count columns that the measured features declare, and
``label_*`` columns carried over from ARTICLES.
"""

from __future__ import annotations

import pyarrow as pa

EXCLUDED = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32()), ("kind", pa.string())]))

ARTICLES = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("text", pa.string(), nullable=False),
        pa.field("date", pa.string()),
        pa.field("url", pa.string()),
        pa.field("lang", pa.string()),
        pa.field("section", pa.string()),
        pa.field("genre", pa.string()),
        pa.field("event", pa.string()),
        pa.field("author", pa.string()),
        pa.field("agency", pa.string()),
        pa.field("copy_of", pa.string()),
        pa.field("words_declared", pa.int32()),
        pa.field("excluded", EXCLUDED),
    ]
)

FEATURES_IDENTITY = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("date", pa.string()),
        pa.field("event", pa.string()),
        pa.field("section", pa.string()),
        pa.field("genre", pa.string()),
        pa.field("lang", pa.string()),
        pa.field("agency", pa.string()),
        pa.field("copy_of", pa.string()),
        pa.field("reason", pa.string()),
    ]
)

HITS = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("field", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("category", pa.string(), nullable=False),
        pa.field("term", pa.string(), nullable=False),
        pa.field("canonical", pa.string()),
        pa.field("voice", pa.string()),
        pa.field("weight", pa.float32()),
        pa.field("group", pa.int32()),
    ]
)

HEALTH = pa.schema(
    [
        pa.field("outlet", pa.string(), nullable=False),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("n_articles", "n_usable", "n_empty", "n_short")),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("n_other_language", "n_repeated", "n_undated")),
        pa.field("date_min", pa.string()),
        pa.field("date_max", pa.string()),
        pa.field("n_words", pa.int64(), nullable=False),
    ]
)

PROFILES = pa.schema(
    [
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("feature", pa.string(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("primary", pa.bool_(), nullable=False),
        pa.field("estimate", pa.float64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("n_articles", pa.int64(), nullable=False),
        pa.field("n_clusters", pa.int64(), nullable=False),
        pa.field("numerator", pa.float64()),
        pa.field("denominator", pa.float64()),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("reason", pa.string()),
    ]
)

TIDY = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("outlet", pa.string(), nullable=False),
        *(pa.field(name, pa.string()) for name in ("date", "event", "section", "genre")),
        pa.field("cluster", pa.string(), nullable=False),
        pa.field("words", pa.float64()),
        *(pa.field(name, pa.string(), nullable=False) for name in ("feature", "family", "kind", "unit")),
        *(pa.field(name, pa.float64()) for name in ("value", "numerator", "denominator", "exposure")),
    ]
)

RANKS = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("feature", "family")),
        pa.field("primary", pa.bool_(), nullable=False),
        pa.field("outlet", pa.string(), nullable=False),
        *(pa.field(name, pa.int64()) for name in ("rank", "rank_low", "rank_high")),
        pa.field("n_ranked", pa.int64(), nullable=False),
        *(pa.field(name, pa.float64()) for name in ("estimate", "low", "high")),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("n_articles", "n_clusters")),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("reason", pa.string()),
    ]
)

POOLED = pa.schema(
    [
        *PROFILES,
        pa.field("pooled", pa.float64()),
        pa.field("pooled_low", pa.float64()),
        pa.field("pooled_high", pa.float64()),
        pa.field("shrinkage", pa.float64()),
        pa.field("pooled_mean", pa.float64()),
        pa.field("tau2", pa.float64()),
        pa.field("pooling_scale", pa.string()),
        pa.field("pooling_reason", pa.string()),
    ]
)

_CORRECTION = (
    pa.field("lambda", pa.float64()),
    pa.field("n_coded", pa.int64(), nullable=False),
    pa.field("corrected_reason", pa.string()),
)

CORRECTED_PROFILES = pa.schema(
    [*PROFILES, *(pa.field(f"corrected{end}", pa.float64()) for end in ("", "_low", "_high")), *_CORRECTION]
)

TREND = pa.schema(
    [
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("feature", pa.string(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("primary", pa.bool_(), nullable=False),
        pa.field("period", pa.string(), nullable=False),
        pa.field("start", pa.string(), nullable=False),
        *(field for field in PROFILES if field.name not in ("outlet", "feature", "family", "primary")),
    ]
)

CHANGES = pa.schema(
    [
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("feature", pa.string(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("primary", pa.bool_(), nullable=False),
        pa.field("around", pa.string(), nullable=False),
        pa.field("before", pa.float64()),
        pa.field("before_low", pa.float64()),
        pa.field("before_high", pa.float64()),
        pa.field("after", pa.float64()),
        pa.field("after_low", pa.float64()),
        pa.field("after_high", pa.float64()),
        pa.field("difference", pa.float64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("effect", pa.float64()),
        pa.field("p", pa.float64()),
        pa.field("q", pa.float64()),
        pa.field("marked", pa.bool_(), nullable=False),
        pa.field("fragile", pa.string()),
        pa.field("hits_before", pa.float64()),
        pa.field("hits_after", pa.float64()),
        pa.field("n_articles_before", pa.int64(), nullable=False),
        pa.field("n_articles_after", pa.int64(), nullable=False),
        pa.field("n_clusters_before", pa.int64(), nullable=False),
        pa.field("n_clusters_after", pa.int64(), nullable=False),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("reason", pa.string()),
    ]
)

COMPARISONS = pa.schema(
    [
        pa.field("feature", pa.string(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("primary", pa.bool_(), nullable=False),
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("reference", pa.string(), nullable=False),
        pa.field("estimate", pa.float64()),
        pa.field("estimate_low", pa.float64()),
        pa.field("estimate_high", pa.float64()),
        pa.field("difference", pa.float64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("effect", pa.float64()),
        pa.field("p", pa.float64()),
        pa.field("q", pa.float64()),
        pa.field("marked", pa.bool_(), nullable=False),
        pa.field("fragile", pa.string()),
        pa.field("hits", pa.float64()),
        pa.field("hits_expected", pa.float64()),
        pa.field("hits_reference", pa.float64()),
        pa.field("n_articles", pa.int64(), nullable=False),
        pa.field("n_clusters", pa.int64(), nullable=False),
        pa.field("n_events", pa.int64()),
        pa.field("stratum", pa.string()),
        pa.field("reason", pa.string()),
    ]
)

CORRECTED_COMPARISONS = pa.schema(
    [
        *COMPARISONS,
        *(
            pa.field(f"{name}{end}", pa.float64())
            for name in ("corrected", "corrected_difference")
            for end in ("", "_low", "_high")
        ),
        pa.field("corrected_marked", pa.bool_(), nullable=False),
        *_CORRECTION,
    ]
)

POWER = pa.schema(
    [
        pa.field("feature", pa.string(), nullable=False),
        pa.field("comparison", pa.string(), nullable=False),
        pa.field("detectable", pa.float64()),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("n_articles", pa.int64(), nullable=False),
        pa.field("n_clusters", pa.int64(), nullable=False),
        pa.field("articles_for_half", pa.int64()),
        pa.field("codes_for_half", pa.int64()),
        pa.field("reason", pa.string()),
    ]
)

ALARMS = pa.schema(
    [
        pa.field("split", pa.string(), nullable=False),
        pa.field("feature", pa.string(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("primary", pa.bool_(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
        pa.field("n_outlets", pa.int64(), nullable=False),
        pa.field("share_below_05", pa.float64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("ks_p", pa.float64()),
        pa.field("reason", pa.string()),
    ]
)

SENSITIVITY = pa.schema(
    [
        pa.field("feature", pa.string(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("primary", pa.bool_(), nullable=False),
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("reference", pa.string(), nullable=False),
        pa.field("choice", pa.string(), nullable=False),
        pa.field("estimate", pa.float64()),
        pa.field("difference", pa.float64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("p", pa.float64()),
        pa.field("q", pa.float64()),
        pa.field("n_articles", pa.int64(), nullable=False),
        pa.field("n_clusters", pa.int64(), nullable=False),
        pa.field("n_events", pa.int64()),
        pa.field("conclusion", pa.string()),
        pa.field("changed", pa.bool_(), nullable=False),
        pa.field("reason", pa.string()),
    ]
)

CHOICES = pa.schema(
    [
        pa.field("concept", pa.string(), nullable=False),
        pa.field("wording", pa.string(), nullable=False),
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("share", pa.float64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("difference", pa.float64()),
        pa.field("difference_low", pa.float64()),
        pa.field("difference_high", pa.float64()),
        pa.field("effect", pa.float64()),
        pa.field("p", pa.float64()),
        pa.field("q", pa.float64()),
        pa.field("marked", pa.bool_(), nullable=False),
        pa.field("mentions", pa.int64(), nullable=False),
        pa.field("n_clusters", pa.int64(), nullable=False),
        pa.field("reference", pa.string()),
        pa.field("fragile", pa.string()),
        pa.field("referent", pa.string()),
        pa.field("stratum", pa.string()),
        pa.field("concept_p", pa.float64()),
        pa.field("mentions_own", pa.int64(), nullable=False),
        pa.field("mentions_attributed", pa.int64(), nullable=False),
        pa.field("mentions_quoted", pa.int64(), nullable=False),
        pa.field("n_articles", pa.int64(), nullable=False),
        pa.field("reason", pa.string()),
    ]
)

DUPLICATES = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("of", pa.string()),
        pa.field("repeat", pa.string()),
        pa.field("agency", pa.string()),
        pa.field("similarity", pa.float64()),
    ]
)

WORDS = pa.schema(
    [
        pa.field("term", pa.string(), nullable=False),
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("z", pa.float64(), nullable=False),
        pa.field("log_ratio", pa.float64(), nullable=False),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("n_docs", pa.int64(), nullable=False),
        pa.field("n_docs_rest", pa.int64(), nullable=False),
        pa.field("g2", pa.float64(), nullable=False),
        pa.field("q", pa.float64()),
        pa.field("marked", pa.bool_(), nullable=False),
        pa.field("articles", pa.int64(), nullable=False),
        pa.field("articles_rest", pa.int64(), nullable=False),
        pa.field("n_clusters", pa.int64(), nullable=False),
        pa.field("reason", pa.string()),
    ]
)

CONCORDANCE = pa.schema(
    [
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("date", pa.string()),
        pa.field("voice", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in ("left", "match", "right")),
    ]
)

USES = pa.schema(
    [
        pa.field("outlet", pa.string()),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("n_articles", "n_articles_using", "words", "uses")),
        *(pa.field(f"uses_{voice}", pa.int64(), nullable=False) for voice in ("own", "attributed", "quoted")),
        *(pa.field(name, pa.float64()) for name in ("rate", "low", "high")),
        pa.field("n_clusters", pa.int64()),
        *(pa.field(name, pa.float64()) for name in ("dp", "dp_norm", "dp_outlets", "dp_outlets_norm")),
        pa.field("reason", pa.string()),
    ]
)

COLLOCATES = pa.schema(
    [
        pa.field("word", pa.string(), nullable=False),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("near", "uses")),
        *(pa.field(name, pa.float64(), nullable=False) for name in ("expected", "g2", "log_dice")),
    ]
)

EVENTS = pa.schema(
    [
        pa.field("event", pa.string(), nullable=False),
        pa.field("first", pa.string()),
        pa.field("last", pa.string()),
        pa.field("n_articles", pa.int64(), nullable=False),
        pa.field("n_outlets", pa.int64(), nullable=False),
        pa.field("outlets", pa.list_(pa.string()), nullable=False),
        pa.field("title", pa.string()),
        pa.field("ids", pa.list_(pa.string()), nullable=False),
    ]
)

EVENT_REASONS = pa.schema(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("what", pa.string()),
        pa.field("first", pa.string()),
        pa.field("second", pa.string()),
        pa.field("value", pa.float64()),
        pa.field("n_articles", pa.int64()),
    ]
)

SCORES = pa.schema(
    [
        pa.field("task", pa.string(), nullable=False),
        pa.field("split", pa.string(), nullable=False),
        pa.field("model", pa.string(), nullable=False),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("metric", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("n", pa.int64(), nullable=False),
        pa.field("n_outlets", pa.int64(), nullable=False),
        pa.field("effective_outlets", pa.float64()),
        pa.field("seed", pa.int64(), nullable=False),
        pa.field("reason", pa.string()),
    ]
)

PREDICTIONS = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("label", pa.string()),
        pa.field("probability", pa.float64()),
        pa.field(
            "reasons",
            pa.list_(pa.struct([("name", pa.string()), ("kind", pa.string()), ("weight", pa.float64())])),
        ),
        *(pa.field(name, pa.float64()) for name in ("unknown_words", "rarity", "distance")),
        pa.field("held_back", pa.string()),
    ]
)

_ARTICLE_WEIGHTS = pa.list_(pa.struct([("id", pa.string()), ("weight", pa.float64())]))

VERDICTS = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("unit", "name", "label")),
        *(pa.field(name, pa.float64()) for name in ("probability", "low", "high")),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("n", "n_clusters")),
        pa.field(
            "with_fewer",
            pa.list_(pa.struct([("n", pa.int64()), ("same", pa.float64()), ("probability", pa.float64())])),
        ),
        pa.field("speaks_for", _ARTICLE_WEIGHTS),
        pa.field("speaks_against", _ARTICLE_WEIGHTS),
        pa.field("rival", pa.string(), nullable=False),
        pa.field("reason", pa.string()),
    ]
)

AUDIT = pa.schema(
    [
        pa.field("view", pa.string(), nullable=False),
        pa.field("n_outlets", pa.int64(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
        pa.field("accuracy", pa.float64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("majority", pa.float64()),
        pa.field("words", pa.list_(pa.string())),
    ]
)

CHECKED = pa.schema(
    [pa.field(name, pa.string(), nullable=False) for name in ("check", "status", "path", "expected", "found")]
)

VOICES = ("own", "attributed", "quoted")
LABEL_PREFIX = "label_"
