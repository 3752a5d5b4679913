"""What is counted of a text for the readability formulas, as columns are called."""

CHARACTERS = "readability.characters"
LETTERS = "readability.letters"
TOKENS = "readability.tokens"
WORDS = "readability.words"
SENTENCES = "readability.sentences"
SYLLABLES = "readability.syllables"
MONOSYLLABLES = "readability.monosyllables"
POLYSYLLABLES = "readability.polysyllables"
MINIWORDS = "readability.miniwords"
LONG_WORDS = "readability.long_words"
DIFFICULT = "readability.difficult_words"
DIFFICULT_2 = "readability.difficult_words_2"
DIFFICULT_3 = "readability.difficult_words_3"
LINSEAR_EASY = "readability.linsear_easy"
LINSEAR_HARD = "readability.linsear_hard"
LINSEAR_SENTENCES = "readability.linsear_sentences"

COUNTS = (
    CHARACTERS,
    LETTERS,
    WORDS,
    SYLLABLES,
    MONOSYLLABLES,
    POLYSYLLABLES,
    MINIWORDS,
    LONG_WORDS,
    DIFFICULT,
    DIFFICULT_2,
    DIFFICULT_3,
    TOKENS,
    SENTENCES,
    LINSEAR_EASY,
    LINSEAR_HARD,
    LINSEAR_SENTENCES,
)
"""Every column that ``readability.count`` fills, in a fixed order."""
