"""English or not: prose by its function words, headlines by script."""

import pytest

from masthead.plain_text.language import ENGLISH_SHARE, FUNCTION_WORDS, english_share, is_english

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


@pytest.mark.parametrize("language", PROSE)
def test_prose_in_another_language_is_not_english(language):
    assert not is_english(PROSE[language])


def test_news_english_is_english():
    assert is_english(
        "Government forces said on Tuesday that they had taken most of the eastern districts after heavy fighting "
        "that lasted for days. The United Nations said thousands of civilians were fleeing towards the border."
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
def test_a_headline_is_not_called_foreign(headline):
    assert is_english(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "叙利亚军队攻占拉卡",
        "الجيش السوري يسيطر على الرقة",
        "Армия взяла город",
        "Le président de la région démissionne",
    ],
)
def test_a_headline_in_another_script_or_with_foreign_function_words_is_not_english(headline):
    assert not is_english(headline)


def test_a_list_of_names_of_twenty_words_is_judged_by_its_share():
    assert not is_english("Bermuda Canada Denmark Estonia " * 5)
    assert is_english("the Bermuda Canada Denmark Estonia " * 5)


def test_share_is_of_all_forms_and_reads_both_apostrophes():
    assert english_share(["the", "town", "isn’t", "ours"]) == 0.75
    assert english_share([]) == 0.0


def test_the_list_and_the_threshold_are_as_documented():
    assert len(FUNCTION_WORDS) == 143
    assert all(word == word.lower() for word in FUNCTION_WORDS)
    assert ENGLISH_SHARE == 0.15
