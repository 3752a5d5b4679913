"""Compare news outlets: how they word, source, hedge and write what they report."""

__version__ = "0.1.0"
