"""The bills of materials that are kept for software of the catalogue, from its forge or from its publisher."""
