"""Figures of members and units, kept as projections of what was told about check-ins and expectations."""
