"""The themes of a round, and who commits to them."""
