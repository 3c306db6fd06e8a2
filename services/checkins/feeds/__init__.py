"""Calendar feeds: a member's study tasks, or a unit's, for the calendar programs of their devices."""
