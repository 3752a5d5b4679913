"""Samples for people to code: which articles are drawn, with what probability, and the sheet they are coded in."""
