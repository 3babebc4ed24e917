"""Infusion Access Finder: who can travel to infusion care, and who cannot."""

__version__ = "0.2.0"
