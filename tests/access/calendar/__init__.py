"""Calendars of mobile units: compared with every possible plan on small fleets."""
