"use strict";
// Draws the planner's map on one canvas over Folium's Leaflet map: counties shaded by the share of people outside the standard,
// marks, locations, and the land outside the standard; today, or with new stops. Data is always inserted as plain text, never as HTML.
const coverageMap = (() => {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const lines = fetch(data.lines).then((answer) => answer.json()); // Loads while Leaflet is being parsed.
  lines.catch(() => {}); // A failure can come before the map exists. It is reported where the lines are drawn.
  const frame = document.querySelector(".map");
  const readout = document.querySelector(".readout");
  const words = data.words;
  // As the pages write shares, in each language: "82.2%", "50%".
  const percent = (thousandths) => `${(thousandths / 10).toFixed(1).replace(/\.0$/, "")}%`;

  const HATCH = 6; // Pixels between the lines of a hatching.
  const CLOSE = data.state ? 0 : 5.5; // The zoom from which small marks are drawn. On a national map, they would hide shades.
  const MARKS = ["short", "flips", "one", "short_then"];
  const ARROWS = { ArrowLeft: [-40, 0], ArrowRight: [40, 0], ArrowUp: [0, -40], ArrowDown: [0, 40] };
  const ZOOMS = { "+": 1, "=": 1, "-": -1, _: -1 };

  // ---- From numbers to shapes
  // Alaska continues past -180 degrees, so that it is one piece instead of two at opposite ends of the map.
  const west = (lon) => (lon > 0 ? lon - 360 : lon);
  const sums = (steps, sum = 0) => steps.map((step) => (sum += step));

  // Leaflet's spherical Mercator projection at zoom 0, where the world is 256 pixels wide.
  function world(lon, lat) {
    const sine = Math.sin((lat * Math.PI) / 180);
    return [(lon / 360 + 0.5) * 256, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 256];
  }

  // Returns points from steps [east, north, east, north, ...] in thousandths of a degree, each relative to the point before.
  function walk(steps) {
    const points = [];
    for (let i = 0, lon = 0, lat = 0; i < steps.length; i += 2) {
      points.push(world((lon += steps[i]) / 1000, (lat += steps[i + 1]) / 1000));
    }
    return points;
  }

  function trace(path, points) {
    points.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
    return path;
  }

  // Projects the arcs of a topology, and thereby everything that is read from them.
  function project(topology) {
    const { scale, translate } = topology.transform;
    delete topology.transform;
    topology.arcs = topology.arcs.map((arc, _, __, x = 0, y = 0) =>
      arc.map(([east, north]) => world((x += east) * scale[0] + translate[0], (y += north) * scale[1] + translate[1])),
    );
  }

  // Returns the centroid of a ring.
  function middle(ring) {
    let [x, y, area] = [0, 0, 0];
    for (let i = 1; i < ring.length; i++) {
      const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
      const cross = ax * by - bx * ay;
      [x, y, area] = [x + (ax + bx) * cross, y + (ay + by) * cross, area + 3 * cross];
    }
    return [x / area, y / area];
  }

  function county(polygons, row, fips, name) {
    const path = new Path2D();
    for (const ring of polygons.flat()) trace(path, ring).closePath();
    const outlines = polygons.map(([outline]) => outline);
    const [x, y] = [0, 1].map((axis) => outlines.flat().map((point) => point[axis]));
    const state = data.states[fips.slice(0, 2)];
    return {
      fips,
      path,
      place: `${name}, ${state}`,
      left: data.left[row],
      then: data.then?.[row],
      asked: !data.state || state === data.state,
      middle: middle(outlines.reduce((a, b) => (b.length > a.length ? b : a))),
      box: [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)],
    };
  }

  function readCounties(topology) {
    project(topology);
    const object = topology.objects.counties;
    const fips = sums(object.properties.fips).map((code) => String(code).padStart(5, "0"));
    object.geometries.forEach((geometry, row) => (geometry.state = fips[row].slice(0, 2)));
    const mesh = (filter) => topojson.mesh(topology, object, filter).coordinates.reduce(trace, new Path2D());
    const rows = topojson.feature(topology, object).features;
    const all = rows.map(({ geometry }, row) => county(geometry.coordinates, row, fips[row], object.properties.name[row]));
    for (const mark of MARKS) sums(data[mark] ?? []).forEach((row) => (all[row][mark] = true));
    const inside = mesh((a, b) => a !== b && a.state === b.state);
    return { all, inside, states: mesh((a, b) => a === b || a.state !== b.state) };
  }

  // ---- Painting
  const map = { leaflet: null, canvas: null, counties: null, selected: null, then: false };
  const places = { centers: walk(data.centers), stops: walk(data.stops), gained: walk(data.gained ?? []) };
  const land = new Path2D(); // The outline of the land outside the standard.

  function shade({ asked, ...found }) {
    const left = map.then ? found.then : found.left;
    if (!asked) return "-other";
    if (left === null) return "-none";
    if (left <= 0) return 0;
    return left >= 1000 ? 5 : 1 + Math.min(Math.floor(left / 250), 3);
  }

  // Returns one path for all counties of each shade.
  function byShade(counties) {
    const paths = new Map();
    for (const found of counties) {
      const key = shade(found);
      paths.set(key, paths.get(key) ?? new Path2D()).get(key).addPath(found.path);
    }
    return paths;
  }

  function hatching(color, scale) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = Math.round(HATCH * devicePixelRatio);
    const ink = tile.getContext("2d");
    ink.scale(tile.width / HATCH, tile.width / HATCH);
    ink.strokeStyle = color;
    ink.lineWidth = 1.1;
    for (const shift of [-HATCH, 0, HATCH]) {
      ink.moveTo(shift - 1, HATCH + 1);
      ink.lineTo(shift + HATCH + 1, -1);
    }
    ink.stroke();
    const pattern = ink.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / (devicePixelRatio * scale)));
    return pattern;
  }

  // Paints everything from bottom to top. Outlines stay in world coordinates, and the canvas moves and scales them.
  function paint() {
    const [size, corner, zoom] = [map.leaflet.getSize(), map.leaflet.getPixelBounds().min, map.leaflet.getZoom()];
    const [ratio, scale] = [devicePixelRatio, 2 ** zoom];
    L.DomUtil.setPosition(map.canvas, map.leaflet.containerPointToLayerPoint([0, 0]));
    [map.canvas.width, map.canvas.height] = [size.x * ratio, size.y * ratio];
    map.canvas.style.width = `${size.x}px`;
    const ink = map.canvas.getContext("2d");
    const tokens = getComputedStyle(frame);
    const color = (name) => tokens.getPropertyValue(name).trim();
    ink.setTransform(ratio * scale, 0, 0, ratio * scale, -ratio * corner.x, -ratio * corner.y);
    paintCounties(ink, color, scale);
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    const seen = ([x, y]) => x > -9 && y > -9 && x < size.x + 9 && y < size.y + 9;
    paintMarks(ink, color, zoom, (points) => points.map(([x, y]) => [x * scale - corner.x, y * scale - corner.y]).filter(seen));
  }

  function paintCounties(ink, color, scale) {
    const { all, inside, states } = map.counties;
    const stroke = (path, token, width, dash = []) => {
      ink.strokeStyle = color(token);
      ink.lineWidth = width / scale;
      ink.setLineDash(dash.map((length) => length / scale));
      ink.stroke(path);
    };
    for (const [key, path] of byShade(all)) {
      ink.fillStyle = color(`--s${key}`);
      ink.fill(path);
    }
    for (const [key, path] of byShade(all.filter((found) => found.flips))) {
      ink.fillStyle = hatching(color(`--h${key}`), scale);
      ink.fill(path);
    }
    ink.lineJoin = "round";
    stroke(inside, "--edge", 0.5);
    stroke(states, "--paper", 2.4);
    stroke(states, "--ink", 0.9);
    if (scale >= 2 ** CLOSE) {
      stroke(land, "--paper", 2.6);
      stroke(land, "--gap", 1.2, [4, 3]);
    }
    if (map.selected) {
      stroke(map.selected.path, "--paper", 6);
      stroke(map.selected.path, "--focus", 3);
    }
    ink.setLineDash([]);
  }

  function paintMarks(ink, color, zoom, inView) {
    const radius = Math.min(Math.max(1.2 + (zoom - 4.5) * 0.8, 0.5), 5);
    const draw = (points, outline, fill, line, width) => {
      const path = new Path2D();
      for (const [x, y] of inView(points)) outline(path, x, y);
      ink.fillStyle = color(fill);
      ink.strokeStyle = color(line);
      ink.lineWidth = width;
      ink.stroke(path);
      ink.fill(path);
    };
    const one = map.counties.all.filter((found) => found.one).map((found) => found.middle);
    if (zoom >= CLOSE) draw(one, diamond(5), "--paper", "--ink", 2.4);
    draw(places.gained, circle(Math.max(radius, 2.5)), "--paper", "--gap", 3);
    draw(places.centers, circle(radius), "--site", "--paper", Math.min(radius, 2));
    draw(places.stops, square(radius), "--site", "--paper", Math.min(radius, 2));
  }

  const circle = (radius) => (path, x, y) => {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  };
  const square = (half) => (path, x, y) => path.rect(x - half, y - half, 2 * half, 2 * half);
  const diamond = (half) => (path, x, y) =>
    trace(path, [[x, y - half], [x + half, y], [x, y + half], [x - half, y]]).closePath();

  // ---- Text
  function leftOut(left) {
    if (left === null) return words.nobody;
    if (left === 0) return words.none_left;
    return left === 1000 ? words.all_left : words.some_left.replace("{share}", () => percent(left));
  }

  function beforeAndAfter({ left, then, short, short_then }) {
    if (left === null) return [words.nobody];
    const notes = ["today", "then"].map((when, i) => words[when].replace("{left}", () => leftOut([left, then][i])));
    return short ? [...notes, short_then ? words.short : words.comes_to_pass] : notes;
  }

  function sentence(found) {
    const said = data.then ? beforeAndAfter : ({ left }) => [leftOut(left), ...marked(found)];
    return `${found.place}: ${(found.asked ? said(found) : [words.not_asked]).join("; ")}`;
  }

  const marked = (found) => ["short", "flips", "one"].filter((mark) => found[mark]).map((mark) => words[mark]);

  const pageOf = ({ fips }) => data.county_url.replace("{fips}", fips);
  const element = (tag, said) => Object.assign(document.createElement(tag), { textContent: said });

  function select(found) {
    if (!found || found === map.selected) return;
    map.selected = found;
    const link = element("a", words.open.replace("{place}", () => found.place));
    link.href = pageOf(found);
    readout.replaceChildren(element("span", sentence(found)), " ", link);
    paint();
  }

  // ---- Keyboard and pointer
  const touch = document.createElement("canvas").getContext("2d");

  function countyAt({ lat, lng }) {
    const [x, y] = world(west(lng), lat);
    const within = ({ box }) => box[0] <= x && box[1] <= y && x <= box[2] && y <= box[3];
    return map.counties.all.find((found) => within(found) && touch.isPointInPath(found.path, x, y));
  }

  function onKey(event) {
    const arrow = ARROWS[event.key];
    if (event.target !== map.leaflet.getContainer() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (arrow) map.leaflet.panBy(L.point(arrow).multiplyBy(event.shiftKey ? 4 : 1), { animate: false });
    else if (event.key in ZOOMS) map.leaflet.setZoom(map.leaflet.getZoom() + ZOOMS[event.key]);
    else if (event.key === "Enter" && map.selected) window.location.assign(pageOf(map.selected));
    else return;
    event.preventDefault();
    select(countyAt(map.leaflet.getCenter()));
  }

  function byKeyboard() {
    const box = map.leaflet.getContainer();
    box.append(Object.assign(element("span", ""), { className: "cross" }));
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", words.help);
    box.addEventListener("keydown", onKey);
    box.addEventListener("focus", () => box.matches(":focus-visible") && select(countyAt(map.leaflet.getCenter())));
    for (const way of ["in", "out"]) {
      const button = box.querySelector(`.leaflet-control-zoom-${way}`);
      button.title = words[`zoom_${way}`];
      button.setAttribute("aria-label", button.title);
    }
  }

  function byPointer() {
    map.leaflet.on("click", (event) => select(countyAt(event.latlng)));
    if (!matchMedia("(hover: hover)").matches) return;
    const tip = L.tooltip({ direction: "top", offset: [0, -8] });
    const hide = () => map.leaflet.closeTooltip(tip);
    map.leaflet.on("mouseout dragstart", hide);
    document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
    map.leaflet.on("mousemove", (event) => {
      const found = countyAt(event.latlng);
      if (found) map.leaflet.openTooltip(tip.setContent(element("span", sentence(found))).setLatLng(event.latlng));
      else hide();
    });
  }

  // Adds numbers that link to the list of gaps or stops. Where several would overlap, only the first is shown until the reader zooms in.
  function addNumbers() {
    const markers = data.marks.map(([rank, lat, lon]) => {
      const link = element("a", rank);
      link.href = `#${data.anchor}-${rank}`;
      link.setAttribute("aria-label", words.region.replace("{rank}", rank));
      L.DomEvent.disableClickPropagation(link);
      const icon = L.divIcon({ className: "region", html: link, iconSize: [30, 30] });
      return L.marker([lat, west(lon)], { icon, interactive: false, keyboard: false }).addTo(map.leaflet);
    });
    const thin = () =>
      markers.reduce((shown, marker) => {
        const at = map.leaflet.latLngToLayerPoint(marker.getLatLng());
        marker.getElement().hidden = shown.some((other) => other.distanceTo(at) < 30);
        return marker.getElement().hidden ? shown : [...shown, at];
      }, []);
    map.leaflet.on("zoomend", thin);
    thin();
  }

  // Colors follow the color scheme of the screen and the printer. The printed map shows what the screen showed, at page width.
  function followMedia() {
    for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", paint);
    let before = null;
    const resize = (printing) => {
      frame.classList.toggle("printing", printing);
      return map.leaflet.invalidateSize({ animate: false });
    };
    addEventListener("beforeprint", () => {
      before = { center: map.leaflet.getCenter(), zoom: map.leaflet.getZoom() };
      const shown = map.leaflet.getBounds();
      resize(true).fitBounds(shown, { animate: false });
    });
    addEventListener("afterprint", () => resize(false).setView(before.center, before.zoom, { animate: false }));
  }

  // Lets the reader see the counties as they are today, and as they would be with the new stops.
  function byTime() {
    const choice = document.getElementById("map-when");
    choice.hidden = false;
    choice.addEventListener("change", (event) => {
      map.then = event.target.checked;
      paint();
    });
  }

  async function addLand() {
    const answer = await fetch(data.gap_land);
    if (!answer.ok) return;
    for (const ring of await answer.json()) trace(land, walk(ring)).closePath();
    paint();
    frame.dataset.land = "yes";
  }

  async function show(leaflet) {
    map.leaflet = leaflet;
    leaflet.attributionControl.setPrefix(false);
    leaflet.zoomControl.setPosition("bottomleft"); // Over Mexico and the Pacific.
    try {
      map.counties = readCounties(await lines);
    } catch {
      readout.textContent = words.failed;
      return;
    }
    const Counties = L.Layer.extend({
      onAdd: () => (map.canvas = L.DomUtil.create("canvas", "", leaflet.getPanes().overlayPane)),
      getEvents: () => ({ move: paint, resize: paint }),
    });
    new Counties().addTo(leaflet);
    paint();
    addNumbers();
    byKeyboard();
    byPointer();
    followMedia();
    if (data.then) byTime();
    readout.textContent = words.start;
    readout.setAttribute("aria-live", "polite"); // Only now, so that the first text is not announced.
    frame.dataset.ready = "yes";
    if (data.gap_land) await addLand();
  }

  return { show };
})();
