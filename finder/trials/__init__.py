"""Recruiting trials from a saved copy of a public register, by distance from a place that never leaves this machine."""
