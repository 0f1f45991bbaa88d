"""GraphQL over HTTP: what a client asks, how it is answered, and queries known by their hash."""
