"""The console: what an officer sees of the units below, in a browser page."""
