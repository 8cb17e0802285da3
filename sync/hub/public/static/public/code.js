// A code behind "#" in the address came from the QR code of a receipt. It goes into the field and is asked for; the
// address bar forgets it. The signature of a station behind a point is not sent. Nothing is kept.
"use strict";
const told = decodeURIComponent(location.hash.slice(1).replace(/%(?![0-9A-Fa-f]{2})/g, ""));
const field = document.getElementById("code");
if (field && told !== "main" && /^[0-9A-Za-z -]{16,40}(\.[A-Z2-7]{111})?$/.test(told)) {
  history.replaceState(null, "", location.pathname);
  field.value = told.split(".")[0];
  field.form.requestSubmit();
}
