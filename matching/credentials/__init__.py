"""What the members of a team may show of what they delivered, so that anybody can check it."""
