"use strict";
// Fills the map under a list of results, the Leaflet map that Folium makes. Every name is put in as plain text, never as HTML.
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

  function bubble(card, row, name) {
    const box = element("div", "");
    const mark = card.querySelector(".example");
    if (mark) box.append(element("p", mark.textContent.trim(), "example"));
    box.append(element("p", `${row}. ${name}`), element("p", card.querySelector(".travel").textContent));
    const back = element("a", card.querySelector("h2 a").textContent);
    back.href = `#option-${row}`;
    back.addEventListener("click", (event) => {
      event.preventDefault();
      card.querySelector("h2 a").focus();
      card.scrollIntoView();
    });
    box.append(back);
    return box;
  }

  // The ring where travel is measured from. It does nothing, and must not be in the way of a pin.
  function here(map, name, lat, lon) {
    const icon = L.divIcon({ className: "pin pin-here", html: "", iconSize: [34, 34] });
    const marker = L.marker([lat, lon], { icon, keyboard: false, interactive: false }).addTo(map);
    marker.getElement().setAttribute("role", "img");
    marker.getElement().setAttribute("aria-label", `${frame.dataset.here}: ${name}`);
    markers.set(0, marker);
  }

  function pin(map, row, lat, lon, kind) {
    const { name } = data.pins.find((p) => p.row === row);
    if (!row) {
      here(map, name, lat, lon);
      return;
    }
    const card = document.getElementById(`option-${row}`);
    const example = card.classList.contains("is-example");
    const className = `pin pin-${kind}${example ? " pin-example" : ""}`;
    const icon = L.divIcon({ className, html: String(row), iconSize: [34, 34] });
    const marker = L.marker([lat, lon], { icon, keyboard: true, riseOnHover: true, zIndexOffset: 1000 - row }).addTo(map);
    const shown = L.popup({ maxWidth: 260, autoPanPaddingTopLeft: [60, 60], closeButton: true }).setContent(bubble(card, row, name));
    marker.bindPopup(shown);
    const button = marker.getElement();
    button.setAttribute("role", "button");
    const mark = example ? `, ${card.querySelector(".example").textContent.trim()}` : "";
    button.setAttribute("aria-label", `${row}. ${name}${mark}`);
    button.addEventListener("keydown", (event) => {
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
    marker.on("popupclose", () => button.focus());
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

  return { pin, showOptions };
})();
