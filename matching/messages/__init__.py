"""What owner, team and officers write to each other within a match."""
