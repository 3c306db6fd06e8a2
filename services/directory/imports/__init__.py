"""Members and units from sheets, and back: what a district already has in .xlsx and .csv."""
