"""Travel over the bundled road graph."""
