"""How things are said: every vocabulary and every number format, once."""
