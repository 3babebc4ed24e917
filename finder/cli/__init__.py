"""The command line: a command becomes a query, a result becomes text."""
