"""Study tasks and check-ins."""
