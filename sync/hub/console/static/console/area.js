/* Draws the corners of an area on the map and writes them into the field below. Without it they can be written by hand. */
"use strict";

(() => {
  const map = document.getElementById("area-map");
  const drawn = document.getElementById("area-drawn");
  const undo = document.getElementById("area-undo");
  const field = document.querySelector("textarea[name=area]");
  if (!map || !field) return;
  const [west, south, east, north] = map.dataset.box.trim().split(/\s+/).map(Number);
  const { width, height } = map.viewBox.baseVal;
  const read = () => field.value.split("\n").map((line) => line.trim().split(/[\s,]+/).map(Number))
    .filter((corner) => corner.length === 2 && corner.every(Number.isFinite));

  function show() {
    const corners = read();
    drawn.setAttribute("points", corners.map(([longitude, latitude]) =>
      `${(longitude - west) / (east - west) * width},${(north - latitude) / (north - south) * height}`).join(" "));
    undo.hidden = corners.length === 0;
  }

  function write(corners) {
    field.value = corners.map(([longitude, latitude]) => `${longitude.toFixed(5)} ${latitude.toFixed(5)}`).join("\n");
    show();
  }

  map.addEventListener("click", (event) => {
    const frame = map.getBoundingClientRect();
    const right = (event.clientX - frame.left) / frame.width;
    const down = (event.clientY - frame.top) / frame.height;
    write([...read(), [west + right * (east - west), north - down * (north - south)]]);
  });
  undo.addEventListener("click", () => write(read().slice(0, -1)));
  field.addEventListener("input", show);
  show();
})();
