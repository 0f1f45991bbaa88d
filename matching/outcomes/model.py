"""An outcome figure: what one measure of a challenge was on one day."""

from typing import Final

#: As large as a measure of a challenge can be; beyond it no figure of public work is.
LARGEST_FIGURE: Final = 1e12
