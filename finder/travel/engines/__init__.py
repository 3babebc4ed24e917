"""Travel measured by a routing engine that the operator runs."""
