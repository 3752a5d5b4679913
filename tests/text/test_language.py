"""English or not: prose by its function words, headlines by script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from masthead.text import word_sets

if TYPE_CHECKING:
    from masthead.features import Counter

PROSE = {
    "Chinese": "叙利亚政府军周二宣布，他们已经控制了阿勒颇东部的大部分地区。 联合国 表示，数千名平民正在逃离战区。" * 9,
    "Arabic": "أعلنت الحكومة يوم الثلاثاء أن قواتها سيطرت على معظم الأحياء الشرقية في المدينة بعد معارك عنيفة استمرت "
    "عدة أيام وقالت الأمم المتحدة إن آلاف المدنيين فروا من المنطقة إلى الحدود القريبة",
    "German": "Die Bundesregierung hat am Dienstag angekündigt, dass sie die Hilfen im kommenden Jahr erhöhen will. "
    "Man war in Berlin der Ansicht, dass der Bedarf in den Wintermonaten am größten sein wird, und will also "
    "mehr Geld an die Partner geben.",
    "French": "Le président a déclaré mardi que la France ne participerait pas à la conférence de Genève. On a vu des "
    "manifestants dans les rues de la capitale, et plus de mille personnes ont été arrêtées par la police.",
    "Spanish": "El gobierno anunció el martes que no habrá más recortes en la sanidad. Se ha llegado a un acuerdo con "
    "los sindicatos y todos los trabajadores van a cobrar lo mismo, según fuentes del ministerio.",
    "Dutch": "De minister was gisteren in Brussel om over de plannen te spreken. Hij had in de week daarvoor al "
    "gezegd dat het kabinet meer geld wil geven aan de regio, of dat er een andere oplossing moet zijn. We hebben "
    "die brief over het akkoord pas later gezien.",
    "Danish": "Regeringen meddelte tirsdag, at der ikke kommer flere nedskæringer i sundhedsvæsenet. Ifølge kilder i "
    "ministeriet har fagforeningen godkendt forslaget, og alle ansatte får løn før månedens udgang.",
}


def is_english(counter: Counter, text: str) -> bool:
    return counter.read(text).english


@pytest.mark.parametrize("language", PROSE)
def test_prose_in_another_language_is_not_english(counter: Counter, language: str) -> None:
    assert not is_english(counter, PROSE[language])


def test_news_english_is_english(counter: Counter) -> None:
    assert is_english(
        counter,
        "Government forces said on Tuesday that they had taken most of the eastern districts after heavy fighting "
        "that lasted for days. The United Nations said thousands of civilians were fleeing towards the border.",
    )


@pytest.mark.parametrize(
    "headline",
    [
        "Syrian army captures Raqqa",
        "Los Angeles mayor resigns",
        "De Blasio visits Las Vegas",
        "Beyoncé, Erdoğan, Macron",
        "Rebels flee as the army advances",
        "",
        "2017-10-05 14:30",
    ],
)
def test_a_headline_is_not_called_foreign(counter: Counter, headline: str) -> None:
    assert is_english(counter, headline)


@pytest.mark.parametrize(
    "headline",
    [
        "叙利亚军队攻占拉卡",
        "الجيش السوري يسيطر على الرقة",
        "Армия взяла город",
        "Le président de la région démissionne",
    ],
)
def test_a_headline_in_another_script_or_with_foreign_function_words_is_not_english(
    counter: Counter, headline: str
) -> None:
    assert not is_english(counter, headline)


RESULTS = (
    "Ada Roth 12.4, Jens Holm 12.9, Mara Quill 13.1, Bo Marsh 13.3, Lea Marchand 14.0, Tobias Wren 14.2, Oskar Lind"
)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        (f"{RESULTS}, {RESULTS}", True),
        (f"Results of the regatta: {RESULTS}, {RESULTS}", True),
        (f"Ergebnisse der Regatta: {RESULTS}, {RESULTS}", False),
        (f"Resultados de la regata: {RESULTS}, {RESULTS}", False),
        (f"{RESULTS}, {RESULTS}".upper(), False),
        ("bermuda canada denmark estonia " * 5, False),
    ],
)
def test_names_and_figures_are_no_other_language_and_the_words_beside_them_decide(
    counter: Counter, text: str, english: bool
) -> None:
    assert is_english(counter, text) == english


def test_addresses_are_no_words(counter: Counter) -> None:
    address = "https://www.tidewater.example/harbour-board-votes-ferry-fares-harrow?utm_source=mail&utm_medium=list"
    assert is_english(counter, f"Links of the week\n\nThe vote in Velk: {address}\n\nThe dam at Harrow: {address}")
    assert not is_english(counter, f"{PROSE['German']} {address} the.of.and@the.example")
    assert is_english(counter, "the Bermuda Canada Denmark Estonia " * 5)


@pytest.mark.parametrize(
    ("function_words", "english"),
    [
        ("the the the", True),
        ("the isn’t ours", True),
        ("the isn't OURS", True),
        ("the ours", False),
        ("the the", False),
    ],
)
def test_three_function_words_in_twenty_are_english_with_either_apostrophe(
    counter: Counter, function_words: str, english: bool
) -> None:
    words = function_words.split()
    names = ["bermuda"] * (20 - len(words))
    assert counter.read(" ".join([*names, *words])).english == english


def test_the_first_twenty_thousand_characters_tell(counter: Counter) -> None:
    names, prose = "bermuda " * 2500, "It is what it was and the others had it. " * 1000
    assert len(names) == 20_000
    assert not is_english(counter.twin(), names + prose)
    assert is_english(counter.twin(), prose + names)


def test_the_list_is_as_documented(counter: Counter) -> None:
    classes = counter.tables.known.vocabulary.words["classes"]
    assert ((classes & word_sets.FUNCTION) != 0).sum() == 143
