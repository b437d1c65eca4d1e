// Passwords can be looked at, and the rules tell what they still want. Without this script the answer to the form tells.
"use strict";

for (const field of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  button.setAttribute("aria-controls", field.id);
  const say = () => {
    button.textContent = field.type === "password" ? field.dataset.show : field.dataset.hide;
  };
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    say();
    field.focus();
  });
  // What is sent must not stay in the browser's list of what was typed into fields of text.
  field.form.addEventListener("submit", () => {
    field.type = "password";
  });
  // A page that the back button shows again shows nothing that was typed.
  addEventListener("pagehide", () => {
    field.value = "";
  });
  say();
  field.after(button);
}

const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

// More than any estimate could give: every sign as free as its kind allows, repeated ones once.
function most(password) {
  const sizes = [26, 26, 10, 33];
  const size = kinds.reduce((sum, kind, i) => sum + (kind.test(password) ? sizes[i] : 0), 0);
  const signs = [...password].filter((sign, i, all) => sign !== all[i - 1]).length;
  return size ? signs * Math.log2(size) : 0;
}

// True or false; undefined where only the server knows.
const judges = {
  length: (p, n) => [...p].length >= n,
  longest: (p, n) => [...p].length <= n,
  lower: (p) => kinds[0].test(p),
  upper: (p) => kinds[1].test(p),
  digit: (p) => kinds[2].test(p),
  special: (p) => kinds[3].test(p),
  kinds: (p, n) => kinds.filter((kind) => kind.test(p)).length >= n,
  bits: (p, n) => (most(p) < n ? false : undefined),
  own: (p, n, login) => (login && p.toLowerCase().includes(login.toLowerCase()) ? false : undefined),
};

for (const field of document.querySelectorAll("input[data-rules]")) {
  const list = document.getElementById(field.dataset.rules);
  if (!list) continue;
  const judge = () => {
    const password = field.value.normalize("NFC");
    for (const rule of list.children) {
      const ask = judges[rule.dataset.kind];
      const met = password && ask ? ask(password, Number(rule.dataset.number), field.dataset.login) : undefined;
      rule.className = met === undefined ? "" : met ? "met" : "unmet";
      const word = met === undefined ? "" : met ? list.dataset.met : list.dataset.unmet;
      rule.querySelector(".state").textContent = word && ` ${word}`;
    }
  };
  field.addEventListener("input", judge);
  if (field.value) judge();
}
