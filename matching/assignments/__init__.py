"""The pairing of a whole round, proposed, explained, adopted, and the matches that follow."""
