"""The rules by which a text is read: who is said to have said what, by which cue, and whose voice each word is in."""
