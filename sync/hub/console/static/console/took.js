/* Shows what has become of the page once its file was taken: taking one leaves the page as it was. Without it people load it anew. */
"use strict";

for (const form of document.querySelectorAll("form[data-takes]")) {
  form.addEventListener("submit", () => setTimeout(() => location.reload(), 1500));
}
