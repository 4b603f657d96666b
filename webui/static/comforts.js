// Text size, contrast, reading line: remembers them, and lets the line follow the pointer.
const KEY = "zhengsou-settings";

export function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch { /* a browser that keeps nothing */ }
}

// One key alone may be speech, or a slip: a person can switch these off (WCAG 2.2, 2.1.4).
export function isShortcut(event) {
  const isTyped = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  const isOff = document.documentElement.dataset.keys === "off";
  return !isTyped && !isOff && !event.ctrlKey && !event.metaKey && !event.altKey;
}

export function comforts() {
  const form = document.querySelector("form.comforts");
  if (!form) return;
  const root = document.documentElement;
  const chosen = read(KEY, {});
  for (const input of form.elements) {
    if (input.type === "radio" && chosen[input.name]) input.checked = input.value === chosen[input.name];
    if (input.type === "checkbox" && input.name in chosen) input.checked = chosen[input.name] === input.value;
  }
  const line = document.createElement("div");
  line.className = "reading-line";
  line.hidden = true;
  document.body.append(line);
  const follow = (y) => { line.style.top = `${y - line.offsetHeight / 2}px`; };
  const apply = () => {
    const now = { contrast: "", line: "", keys: "off", ...Object.fromEntries(new FormData(form)) };
    for (const name of ["text", "contrast", "keys"]) {
      if (now[name]) root.dataset[name] = now[name];
      else delete root.dataset[name];
    }
    line.hidden = !now.line;
    return now;
  };
  form.addEventListener("change", () => write(KEY, apply()));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("pointermove", (event) => follow(event.clientY), { passive: true });
  document.addEventListener("focusin", (event) => {
    const box = event.target.getBoundingClientRect();
    follow(box.top + box.height / 2);
  });
  apply();
  follow(innerHeight / 3);
  for (const one of form.querySelectorAll("[data-scripted]")) one.hidden = false;
  form.querySelector("button").addEventListener("click", () => window.print());
}
