"""What a plan changes, person by person."""
