"""Challenges in: programmes, challenges, teams, and how they find each other."""
