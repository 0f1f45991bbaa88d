"""What is deleted when its time is over, by which rule, and how much that was."""
