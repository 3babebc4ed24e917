"""Reference tables in `data/` as pure values of the domain."""
