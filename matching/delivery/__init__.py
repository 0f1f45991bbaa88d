"""What a match reaches on its way, and the public code that comes of it."""
