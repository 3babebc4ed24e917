"use strict";
// Draws the planner's map on the Leaflet map that Folium makes, all on one canvas: counties shaded by the share of people
// left out, marks, sites, the land outside the limit. Every word of data is put in as plain text, never as HTML.
const coverageMap = (() => {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const lines = fetch(data.lines).then((answer) => answer.json()); // on its way while Leaflet is being read
  const frame = document.querySelector(".map");
  const readout = document.querySelector(".readout");
  const words = data.words;
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 });

  const TILE = 256; // pixels that the world is wide at zoom 0
  const STEP = 40; // pixels that an arrow key moves the map
  const HATCH = 6; // pixels from one line of a hatching to the next

  // Leaflet's spherical Mercator at zoom 0. West of the date line Alaska goes on.
  function world(lon, lat) {
    const sine = Math.sin((lat * Math.PI) / 180);
    return [(lon / 360 + 0.5) * TILE, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * TILE];
  }

  // Points from steps [east, north, east, north, ...] in thousandths of a degree, each from the point before.
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

  // ---- counties

  function shade(left) {
    if (left <= 0) return 0;
    return left >= 1000 ? 5 : 1 + Math.min(Math.floor(left / 250), 3);
  }

  // Puts the arcs on the plane in place, so that all that is read from them is there too.
  function flatten(topology) {
    const { scale, translate } = topology.transform;
    delete topology.transform;
    topology.arcs = topology.arcs.map((arc) => {
      let [x, y] = [0, 0];
      return arc.map(([east, north]) => world((x += east) * scale[0] + translate[0], (y += north) * scale[1] + translate[1]));
    });
  }

  // The middle of the area that a ring encloses.
  function middle(ring) {
    let [area, x, y] = [0, 0, 0];
    ring.slice(1).forEach(([bx, by], i) => {
      const [ax, ay] = ring[i];
      const cross = ax * by - bx * ay;
      area += cross;
      x += (ax + bx) * cross;
      y += (ay + by) * cross;
    });
    return [x / (3 * area), y / (3 * area)];
  }

  function county(shape, row, fips, name) {
    const path = new Path2D();
    const rings = shape.coordinates.flat();
    for (const ring of rings) trace(path, ring).closePath();
    const longest = rings.reduce((a, b) => (b.length > a.length ? b : a));
    const [x, y] = [0, 1].map((axis) => rings.flatMap((ring) => ring.map((point) => point[axis])));
    return {
      fips,
      path,
      place: `${name}, ${data.states[fips.slice(0, 2)]}`,
      left: data.left[row],
      asked: !data.state || data.states[fips.slice(0, 2)] === data.state,
      middle: middle(longest),
      box: [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)],
    };
  }

  function readCounties(topology) {
    flatten(topology);
    const object = topology.objects.counties;
    const { fips: steps, name } = object.properties;
    let code = 0;
    const fips = steps.map((step) => String((code += step)).padStart(5, "0"));
    object.geometries.forEach((geometry, row) => (geometry.id = fips[row]));
    const inside = topojson.mesh(topology, object, (a, b) => a.id.slice(0, 2) === b.id.slice(0, 2) && a !== b);
    const states = topojson.mesh(topology, object, (a, b) => a === b || a.id.slice(0, 2) !== b.id.slice(0, 2));
    const drawn = (mesh) => mesh.coordinates.reduce(trace, new Path2D());
    return {
      all: object.geometries.map((shape, row) => county(topojson.feature(topology, shape).geometry, row, fips[row], name[row])),
      inside: drawn(inside),
      states: drawn(states),
    };
  }

  const scratch = document.createElement("canvas").getContext("2d");

  function countyAt(counties, { lat, lng }) {
    const [x, y] = world(lng > 0 ? lng - 360 : lng, lat);
    return counties.all.find(
      ({ box, path }) => box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3] && scratch.isPointInPath(path, x, y, "evenodd"),
    );
  }

  // ---- words

  function leftOut({ left, asked }) {
    if (!asked) return words.not_asked;
    if (left === null) return words.nobody;
    if (left === 0 || left === 1000) return left ? words.all_left : words.none_left;
    return words.some_left.replace("{share}", () => percent.format(left / 1000));
  }

  function sentence(found) {
    const notes = [leftOut(found)];
    if (marked.flips.has(found)) notes.push(words.flips);
    if (marked.one.has(found)) notes.push(words.one);
    return `${found.place}: ${notes.join("; ")}.`;
  }

  const pageOf = (found) => data.county_url.replace("{fips}", found.fips);

  function say(found) {
    const link = document.createElement("a");
    link.href = pageOf(found);
    link.textContent = words.open.replace("{place}", () => found.place);
    const said = document.createElement("span");
    said.textContent = sentence(found);
    readout.replaceChildren(said, " ", link);
  }

  // ---- painting

  const marked = { flips: new Set(), one: new Set() };
  const shades = new Map(); // colour token -> the outlines of its counties, in one path
  const hatches = new Map(); // the same, of counties whose verdict flips
  const sites = { centers: walk(data.centers), stops: walk(data.stops) };
  const rings = new Path2D(); // around the land outside the limit
  const view = { counties: null, selected: null };

  function sort(counties) {
    const put = (paths, key, path) => paths.set(key, (paths.get(key) || new Path2D())).get(key).addPath(path);
    for (const found of counties.all) {
      put(shades, !found.asked ? "--s-other" : found.left === null ? "--s-none" : `--s${shade(found.left)}`, found.path);
    }
    for (const row of data.flips) {
      const found = counties.all[row];
      marked.flips.add(found);
      put(hatches, `--h${shade(found.left)}`, found.path);
    }
    for (const row of data.one) marked.one.add(counties.all[row]);
    view.counties = counties;
  }

  function hatching(color, ratio) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = HATCH * ratio;
    const ink = tile.getContext("2d");
    ink.scale(ratio, ratio);
    ink.strokeStyle = color;
    ink.lineWidth = 1.2;
    ink.beginPath();
    for (const shift of [-HATCH, 0, HATCH]) {
      ink.moveTo(shift - 1, HATCH + 1);
      ink.lineTo(shift + HATCH + 1, -1);
    }
    ink.stroke();
    return ink.createPattern(tile, "repeat");
  }

  // One pass over all, from the ground up. Outlines lie in the world's plane: the canvas moves and scales them.
  function paint(canvas, map) {
    const style = getComputedStyle(frame);
    const color = (name) => style.getPropertyValue(name).trim();
    const [ratio, zoom, size] = [devicePixelRatio, map.getZoom(), map.getSize()];
    const [scale, corner] = [2 ** zoom, map.getPixelBounds().min];
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    const ink = canvas.getContext("2d");
    ink.setTransform(ratio * scale, 0, 0, ratio * scale, -corner.x * ratio, -corner.y * ratio);
    ink.lineJoin = "round";
    const stroke = (path, name, width, dash = []) => {
      ink.strokeStyle = color(name);
      ink.lineWidth = width / scale;
      ink.setLineDash(dash.map((length) => length / scale));
      ink.stroke(path);
    };
    for (const [token, path] of shades) {
      ink.fillStyle = color(token);
      ink.fill(path, "evenodd");
    }
    for (const [token, path] of hatches) {
      ink.fillStyle = hatching(color(token), ratio);
      ink.fillStyle.setTransform(new DOMMatrix().scale(1 / (ratio * scale)));
      ink.fill(path, "evenodd");
    }
    stroke(view.counties.inside, "--line", zoom < 6 ? 0.4 : 0.8);
    stroke(view.counties.states, "--paper", 2.4);
    stroke(view.counties.states, "--ink", 0.9);
    stroke(rings, "--paper", 2.6);
    stroke(rings, "--gap", 1.2, [4, 3]);
    if (view.selected) {
      stroke(view.selected.path, "--paper", 6);
      stroke(view.selected.path, "--focus", 3);
    }
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.setLineDash([]);
    const seen = ([x, y]) => [x * scale - corner.x, y * scale - corner.y];
    const near = ([x, y]) => x > -9 && y > -9 && x < size.x + 9 && y < size.y + 9;
    const dots = (points, draw) => {
      const path = new Path2D();
      for (const [x, y] of points.map(seen).filter(near)) draw(path, x, y);
      return path;
    };
    const radius = Math.min(Math.max(1.6 + (zoom - 4) * 0.7, 1.4), 5);
    const diamonds = dots([...marked.one].map((found) => found.middle), (path, x, y) => {
      for (const [dx, dy] of [[0, -1], [1, 0], [0, 1], [-1, 0]]) path.lineTo(x + dx * radius * 1.6, y + dy * radius * 1.6);
      path.closePath();
    });
    const circles = dots(sites.centers, (path, x, y) => {
      path.moveTo(x + radius, y);
      path.arc(x, y, radius, 0, 2 * Math.PI);
    });
    const squares = dots(sites.stops, (path, x, y) => path.rect(x - radius * 1.3, y - radius * 1.3, radius * 2.6, radius * 2.6));
    ink.strokeStyle = color("--paper");
    ink.lineWidth = Math.min(radius, 2.5);
    for (const path of [circles, squares]) ink.stroke(path);
    ink.fillStyle = color("--site");
    for (const path of [circles, squares]) ink.fill(path);
  }
