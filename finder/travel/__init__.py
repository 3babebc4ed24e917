"""Points to travel: every model answers with the same sparse travel matrix."""
