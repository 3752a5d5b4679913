from masthead.sources import learn_recurring

BODY = "Report {n} on the dam at Teal Gorge tells something else about flow {n}."
CALL = "Subscribe to our letter from Harrow"


def learned(texts, outlet="Harrow Post"):
    return learn_recurring((outlet, text) for text in texts).lines.get(outlet, frozenset())


def texts(n, line, holding):
    return [BODY.format(n=f"no. {chr(97 + i % 26)}{i}") + (f"\n{line}" if i < holding else "") for i in range(n)]


def test_a_small_outlet_needs_three_texts_and_a_fifth_of_them():
    assert learned(texts(10, CALL, 3)) == {CALL}
    assert learned(texts(10, CALL, 2)) == frozenset()
    assert learned(texts(24, CALL, 4)) == frozenset()


def test_a_larger_outlet_needs_five_texts_and_at_the_foot_two_percent():
    assert learned(texts(200, CALL, 5)) == {CALL}
    assert learned(texts(200, CALL, 4)) == frozenset()
    assert learned(texts(400, CALL, 7)) == frozenset()


def test_digits_do_not_matter():
    assert learned([BODY.format(n=c * 3) + f"\nPost edition no. {i}" for i, c in enumerate("abc")]) == {
        "Post edition no. 0"
    }


def test_exact_duplicates_count_once():
    assert learned([f"One.\n{CALL}"] * 10) == frozenset()


def test_another_outlet_does_not_learn_from_this_one():
    pairs = [("A", f"{name}\n{CALL}") for name in "xyz"] + [("B", f"{name}\n{CALL}") for name in "uv"]
    assert set(learn_recurring(pairs).lines) == {"A"}


def test_a_background_paragraph_is_the_outlets_own_words():
    background = "More than 9,000 people have been driven from their homes since the war began in the north."
    assert learned(texts(10, background, 4)) == frozenset()
    assert len(learned(texts(10, background, 5))) == 1


def test_quotations_and_very_short_lines_are_never_learned():
    assert learned(texts(10, '"We will never give up this town"', 10)) == frozenset()
    assert learned(texts(10, "Thank you", 10)) == frozenset()


def test_the_recurring_lines_are_marked():
    many = texts(3, CALL, 3)
    [span] = learn_recurring(("A", text) for text in many).mark("A", many[0])
    assert (many[0][span.start : span.end], span.kind) == (CALL, "recurring")
