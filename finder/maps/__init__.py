"""From results to Folium maps, without arithmetic or text from data: Folium compiles its input as templates."""
