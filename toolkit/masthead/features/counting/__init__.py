"""The one pass over a batch: each text is read once, and every family counts and writes its hits from that reading."""
