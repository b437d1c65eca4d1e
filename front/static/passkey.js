// Passkeys: nothing but a script can speak with an authenticator. It asks for the question, and sends the answer as a form.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

// The question as JSON (WebAuthn, section 5.1.8), for browsers that cannot read it themselves.
function read(options) {
  const question = options.publicKey ?? options;
  question.challenge = bytes(question.challenge);
  if (question.user) question.user.id = bytes(question.user.id);
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    for (const known of question[list] ?? []) known.id = bytes(known.id);
  }
  return question;
}

// The answer as JSON.
function write(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  const { id, type } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response, clientExtensionResults });
}

async function run(form) {
  const problem = form.querySelector(".problem");
  const tell = (words) => {
    problem.textContent = words;
    problem.hidden = false;
  };
  problem.hidden = true;
  const asked = new URLSearchParams(new FormData(form));
  asked.delete("credential");
  const answer = await fetch(form.dataset.ask + location.search, { method: "POST", body: asked });
  if (!answer.ok || answer.redirected) {
    const plain = (answer.headers.get("content-type") ?? "").startsWith("text/plain");
    tell(plain ? await answer.text() : form.dataset.failed);
    return;
  }
  const publicKey = read(await answer.json());
  const credential = await navigator.credentials[form.dataset.call]({ publicKey });
  form.elements.credential.value = write(credential);
  if (form.elements.password) form.elements.password.value = "";
  form.submit();
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form.passkey")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button:not(.reveal)");
      button.disabled = true;
      try {
        await run(form);
      } catch {
        const problem = form.querySelector(".problem");
        problem.textContent = form.dataset.failed;
        problem.hidden = false;
      } finally {
        button.disabled = false;
      }
    });
  }
}
