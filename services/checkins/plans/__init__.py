"""Study plans, their occurrences, and who is expected at them."""
