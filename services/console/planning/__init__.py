"""A unit's study plans, made and changed in the console by those who may plan for it."""
