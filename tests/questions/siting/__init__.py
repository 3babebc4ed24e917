"""The question of siting."""
