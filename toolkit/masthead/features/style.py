"""Style: sentence length, vocabulary, capitals, punctuation, person, numbers, and the shape of headlines."""

from __future__ import annotations

from masthead.features.base import Feature, by_voice
from masthead.text.limits import TYPE_WINDOW

SHOUT_LETTERS = 5

MARKED = {
    "exclamation": ("exclamations", "Exclamation marks", "more exclamation marks outside quotations"),
    "question": ("questions", "Question marks", "more questions outside quotations"),
    "first_person": ("first_person", "First person", "more I and we outside quotations"),
    "second_person": ("second_person", "Second person", "more address to the reader outside quotations"),
    "shouting": (
        "capitals",
        "Words in capitals",
        f"more words of {SHOUT_LETTERS} letters or more all in capitals, unquoted",
    ),
}
HEADLINE = {
    "question": ("headline_questions", "Headlines that ask", "more headlines with a question mark"),
    "exclamation": (
        "headline_exclamations",
        "Headlines that exclaim",
        "more headlines with an exclamation mark",
    ),
    "number": ("headline_numbers", "Headlines with a number", "more headlines with a figure in digits"),
    "quote": ("headline_quotes", "Headlines that quote", "more headlines with a quotation"),
    "colon": ("headline_colons", "Headlines with a colon", "more headlines in two parts"),
}

_BIBER = "Biber, D. (1988). Variation across Speech and Writing. Cambridge University Press"
_HEADLINES = (
    "Kuiken, J., Schuth, A., Spitters, M. and Marx, M. (2017). Effective Headlines of Newspaper Articles in a Digital "
    "Environment. Digital Journalism 5(10), 1300-1314"
)
_UNQUOTED = ("words.own", "words.attributed")

COLUMNS = (
    *(f"style.{category}" for category in MARKED),
    "style.numbers",
    "style.mattr",
    "style.mattr.n",
    *(f"style.headline.{pattern}" for pattern in HEADLINE),
)


def _feature(
    name: str,
    title: str,
    numerator: tuple[str, ...],
    denominator: tuple[str, ...],
    higher: str,
    **row: object,
) -> Feature:
    return Feature(
        **{
            "name": f"style.{name}",
            "family": "style",
            "title": title,
            "kind": "density",
            "numerator": numerator,
            "denominator": denominator,
            "higher": higher,
            "citation": _BIBER,
            **row,
        }  # type: ignore[arg-type]
    )


FEATURES = (
    _feature(
        "sentence_length",
        "Sentence length",
        by_voice("words"),
        ("sentences",),
        "longer sentences",
        unit="words per sentence",
        low=1.0,
    ),
    _feature(
        "mattr",
        "Vocabulary richness (MATTR)",
        ("style.mattr",),
        ("style.mattr.n",),
        f"more different words within any {TYPE_WINDOW} running words",
        kind="mean",
        unit=f"types per token, window {TYPE_WINDOW}",
        high=1.0,
        citation="Covington, M. A. and McFall, J. D. (2010). Cutting the Gordian Knot: The Moving-Average Type-Token "
        "Ratio (MATTR). Journal of Quantitative Linguistics 17(2), 94-100",
        primary=True,
    ),
    *(
        _feature(
            name,
            title,
            (f"style.{category}",),
            _UNQUOTED,
            higher,
            scale=1000.0,
            unit="per 1,000 unquoted words",
            voice_aware=True,
        )
        for category, (name, title, higher) in MARKED.items()
    ),
    _feature(
        "numbers",
        "Numbers",
        ("style.numbers",),
        by_voice("words"),
        "more figures in digits",
        scale=1000.0,
        unit="per 1,000 words",
    ),
    _feature(
        "headline_words",
        "Headline length",
        ("headline_words",),
        ("headlines",),
        "longer headlines",
        unit="words per headline",
        citation=_HEADLINES,
    ),
    *(
        _feature(
            name,
            title,
            (f"style.headline.{pattern}",),
            ("headlines",),
            higher,
            kind="share",
            scale=100.0,
            unit="% of headlines",
            high=100.0,
            citation=_HEADLINES,
            counts_marks=pattern == "quote",
        )
        for pattern, (name, title, higher) in HEADLINE.items()
    ),
)
