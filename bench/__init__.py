"""How many check-ins a second the batch path records, beside less careful ways: ``make bench``."""
