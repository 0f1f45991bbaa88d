"""How people and roles find each other: shown, invited, accepted, and joined in a team."""
