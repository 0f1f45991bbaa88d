"""Messages between servers: what we tell others, and what GitHub tells us."""
