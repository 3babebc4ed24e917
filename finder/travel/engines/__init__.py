"""Travel measured by a routing engine of the operator's own."""
