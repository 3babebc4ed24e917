"""Calendars of mobile units: which unit is at which stop on which days of a cycle of four weeks."""
