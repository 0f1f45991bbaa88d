"""Who may solve a challenge: teams, their skills, members and declared interests."""
