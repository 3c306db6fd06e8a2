"""Pages about the rules that units are held to: policies, and how far make-ups go."""
