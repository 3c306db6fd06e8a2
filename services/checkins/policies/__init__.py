"""What is asked of units in a month or a year, as data, and whether they keep it."""
