"""Calendars of mobile units: which unit is where on which days, over the listings that come of it."""
