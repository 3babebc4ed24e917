"""Closures: what is lost if a location closes, alone, in pairs, or with others."""
