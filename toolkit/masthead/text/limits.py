"""The numbers, marks and endings of the text model that have a name and are no word lists (``word_sets``).

They stand apart from the rules that read them because most are read by several, and rules import each other. A reach
that a single rule uses once stands in that rule.
"""

from __future__ import annotations

OWN, ATTRIBUTED, QUOTED = range(3)
"""The voices, in the order of ``schema.VOICES``."""

# Sentences
CLOSERS = "\"'”’»›)]}“‘«‹″＂"
"""What may close after the stop that ends a sentence."""
OPENERS = "\"'“‘„«‹([{`—–-‚”»›″＂"
"""What may open before the first word of the next."""
SENTENCE_ENDS = ".!?…”\"'’»"
"""What the last character of a line shows that it is a sentence and no heading."""
LINE_ENDS = '.!?…"”’:'
"""What the last character of a line shows that the line ends there and is not wrapped."""
LONGEST_NUMBER = 4
"""Fewer characters than this has the number or letter of an item: *1.*, *iii.*, *Q.*."""
LONGEST_LAST_WORD = 80
"""Characters before a stop within which an abbreviation is looked for."""
LONGEST_SENTENCE = 5000
"""Tokens beyond which a sentence is no prose (a table, text without a full stop): no cue is read in it."""
LONGEST_WRAPPED = 120
"""Characters of a line that can be part of a hard-wrapped text."""
FULL_LINE = 0.8
"""Share of the longest line's width from which a wrapped line, with the next one's first word, counts as full: the
letters of print differ in width."""
ITEMS = "•▪●■◦‣"
"""What stands before an item of a list and nowhere else."""
BULLETS = f"-–—*·{ITEMS}"
"""What stands, with a space after it, before an item at the beginning of a line."""
SHORT_WORD = 3
"""Letters of a word that need not have a capital in a headline; nearly all the others have one there."""

# Language
LANGUAGE_READ = 20_000
"""Characters by which a text is judged to be English."""
ENGLISH_SHARE = 0.15
"""Share of function words from which a text of ``SHORT_TEXT`` words or more counts as English."""
SHORT_TEXT = 20
"""Below this many words the share says little, and the rule for headlines applies."""

# Quotations
DEEPEST = 8
"""Quotations of one kind inside each other; what opens beyond that is damage, and every open mark costs time."""
LONGEST_TITLE = 12
"""Words of the title of a work."""
WORK_REACH = 3
"""Words before a title among which one says what it is: *her first novel*, *the film*."""
SCARE_WORDS = 3
"""Words that scare quotes can hold."""
OTHERS_WORDS = 5
"""Words from which a quotation that a cue of an act or an attitude governs counts as reported speech."""
UNCLAIMED_WORDS = 10
"""Words from which a quotation that no cue governs does."""
NOT_SCARE = ".!?,"
"""Marks that show a quoted stretch to be said by somebody."""

# Words, phrases and names
TYPE_WINDOW = 100
"""Running tokens within which different forms are counted."""
PHRASE_REACH = 16
"""Tokens of the longest noun phrase that is sought."""
APPOSITION = 28
"""Tokens between a verb and its subject where an apposition stands between them."""
NAME_WINDOW = 4
"""Tokens looked at for a full name: one more than the longest that is taken for a person's."""
AGENT_REACH = 3
"""Tokens between a passive and its *by*: *was criticised on Monday by*."""
OWNER_REACH = 4
"""Tokens between an owner and the noun: *Trump's previous harsh criticism of*."""
ADVERBIAL = 8
"""Tokens of a mere adverbial before a comma."""
NEAR = 6
"""Tokens to either side of an entry that are near it."""

LONGEST_HEADING = 16
"""Tokens of a line that can be a heading in capitals."""
DENIAL_REACH = 4
"""Tokens before a word among which a negation denies it: *not entirely obvious*."""

# Contents
LIST_REACH = 12
"""Tokens after *, the* in which an *and* or a verb shows that it goes on a list or opens a clause."""
CLAUSE_LEAD = 12
"""Tokens from the start of a sentence within which a cue belongs to the clause that opens it."""
OBJECT_WORDS = 6
"""Words of an object after which what it is said to be or to have done begins: *accused the old regime of theft*."""
STATE_ENDINGS = (" about", " with", " over", " at", " by", " that")
"""What follows a participle that tells a state of its subject (*is worried about*) and not what others do to it."""

# People
MEMORY = 4
"""People kept in mind."""
MEMORY_REACH = 4
"""Sentences after which somebody is out of mind."""
SUBJECT_LEAD = 14
"""Tokens of a phrase or clause before the subject of a sentence."""
LONGEST_NAME = 5
"""Tokens of a name."""

# Transcripts and signatures
LONGEST_SIGNATURE = 12
"""Tokens of who is named after a quotation: *— Ada Roth, head of the ferry union*."""
MIN_TURNS = 2
"""Labelled paragraphs from which a text counts as a transcript: one alone may be a dateline or a heading."""
MIN_LINES = 4
"""The same of names that stand alone on their lines, which may be credits and headings."""
LONGEST_LABEL = 4
"""Tokens of the label of a speaker in a transcript."""
LABEL_REACH = 8
"""Tokens of what is said of the speaker after it: *HOLT (on the phone from Velk):*."""
MOST_CARRIED = 6
"""Paragraphs without a label for which a speaker goes on: more of them tell a story."""
