"""What was seen of repositories, and what follows for the catalogue."""
