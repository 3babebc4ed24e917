"""From text to places."""
