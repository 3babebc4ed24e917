"use strict";
// Fills the Leaflet map that Folium makes. Every name is put in as plain text, never as HTML.
const finderMap = (() => {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const frame = document.querySelector(".map");
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const markers = new Map();

  const element = (tag, words, className = "") => {
    const made = document.createElement(tag);
    made.textContent = words;
    made.className = className;
    return made;
  };

  // West of the date line Alaska goes on: one piece instead of two at the map's ends.
  const west = (lon) => (lon > 0 ? lon - 360 : lon);

  function bubble(row, name) {
    const box = element("div", "");
    box.append(element("p", row ? `${row}. ${name}` : `${frame.dataset.here}: ${name}`));
    const card = row && document.getElementById(`option-${row}`);
    if (card) {
      const mark = card.querySelector(".example");
      if (mark) box.prepend(element("p", mark.textContent.trim(), "example"));
      box.append(element("p", card.querySelector(".travel").textContent));
      const back = element("a", card.querySelector("h2 a").textContent);
      back.href = `#option-${row}`;
      back.addEventListener("click", (event) => {
        event.preventDefault();
        card.querySelector("h2 a").focus();
        card.scrollIntoView();
      });
      box.append(back);
    }
    return box;
  }

  function pin(map, row, lat, lon, kind) {
    const { name } = data.pins.find((p) => p.row === row);
    const card = document.getElementById(`option-${row}`);
    const example = card && card.classList.contains("is-example");
    const className = `pin pin-${kind}${example ? " pin-example" : ""}`;
    const icon = L.divIcon({ className, html: row ? String(row) : "", iconSize: [34, 34] });
    const marker = L.marker([lat, lon], { icon, keyboard: true, riseOnHover: true, zIndexOffset: row ? 1000 - row : 0 }).addTo(map);
    const shown = L.popup({ maxWidth: 260, autoPanPaddingTopLeft: [60, 60], closeButton: true }).setContent(bubble(row, name));
    marker.bindPopup(shown);
    const here = marker.getElement();
    here.setAttribute("role", "button");
    const mark = example ? `, ${card.querySelector(".example").textContent.trim()}` : "";
    here.setAttribute("aria-label", row ? `${row}. ${name}${mark}` : `${frame.dataset.here}: ${name}`);
    here.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        marker.openPopup();
      }
    });
    marker.on("popupopen", () => {
      const close = shown.getElement().querySelector(".leaflet-popup-close-button");
      close.setAttribute("aria-label", frame.dataset.close);
      (shown.getElement().querySelector(".leaflet-popup-content a") || close).focus();
    });
    marker.on("popupclose", () => here.focus());
    markers.set(row, marker);
  }

  function common(map) {
    map.attributionControl.setPrefix(false);
    document.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
  }

  // Names of towns, the largest first, where no pin and no other name is in the way.
  function addTowns(map) {
    const at = (point) => map.project(point, map.getZoom());
    const taken = [...markers.values()].map((m) => ({ x: at(m.getLatLng()).x - 20, y: at(m.getLatLng()).y, width: 40 }));
    for (const [name, lat, lon] of data.towns) {
      const spot = { ...at([lat, lon]), width: 14 + 8 * name.length };
      const hit = (t) => Math.abs(t.y - spot.y) < 24 && t.x < spot.x + spot.width && spot.x < t.x + t.width;
      if (taken.some(hit)) continue;
      taken.push({ x: spot.x, y: spot.y, width: spot.width });
      const icon = L.divIcon({ className: "town", html: element("span", name), iconSize: [0, 0] });
      L.marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
    }
  }

  // Folium adds the pins after this call: what depends on them waits for the end of its script.
  function showOptions(map) {
    common(map);
    queueMicrotask(() => addTowns(map));
    L.polyline(data.lines, { color: color("--line"), weight: 1, interactive: false }).addTo(map);
    for (const button of document.querySelectorAll("[data-show]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const marker = markers.get(Number(button.dataset.show));
        frame.scrollIntoView({ block: "center" });
        map.setView(marker.getLatLng(), Math.max(map.getZoom(), 9));
        marker.openPopup();
      });
    }
  }

  const ramp = (share) => {
    if (share === null || share === undefined) return "--s-none";
    if (share <= 0) return "--s0";
    if (share >= 1) return "--s5";
    return share < 0.25 ? "--s1" : share < 0.5 ? "--s2" : share < 0.75 ? "--s3" : "--s4";
  };

  function leftOut(fips) {
    const share = data.shares[fips];
    return share === null || share === undefined ? data.names[fips] || "" : `${data.names[fips]}: ${Math.round(share * 100)} % ${frame.dataset.leftOut}`;
  }

  function addCounties(map, topology) {
    const shift = (coords) => L.latLng(coords[1], west(coords[0]));
    const counties = topojson.feature(topology, topology.objects.counties);
    const layer = L.geoJSON(counties, {
      coordsToLatLng: shift,
      style: (f) => ({ fillColor: color(ramp(data.shares[f.id])), fillOpacity: 1, color: color("--line"), weight: 0.4 }),
    }).addTo(map);
    layer.bindTooltip((l) => element("span", leftOut(l.feature.id)), { sticky: true });
    const states = topojson.mesh(topology, topology.objects.states);
    L.geoJSON(states, { coordsToLatLng: shift, interactive: false, style: { color: color("--ink"), weight: 1 } }).addTo(map);
    const gap = { color: color("--gap"), weight: 1, dashArray: "4 3", fill: false, interactive: false };
    L.polygon(data.gaps, gap).addTo(map);
    for (const at of data.sites) {
      L.circleMarker(at, { radius: 2, stroke: false, fillColor: color("--site"), fillOpacity: 1, interactive: false }).addTo(map);
    }
    frame.dataset.ready = "yes";
  }

  async function showCoverage(map) {
    common(map);
    const answer = await fetch("/map/counties.topo.json");
    addCounties(map, await answer.json());
  }

  return { pin, showOptions, showCoverage };
})();
