from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from labelled import unread_sample
from masthead.errors import UsageError
from masthead.evaluation.splits import OPTIMISTIC, divide

TWELVE = unread_sample("aabbccddeeffgghhiijjkkll", "xxyyxxyyxxyyxxyyxxyyxxyy")


@pytest.mark.parametrize("split", ["outlet", "event", "random"])
def test_every_article_is_tested_once_and_never_trained_on_in_that_fold(split):
    articles = unread_sample(TWELVE.outlets, "".join(TWELVE.labels), "ppppqqqqrrrrssssttttuuuu")
    folds = divide(articles, split=split, folds=3).folds
    assert len(folds) == 3
    assert sorted(np.concatenate([fold.test for fold in folds])) == list(range(24))
    assert all(not set(fold.train) & set(fold.test) for fold in folds)


def test_no_outlet_is_in_training_and_in_test():
    for fold in divide(TWELVE).folds:
        outlets = np.array(TWELVE.outlets)
        assert not set(outlets[fold.train]) & set(outlets[fold.test])


def test_outlets_of_one_publisher_are_kept_in_one_fold_and_named():
    sites = ("www.cnn.com", "money.cnn.com", "axios.com", "time.com", "www.nytimes.com", "blogs.nytimes.com")
    articles = replace(
        unread_sample("aabbccddeeff", "xxxxxxyyyyyy"), outlets=tuple(site for site in sites for _ in range(2))
    )
    division = divide(articles, folds=2)
    for fold in division.folds:
        publishers = np.array(articles.publishers)
        assert not set(publishers[fold.train]) & set(publishers[fold.test])
    assert division.notes == (
        "4 outlets are of 2 publishers and are never divided between folds: blogs.nytimes.com = www.nytimes.com; "
        "money.cnn.com = www.cnn.com",
    )
    one = replace(unread_sample("aabb", "xxyy"), outlets=("cnn.com", "cnn.com", "money.cnn.com", "money.cnn.com"))
    with pytest.raises(UsageError, match=r"are from one publisher: cnn\.com, money\.cnn\.com: none can"):
        divide(one)


def test_no_event_is_in_training_and_in_test_and_an_article_without_one_stands_alone():
    articles = unread_sample("abababababab", "xyxyxyxyxyxy", "ppqqrrss----")
    events = np.array(articles.events)
    for fold in divide(articles, split="event", folds=3).folds:
        assert not (set(events[fold.train]) & set(events[fold.test])) - {None}


def test_the_seed_decides_the_folds():
    first, again, other = (divide(TWELVE, seed=seed).folds for seed in (1, 1, 2))
    assert [fold.test.tolist() for fold in first] == [fold.test.tolist() for fold in again]
    assert [fold.test.tolist() for fold in first] != [fold.test.tolist() for fold in other]


def test_the_random_split_is_flagged_as_optimistic():
    assert divide(TWELVE, split="random").notes == (OPTIMISTIC,)
    assert divide(TWELVE).notes == ()


def test_folds_are_lowered_to_the_outlets_of_the_rarest_label():
    division = divide(unread_sample("aabbccddee", "xxxxxxyyyy"), folds=5)
    assert len(division.folds) == 2
    assert division.notes == ("2 folds instead of 5: the label 'y' occurs in 2 publishers only",)


def test_with_0_folds_each_outlet_is_a_fold_of_its_own():
    folds = divide(TWELVE, folds=0).folds
    assert [fold.test.tolist() for fold in folds[:2]] == [[0, 1], [2, 3]]
    assert len(folds) == 12


def test_by_time_the_latest_whole_days_are_tested_and_undated_articles_left_out():
    days = ("2020-01-01", "2020-01-02", "2020-01-03", "2020-01-03T10:00", "2020-01-02", None)
    division = divide(unread_sample("abcdef", "xyxyxy", dates=days), split="time")
    [fold] = division.folds
    assert (fold.train.tolist(), fold.test.tolist()) == ([0, 1, 4], [2, 3])
    assert division.notes == (
        "trained on articles before 2020-01-03, tested on 2 from then on",
        "without a date, 1 article was left out",
    )


def test_a_given_column_says_what_is_trained_and_tested_on():
    parts = ("train", "TRAIN", "test", "dev", None, "train")
    division = divide(unread_sample("abcaba", "xyxyxy", parts=parts), split="given")
    [fold] = division.folds
    assert (fold.train.tolist(), fold.test.tolist()) == ([0, 1, 5], [2, 3])
    assert division.notes == (
        "in neither part, 1 article was left out",
        "50% of the test articles are from publishers that are trained on too",
    )


def test_sources_of_labels_are_kept_apart():
    articles = unread_sample("abcdefgh", "xyxyxyxy", parts=tuple("ppqqrrss"))
    for fold in divide(articles, split="label-source", folds=2).folds:
        parts = np.array(articles.parts)
        assert not set(parts[fold.train]) & set(parts[fold.test])


def test_training_articles_that_repeat_a_test_article_are_left_out():
    first = tuple(f"{i:03}" for i in range(24))
    articles = unread_sample(TWELVE.outlets, "".join(TWELVE.labels), copies=("022", *first[1:]))
    division = divide(articles, folds=0)
    assert division.notes == ("2 training articles that repeat a test article of their fold were left out of it",)
    for fold in division.folds:
        assert not ({0, 22} & set(fold.train) and {0, 22} & set(fold.test))


@pytest.mark.parametrize(
    ("articles", "options", "message"),
    [
        (TWELVE, {"split": "time"}, "needs articles of two days or more"),
        (TWELVE, {"split": "label-source"}, "needs a column with two sources of labels or more"),
        (unread_sample("ab", "xy", parts=("train", "later")), {"split": "given"}, "says 'later', which is neither"),
        (
            unread_sample("ab", "xy", parts=("train", "train")),
            {"split": "given"},
            "2 articles to train on and 0 to test on",
        ),
        (unread_sample("aabb", "xxxx"), {}, "label_tone has only one value: 'x'"),
        (unread_sample("aaaa", "xyxy"), {}, "all labelled articles are from one outlet, 'a'"),
        (unread_sample("aabbcc", "xxxxyy"), {}, "the label 'y' of label_tone occurs in one publisher only"),
        (
            unread_sample("aabbcc", "xxxxxy"),
            {"split": "random"},
            "the label 'y' of label_tone occurs in one article only",
        ),
        (TWELVE, {"split": "event"}, "needs two events or more"),
        (TWELVE, {"split": "outlets"}, "there is no split 'outlets'. Did you mean 'outlet'?"),
        (TWELVE, {"folds": 1}, "folds must be 2 or more, not 1"),
    ],
)
def test_what_cannot_be_divided_says_why_and_what_to_do(articles, options, message):
    with pytest.raises(UsageError) as caught:
        divide(articles, **options)
    assert message in caught.value.what
    assert caught.value.fix
