"""A whole study: what is compared, declared in one file, and everything that is found in it."""
