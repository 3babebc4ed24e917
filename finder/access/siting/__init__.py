"""Where to place new locations when the existing ones stay: models over a table of savings, with a proof."""
