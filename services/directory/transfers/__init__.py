"""A member moves to another unit: asked for by one side, decided by the other."""
