"""Text to places."""
