"""The attribution rules of ``masthead.text`` over token records, function by function under the oracle's names."""
