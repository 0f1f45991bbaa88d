"""What somebody shows of themselves in a team, which skills they bring, and what stands in their way."""
