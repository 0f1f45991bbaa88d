"""What a benchmark says last: a name, a value, a target, and whether it was met."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that may not be larger than its target, or with `at_least` not smaller."""

    name: str
    value: float
    target: float
    at_least: bool = False

    def is_met(self) -> bool:
        """Whether the target is reached; being exactly at it counts."""
        return self.value >= self.target if self.at_least else self.value <= self.target

    def line(self) -> str:
        """The line that programs read."""
        return f"GOAL {self.name} {self.value:.2f} {self.target:g} {'ok' if self.is_met() else 'short'}"
