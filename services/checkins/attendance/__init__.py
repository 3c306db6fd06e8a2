"""Who was there: roll calls, and the code that is shown on the spot."""
