"""Finding software, challenges and teams in any words, in one of two engines."""
