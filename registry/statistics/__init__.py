"""What the catalogue holds as a whole, in figures that anybody may see."""
