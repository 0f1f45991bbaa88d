"""Hours of help: one credit an hour, counted when both sides confirm, and never spent before they are there."""
