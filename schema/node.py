"""What everything with an id has in common."""

import strawberry


@strawberry.interface(description="Something with an id that stays the same for good (Relay's Node).")
class Node:
    """Relay's object identification."""

    id: strawberry.ID = strawberry.field(description="Global id; opaque, pass it back as it came.")
