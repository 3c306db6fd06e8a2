"""Members' own notes."""
