"""What is known of the forges themselves: how often they may be asked, what they answered, what they told us."""
