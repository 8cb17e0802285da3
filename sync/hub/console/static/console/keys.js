// Asks a security key the question that a form carries, and sends the key's answer with the form.
// Holds no rule and no words: the hub decides, and the page has a sentence ready for whatever can go wrong.
"use strict";

const FAULTS = { NotAllowedError: "silent", AbortError: "silent", InvalidStateError: "known", SecurityError: "elsewhere" };

function toBytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function readQuestion(form) {
  const question = JSON.parse(form.dataset.question);
  const named = (key) => ({ ...key, id: toBytes(key.id) });
  question.challenge = toBytes(question.challenge);
  if (question.user) question.user.id = toBytes(question.user.id);
  if (question.excludeCredentials) question.excludeCredentials = question.excludeCredentials.map(named);
  if (question.allowCredentials) question.allowCredentials = question.allowCredentials.map(named);
  return { publicKey: question };
}

function writeAnswer(credential) {
  const said = { clientDataJSON: toText(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature"]) {
    if (credential.response[part]) said[part] = toText(credential.response[part]);
  }
  const id = toText(credential.rawId);
  return JSON.stringify({ id, rawId: id, type: credential.type, response: said });
}

function say(form, what) {
  for (const words of form.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== what;
}

async function ask(form) {
  const button = form.querySelector("button");
  say(form, "waiting");
  button.disabled = true;
  try {
    const question = readQuestion(form);
    const key = question.publicKey.user
      ? await navigator.credentials.create(question)
      : await navigator.credentials.get(question);
    form.elements.answer.value = writeAnswer(key);
    form.submit();
  } catch (fault) {
    say(form, FAULTS[fault.name] || "cannot");
    button.disabled = false;
    button.focus();
  }
}

for (const form of document.querySelectorAll("form[data-question]")) {
  if (window.PublicKeyCredential) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  } else {
    say(form, "cannot");
    form.querySelector("button").disabled = true;
  }
}
