"""What a task asks for as evidence, and whether a check-in gives it."""
