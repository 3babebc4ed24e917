"""Closures: who loses what if a location closes."""
