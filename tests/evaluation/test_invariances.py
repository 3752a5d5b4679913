"""Changes to articles that ought to move no verdict, and how many they move."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

import masthead
from masthead.evaluation.invariances import Moved, changes
from masthead.evaluation.options import Protocol, TrainOptions


def changed(name, text):
    return changes()[name](text)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("parties exchanged", "Democrats met a Republican.", "Republicans met a Democratic."),
        ("countries exchanged", "From Norway to Kenya.", "From Kenya to Peru."),
        ("pronouns exchanged", "He saw her himself; the other saw.", "She saw his herself; the other saw."),
        ("quotations moved to the end", 'One.\n"Two," he said.\nThree.', 'One.\n\nThree.\n\n"Two," he said.'),
        ("quotations moved to the end", 'One.\n"Two," he said.', 'One.\n"Two," he said.'),
        ("names exchanged", "Then the White House met. The House left.", "Then the White House met. The House left."),
    ],
)
def test_a_change_changes_what_it_says_and_no_more(name, before, after):
    assert changed(name, before) == after


def test_a_person_gets_one_other_name_in_all_places():
    found = changed("names exchanged", "Then said Jane Miller so. Miller left, and Miller came.")
    last = re.fullmatch(r"Then said \w+ (\w+) so. (\w+) left, and (\w+) came.", found).groups()
    assert len(set(last)) == 1
    assert "Miller" not in found


def test_a_neutral_paragraph_is_added_at_the_end():
    found = changed("a neutral paragraph added", "Taxes rise.")
    assert found.startswith("Taxes rise.\n\n")
    assert len(found) > len("Taxes rise.\n\n")


def test_verdicts_by_a_pronoun_move_with_it_and_others_stay():
    rows = [
        {
            "id": f"{number:03}",
            "outlet": f"Paper {number % 10}",
            "text": f"The {'council' if number % 3 else 'board'} met. {('He said. ' if number % 2 else 'She said. ') * 5}",
            "label_by": "him" if number % 2 else "her",
        }
        for number in range(60)
    ]
    articles = pa.Table.from_pylist(rows)
    options, protocol = TrainOptions(label="by", model="tfidf_lr"), Protocol(folds=2, draws=10)
    found = masthead.train(articles, options, protocol)
    told = {row["change"]: row for row in found.trained.card["changes"]}
    assert told["pronouns exchanged"] == Moved("pronouns exchanged", 12, 12)._asdict()
    assert told["a neutral paragraph added"]["moved"] == 0
    assert "countries exchanged" not in told  # there is none to exchange
