"""Which features a table shows unasked."""

from __future__ import annotations

from masthead.features import catalogue
from masthead.reports.outlets import MOST_FEATURES, MOST_WORDINGS, Shown, features_seen

ALL = catalogue()
WORDINGS = tuple(feature for feature in ALL if feature.family == "choices")
OTHERS = tuple(feature for feature in ALL if feature.family != "choices")


def test_of_many_wordings_eight_with_most_hits_are_shown_in_their_order() -> None:
    hits = {feature.name: float(place % 100) for place, feature in enumerate(WORDINGS[:200])}
    seen, said = features_seen(WORDINGS[:200], lambda feature: hits[feature.name], "with fewer hits", Shown())
    assert [hits[feature.name] for feature in seen] == [96.0, 97.0, 98.0, 99.0, 96.0, 97.0, 98.0, 99.0]
    assert said == ("Not shown: 192 features with fewer hits. --all-features shows all.",)


def test_few_features_are_shown_whatever_their_hits() -> None:
    few = (*OTHERS[:MOST_FEATURES], *WORDINGS[:MOST_WORDINGS])
    assert features_seen(few, lambda _: 0.0, "with fewer hits", Shown()) == (few, ())


def test_wordings_do_not_displace_other_features() -> None:
    many = (*OTHERS[:MOST_FEATURES], *WORDINGS)
    seen, _ = features_seen(many, lambda feature: float(feature.family == "choices"), "with fewer hits", Shown())
    assert seen == (*OTHERS[:MOST_FEATURES], *WORDINGS[:MOST_WORDINGS])


def test_all_are_shown_where_all_are_asked_for() -> None:
    assert features_seen(ALL, lambda _: 0.0, "with fewer hits", Shown(everything=True)) == (ALL, ())
