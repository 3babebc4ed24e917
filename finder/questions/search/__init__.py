"""Search: infusion care near a place, ranked."""
