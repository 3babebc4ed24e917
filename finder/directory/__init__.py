"""Listings of centers and mobile units."""
