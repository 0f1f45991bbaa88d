"""Software that came out of one another: forks, what they were forked from, and whether one lives on in another."""
