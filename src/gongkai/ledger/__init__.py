"""The append-only record of what happened. Knows agency codes and actors' labels, no one's tables."""
