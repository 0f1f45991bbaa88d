"""The public vote on the proposals of a round."""
