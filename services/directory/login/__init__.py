"""One-time codes that let a member into the console."""
