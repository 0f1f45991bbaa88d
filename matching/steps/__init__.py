"""What is next: everything that waits for somebody, with its day, in one place; and who is reminded of it once."""
