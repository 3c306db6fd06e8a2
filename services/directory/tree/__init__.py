"""The tree changes: units are moved, merged, split and closed, and their members follow."""
