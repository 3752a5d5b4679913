"""Work on several things at a time."""

import threading

import pytest

from masthead.sources.passes import in_order


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_the_order_of_the_things(threads):
    late = threading.Event()

    def work(number):
        if threads > 1 and number == 0:
            late.wait(5)
        if number == 1:
            late.set()
        return number * 2

    assert list(in_order(work, range(20), threads)) == list(range(0, 40, 2))
    assert list(in_order(work, [], threads)) == []


def test_no_more_is_taken_ahead_than_there_are_threads():
    taken = []

    def things():
        for number in range(9):
            taken.append(number)
            yield number

    found = in_order(str, things(), 2)
    assert next(found) == "0"
    assert taken == [0, 1, 2]


@pytest.mark.parametrize("threads", [1, 2])
def test_what_fails_is_raised_where_its_turn_comes(threads):
    def work(number):
        return 1 // (number - 2)

    found = in_order(work, range(9), threads)
    assert [next(found), next(found)] == [-1, -1]
    with pytest.raises(ZeroDivisionError):
        next(found)
