"""Texts as they came: markup, written-out line breaks, damaged and invisible characters are undone while reading."""
