"use strict";
// Fills the map below a list of results, a Leaflet map made by Folium. Names are always inserted as plain text, never as HTML.
const finderMap = (() => {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const frame = document.querySelector(".map");
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const markers = new Map();
  const APART = 36; // The least distance between the centers of two pins, across or down. A pin is 34 pixels wide and high.
  const EDGE = 20;
  const ZOOM_BUTTONS = { left: 0, top: 0, right: 60, bottom: 108 };
  const box = ({ x, y }, half) => ({ left: x - half, top: y - half, right: x + half, bottom: y + half });
  const hit = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  const element = (tag, words, className = "") => {
    const made = document.createElement(tag);
    made.textContent = words;
    made.className = className;
    return made;
  };

  function bubble(card, row, name) {
    const content = element("div", "");
    const mark = card.querySelector(".example");
    const back = element("a", `${row}. ${name}`);
    back.href = `#option-${row}`;
    back.addEventListener("click", (event) => {
      event.preventDefault();
      card.querySelector("h3 a").focus();
      card.scrollIntoView();
    });
    content.append(back, ...(mark ? [element("p", mark.textContent.trim(), "example")] : []));
    for (const fact of card.querySelectorAll(".travel, .evidence")) content.append(element("p", fact.textContent));
    return content;
  }

  // Adds the ring around the point that travel is measured from. It is not interactive and must not cover a pin.
  function here(map, name, lat, lon) {
    const icon = L.divIcon({ className: "pin pin-here", html: "", iconSize: [34, 34] });
    const marker = L.marker([lat, lon], { icon, keyboard: false, interactive: false }).addTo(map);
    marker.getElement().setAttribute("role", "img");
    marker.getElement().setAttribute("aria-label", `${frame.dataset.here}: ${name}`);
    markers.set(0, Object.assign(marker, { spot: marker.getLatLng() }));
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
    const icon = L.divIcon({ className, html: String(row), iconSize: [34, 34], popupAnchor: [0, -12] });
    const marker = L.marker([lat, lon], { icon, keyboard: true, riseOnHover: true, zIndexOffset: 1000 - row }).addTo(map);
    const room = { autoPanPaddingTopLeft: [64, 8], autoPanPaddingBottomRight: [8, 8], ...bubbleRoom(map) };
    const shown = L.popup(room).setContent(bubble(card, row, name));
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
    markers.set(row, Object.assign(marker, { spot: marker.getLatLng() }));
  }

  // Returns the size that fits next to the zoom buttons. A bubble's own edges and tip are 28 pixels wide and 40 high.
  function bubbleRoom(map) {
    const { x, y } = map.getSize();
    return { maxWidth: Math.min(260, x - 64 - 8 - 28), maxHeight: y - 16 - 40 };
  }

  function common(map) {
    map.attributionControl.setPrefix(false);
    for (const way of ["in", "out"]) {
      const button = frame.querySelector(`.leaflet-control-zoom-${way}`);
      button.title = frame.dataset[way];
      button.setAttribute("aria-label", frame.dataset[way]);
    }
    // Leaflet has no option that turns off the animation of panBy.
    map.panBy = (offset) => L.Map.prototype.panBy.call(map, offset, { animate: false });
    map.on("resize", () => markers.forEach((m) => m.getPopup() && Object.assign(m.getPopup().options, bubbleRoom(map))));
    document.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
  }

  // Yields positions around a spot, nearest first: on circles, starting on the right.
  function* around(spot) {
    for (let far = APART; far < 6 * APART; far += APART / 3) {
      const steps = Math.ceil(far / 5);
      for (let i = 0; i < steps; i++) {
        const turn = (2 * Math.PI * i) / steps;
        yield spot.add([far * Math.cos(turn), far * Math.sin(turn)]);
      }
    }
  }

  // Moves pins that would overlap next to each other, each with a line to its true spot. Space is kept for the name of the
  // reader's own town.
  function spread(map, lines, own) {
    const shown = L.bounds([ZOOM_BUTTONS.right + EDGE, EDGE], map.getSize().subtract([EDGE, EDGE]));
    const taken = [];
    const apart = (point) => taken.every((t) => Math.max(Math.abs(t.x - point.x), Math.abs(t.y - point.y)) >= APART);
    const crowded = [];
    lines.clearLayers();
    for (const marker of markers.values()) { // The ring first, then by rank.
      const point = map.latLngToContainerPoint(marker.spot);
      marker.setLatLng(marker.spot);
      if (apart(point)) taken.push(point);
      else crowded.push([marker, point]);
    }
    const spots = crowded.map(([, spot]) => box(spot, 4));
    const name = placeForName(map, own, [ZOOM_BUTTONS, ...taken.map((point) => box(point, 18)), ...spots]);
    for (const [marker, spot] of crowded) {
      const beside = [...around(spot)].filter((point) => apart(point) && !(name && hit(box(point, 18), name)));
      const point = (shown.contains(spot) && beside.find((b) => shown.contains(b))) || beside[0] || spot;
      taken.push(point);
      marker.setLatLng(map.containerPointToLatLng(point));
      const ink = { color: color("--ink"), weight: 2, interactive: false };
      lines.addLayer(L.polyline([marker.spot, marker.getLatLng()], ink));
      lines.addLayer(L.circleMarker(marker.spot, { ...ink, radius: 3, fillOpacity: 1 }));
    }
  }

  // Finds a free position for a name: beside, above, or below its dot. A town of the list may also be beyond a pin on its dot.
  function placeForName(map, { at, width, listed }, taken) {
    const { x, y } = map.latLngToContainerPoint(at);
    const size = map.getSize();
    for (const gap of listed ? [8, 22, 40] : [8]) {
      const [over, under, middle] = [y - gap - 20, y + gap - 2, x - width / 2];
      const corners = [[x + gap, y - 11], [x - gap - width, y - 11], [middle, over], [middle, under]];
      if (listed) corners.push([x, over], [x, under], [x - width, over], [x - width, under]);
      for (const [left, top] of corners) {
        const name = { left, top, right: left + width, bottom: top + 22 };
        const inside = left > 3 && top > 3 && name.right < size.x - 3 && name.bottom < size.y - 3;
        if (inside && !taken.some((t) => hit(t, name))) return name;
      }
    }
    return null;
  }

  // Shows the names of towns that no pin or other name overlaps: those of the list, then the others, largest first.
  function nameTowns(map, towns) {
    const boxAt = (at, half) => box(map.latLngToContainerPoint(at), half);
    const taken = [...markers.values()].flatMap((m) => [boxAt(m.getLatLng(), 18), boxAt(m.spot, 4)]);
    taken.push(ZOOM_BUTTONS);
    for (const town of towns) {
      const dot = map.latLngToContainerPoint(town.at);
      const covered = !town.listed && taken.some((t) => hit(t, box(dot, 3)));
      const name = covered ? null : placeForName(map, town, taken);
      town.label.hidden = town.dot.hidden = !name;
      if (!name) continue;
      taken.push(name, box(dot, 3));
      L.DomUtil.setPosition(town.label, map.containerPointToLayerPoint([name.left, name.top]));
      L.DomUtil.setPosition(town.dot, map.containerPointToLayerPoint(dot));
    }
  }

  function makeTowns(map) {
    const pane = map.createPane("towns");
    // Names alone mean nothing in a screen reader, and the list has the town of each location.
    pane.setAttribute("aria-hidden", "true");
    const make = (listed) => ([name, lat, lon]) => {
      const [label, dot] = [element("span", name, "town"), element("span", "", "town-dot")];
      pane.append(label, dot);
      return { at: [lat, lon], label, dot, listed, width: label.offsetWidth };
    };
    return [...data.named.map(make(true)), ...data.towns.map(make(false))];
  }

  // Shows the list or the map where there is room for only one. The reader comes back to the list where they left it.
  let left = null;
  function show(map, view) {
    document.body.classList.toggle("as-map", view === "map");
    for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", button.dataset.view === view);
    if (view === "map") map.invalidateSize({ animate: false });
    else if (left) left.scrollIntoView();
  }

  function offerViews(map) {
    document.querySelector(".views").hidden = false;
    for (const button of document.querySelectorAll("[data-view]")) {
      button.addEventListener("click", () => {
        show(map, button.dataset.view);
        left = null;
        if (button.dataset.view === "map") map.getContainer().focus({ preventScroll: true });
      });
    }
  }

  // Folium adds the pins after this call, so everything that depends on them waits for the end of its script.
  function showOptions(map) {
    common(map);
    L.polyline(data.lines, { color: color("--line"), weight: 1, interactive: false }).addTo(map);
    const lines = L.layerGroup().addTo(map);
    const towns = makeTowns(map);
    queueMicrotask(() => {
      spread(map, lines, towns[0]);
      nameTowns(map, towns);
      map.on("zoomend", () => spread(map, lines, towns[0])).on("moveend", () => nameTowns(map, towns));
    });
    offerViews(map);
    for (const button of document.querySelectorAll("[data-show]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const marker = markers.get(Number(button.dataset.show));
        left = button.closest(".card");
        show(map, "map");
        frame.scrollIntoView({ block: "nearest" });
        map.closePopup(); // First, because closing returns the focus to a pin, and Leaflet scrolls that pin into view.
        map.setView(marker.spot, Math.max(map.getZoom(), 9));
        marker.openPopup();
      });
    }
  }

  return { pin, showOptions };
})();
