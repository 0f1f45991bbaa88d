"""Notes of meetings within a match: nobody is written down who did not agree, nothing is published unapproved."""
