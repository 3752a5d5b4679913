"""The page of a whole study: every part of a report in one file that loads nothing."""
