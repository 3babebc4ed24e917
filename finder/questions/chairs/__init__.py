"""Chairs: how the chairs within reach are shared."""
