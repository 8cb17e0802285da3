/* Draws rectangles on a photo and writes them into the field below. Without it they can be written by hand. */
"use strict";

(() => {
  const place = document.getElementById("blacken");
  const undo = document.getElementById("blacken-undo");
  const field = document.querySelector("textarea[name=rectangles]");
  if (!place || !field) return;
  const thousandth = (value) => Math.max(0, Math.min(1000, Math.round(value * 1000)));
  const read = () => field.value.split("\n").map((line) => line.trim().split(/[\s,]+/).map(Number))
    .filter((box) => box.length === 4 && box.every(Number.isFinite));

  function show(boxes) {
    for (const old of place.querySelectorAll(".blacken-box")) old.remove();
    for (const [left, top, right, bottom] of boxes) {
      const box = document.createElement("div");
      box.className = "blacken-box";
      box.style.left = `${left / 10}%`;
      box.style.top = `${top / 10}%`;
      box.style.width = `${(right - left) / 10}%`;
      box.style.height = `${(bottom - top) / 10}%`;
      place.append(box);
    }
    undo.hidden = boxes.length === 0;
  }

  let start = null;
  const at = (event) => {
    const frame = place.getBoundingClientRect();
    return [thousandth((event.clientX - frame.left) / frame.width), thousandth((event.clientY - frame.top) / frame.height)];
  };
  const between = (one, other) => [Math.min(one[0], other[0]), Math.min(one[1], other[1]),
    Math.max(one[0], other[0]), Math.max(one[1], other[1])];

  place.addEventListener("pointerdown", (event) => {
    start = at(event);
    place.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  place.addEventListener("pointermove", (event) => { if (start) show([...read(), between(start, at(event))]); });
  place.addEventListener("pointerup", (event) => {
    if (!start) return;
    const box = between(start, at(event));
    start = null;
    if (box[2] - box[0] > 4 && box[3] - box[1] > 4) {
      field.value = [...read(), box].map((one) => one.join(" ")).join("\n");
    }
    show(read());
  });
  undo.addEventListener("click", () => {
    field.value = read().slice(0, -1).map((one) => one.join(" ")).join("\n");
    show(read());
  });
  field.addEventListener("input", () => show(read()));
  show(read());
})();
