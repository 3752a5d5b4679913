"""From Python functions to machine code; imported only where the machine code is not in the cache."""
