"""Spreadsheets as they are written by every part of the system."""
