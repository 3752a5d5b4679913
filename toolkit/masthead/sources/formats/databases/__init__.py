"""Files of news databases, of many articles each: Nexis, Factiva, Europresse, ProQuest, NewsBank.

Which one a file is from is told from what is in it. Each family has a module that takes a file apart; what they have in
common is in ``exports`` (what is handed on, counted and compared), ``names`` (fields in many languages) and ``days``.
"""
