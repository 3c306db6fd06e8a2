"""The whole state that other services keep copies of, page by page."""
