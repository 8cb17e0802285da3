/* Keeps back what the hub does not want of a stick, and says what is going on. Without it everything works, slower. */
"use strict";

(() => {
  const form = document.getElementById("bring");
  const told = document.getElementById("bring-told");
  if (!form || !told) return;
  const isWanted = (name) => /\.(ask|batch|request|unfinished|zip)$/i.test(name) || /^[0-9a-f]{64}$/.test(name);
  const inputs = [...form.querySelectorAll("input[type=file]")];

  function choose(input) {
    const kept = new DataTransfer();
    let bytes = 0;
    for (const file of input.files) {
      if (!isWanted(file.name)) continue;
      kept.items.add(file);
      bytes += file.size;
    }
    input.files = kept.files;
    for (const other of inputs) if (other !== input) other.value = "";
    const words = !kept.files.length ? form.dataset.none
      : bytes > Number(form.dataset.mostBytes) ? form.dataset.tooMuch : form.dataset.found;
    told.textContent = words.replace("#", kept.files.length);
  }

  for (const input of inputs) input.addEventListener("change", () => choose(input));
  form.addEventListener("submit", () => { told.textContent = form.dataset.sending; });
})();
