"""The door to `data/`: reference tables as pure values of the domain."""
