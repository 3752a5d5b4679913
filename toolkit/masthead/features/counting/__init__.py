"""The one pass over a batch, compiled: counts and hits of every family from the phases of ``masthead.text.kernel``."""
