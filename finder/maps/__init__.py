"""Folium maps of results, without arithmetic and without text from data, because Folium compiles its input as templates."""
