"""False discovery rates, held against scipy's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from masthead.stats import false_discovery_rates


def test_the_q_of_four_tests_worked_by_hand():
    assert false_discovery_rates([0.03, 0.01, 0.5, 0.02]).tolist() == pytest.approx([0.04, 0.04, 0.5, 0.04])


@pytest.mark.parametrize("size", [0, 1, 2, 500])
def test_every_q_is_scipys_to_the_last_bit(size):
    p = np.random.default_rng(size).random(size).round(2)  # many ties

    assert false_discovery_rates(p).tolist() == (false_discovery_control(p).tolist() if size else [])


@pytest.mark.parametrize("wrong", [float("nan"), -0.1, 1.1])
def test_what_is_no_p_is_refused(wrong):
    with pytest.raises(ValueError, match="a p is a number from 0 to 1"):
        false_discovery_rates([0.2, wrong])
