"""Leave of absence: requested or recorded, decided, cancelled."""
