"""What came of all challenges together, in figures that anybody may see."""
