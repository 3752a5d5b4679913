"""The text model: a text cut into its parts, what is attributed to whom in it, and whose voice each word is in.

All parts go by the same offsets, in characters or in tokens of the text. ``phases`` takes a text through the steps in
their order, on the room of a ``workspace``: ``scan``, ``lookup``, ``paragraphs`` and ``boundaries``, ``quotes`` and
``quoted``, ``phrases``, and the ``rules``. ``readability`` and ``language`` need the first two only. ``reading`` shows
what then stands in the workspace as plain objects.
"""
