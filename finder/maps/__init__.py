"""Results -> Folium maps; no arithmetic, and no data text: Folium compiles what it is given as a template."""
