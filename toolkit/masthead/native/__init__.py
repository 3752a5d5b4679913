"""The dialect in which the text model is written: the same functions run as Python or as machine code."""
