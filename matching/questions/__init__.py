"""What anybody asks about a challenge, and what its owner answers, in public."""
