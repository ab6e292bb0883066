// Draws the list of places as a map. Without scripts, and for places without a position, the list is all there is.
const box = document.getElementById("map");
const places = [...document.querySelectorAll("[data-lat]")];
if (box && places.length) {
  const L = await import(document.getElementById("map-script").dataset.leaflet);
  box.hidden = false;
  const map = L.map(box, { zoomControl: false, attributionControl: false, minZoom: 3, maxZoom: 17, scrollWheelZoom: false });
  L.control.zoom({ position: "topright", zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  if (box.dataset.tiles) {
    L.control.attribution({ prefix: false }).addAttribution(box.dataset.credit).addTo(map);
    L.tileLayer(box.dataset.tiles, { maxZoom: 17 }).addTo(map);
  }
  const points = places.map((place) => [Number(place.dataset.lat), Number(place.dataset.lon)]);
  map.fitBounds(L.latLngBounds(points).pad(0.2), { maxZoom: 14 });
  if (!box.dataset.tiles) graticule(L, map);
  places.forEach((place, at) => mark(L, map, place, points[at]));
  map.on("moveend", () => measure(box));
  measure(box);
}

// Leaflet writes the measure in Latin letters.
function measure(box) {
  const line = box.querySelector(".leaflet-control-scale-line");
  line.textContent = line.textContent.replace(/ ?km$/, " 公里").replace(/ ?m$/, " 米");
}

// A place: its letter says what it is for; its card is a copy of its entry in the list.
function mark(L, map, place, point) {
  const name = place.querySelector("h3").firstChild.textContent.trim();
  const kind = place.dataset.kind;
  const icon = L.divIcon({ className: `pin pin-${{ 受理机构: "organ", 受理场所: "counter", 查阅场所: "reading" }[kind]}`, html: `<span>${kind[0]}</span>`, iconSize: [26, 26] });
  const marker = L.marker(point, { icon, title: `${kind}：${name}`, alt: `${kind}：${name}`, keyboard: true });
  const card = document.createElement("div");
  card.className = "card";
  for (const part of place.children) card.append(part.cloneNode(true));
  const title = card.querySelector("h3");
  const strong = document.createElement("strong");
  strong.append(...title.childNodes);
  title.replaceWith(strong);
  marker.bindPopup(card, { maxWidth: 320 }).addTo(map);
  const element = marker.getElement();
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", `${kind}：${name}`);
  marker.on("popupopen", () => {
    for (const close of box.querySelectorAll(".leaflet-popup-close-button")) close.setAttribute("aria-label", "关闭");
  });
}

// Lines of latitude and longitude with their degrees: a ground that needs nothing from elsewhere.
function graticule(L, map) {
  const lines = L.layerGroup().addTo(map);
  const draw = () => {
    lines.clearLayers();
    const bounds = map.getBounds();
    const span = bounds.getEast() - bounds.getWest();
    const step = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10].find((each) => span / each <= 8) ?? 20;
    const style = { color: "#c3ccd6", weight: 1, interactive: false };
    for (let lon = Math.ceil(bounds.getWest() / step) * step; lon < bounds.getEast(); lon += step) {
      L.polyline([[bounds.getSouth(), lon], [bounds.getNorth(), lon]], style).addTo(lines);
      label(bounds.getSouth(), lon, `东经 ${degrees(lon, step)}°`, [-4, 18]);
    }
    for (let lat = Math.ceil(bounds.getSouth() / step) * step; lat < bounds.getNorth(); lat += step) {
      L.polyline([[lat, bounds.getWest()], [lat, bounds.getEast()]], style).addTo(lines);
      label(lat, bounds.getWest(), `北纬 ${degrees(lat, step)}°`, [-4, 8]);
    }
  };
  const label = (lat, lon, text, anchor) =>
    L.marker([lat, lon], { icon: L.divIcon({ className: "degrees", html: text, iconSize: null, iconAnchor: anchor }), interactive: false, keyboard: false }).addTo(lines);
  const degrees = (value, step) => value.toFixed(step < 0.01 ? 3 : step < 0.1 ? 2 : step < 1 ? 1 : 0);
  map.on("moveend", draw);
  draw();
}
