"""Comparing outlets: against the rest, against a baseline, and in their choice of words; and what is their own work."""
