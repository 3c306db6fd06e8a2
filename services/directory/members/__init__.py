"""The members of the units."""
