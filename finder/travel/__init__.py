"""Travel models: each takes the points at both ends and returns a sparse travel matrix."""
