"""Siting models: compared with every possible choice on small tables."""
