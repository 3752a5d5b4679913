"""Stretches of an article's text that are not its reporting: marked, never cut."""
