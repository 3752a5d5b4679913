"""The compiled kernel: the text model of ``masthead.text`` over Arrow buffers, in phases that are read one at a time.

``decode`` and ``scan`` cut a text into tokens, ``layout`` into paragraphs and sentences, ``quotes`` into quotations;
``lookup`` gives each token its word of the ``vocabulary`` and its form, ``phrases`` finds the entries of every lexicon,
and ``readability`` counts what the formulas need. The plain Python beside this package says what is right; the tests
demand equality with it.
"""
