"""People, the organisations they speak for, what they were granted, and who is signed in."""
