// In an article: n and p visit the hits, texts to copy get a button, selected text its source.
import { isShortcut } from "./comforts.js";

function copyButtons() {
  for (const text of document.querySelectorAll("[data-copy]")) {
    text.after(copyButton(text.dataset.copy, () => text.textContent));
  }
}

function article() {
  const body = document.querySelector(".article-body");
  const words = document.querySelector("[data-permanent]").dataset;
  const canonical = words.permanent;
  document.addEventListener("keydown", (event) => {
    const step = { n: 1, p: -1 }[event.key];
    if (!step || !isShortcut(event)) return;
    const hits = [...document.querySelectorAll("mark[id]")];
    const here = hits.findIndex((hit) => `#${hit.id}` === location.hash);
    const there = hits[here + step];
    if (there && (step > 0 || here > 0)) location.hash = there.id;
    // It may be in another part of a long article: the bar leads there.
    else hits[here]?.nextElementSibling.querySelector(step > 0 ? ".hop-next" : ".hop-previous")?.click();
  });
  if ("parts" in words) followAnchor();

  const box = document.createElement("div");
  box.className = "select-quote";
  box.hidden = true;
  let quoted = "";
  box.append(
    copyButton(words.quoteLabel, () => {
      const inner = quoted.replaceAll("“", "‘").replaceAll("”", "’");
      const source = document.getElementById("citation-plain").textContent;
      return `“${inner}”——${source.replace(canonical, box.dataset.link)}`;
    }),
    copyButton(words.linkLabel, () => box.dataset.link),
  );
  document.body.append(box);
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    quoted = selection.toString().replace(/\s*\n\s*/g, "").trim();
    const begin = selection.rangeCount ? selection.getRangeAt(0).startContainer : null;
    const sentence = begin?.parentElement?.closest("[id^='s-']");
    box.hidden = !quoted || selection.isCollapsed || !body.contains(begin) || !sentence;
    if (box.hidden) return;
    const link = new URL(canonical);
    link.searchParams.set("sentence", sentence.id.slice(2));
    link.searchParams.set("begins", plainText(sentence).trim().slice(0, 8));
    link.hash = sentence.id;
    box.dataset.link = link.href;
    const place = selection.getRangeAt(0).getBoundingClientRect();
    box.style.top = `${scrollY + place.bottom + 8}px`;
    box.style.left = `${Math.max(8, Math.min(scrollX + place.left, innerWidth - box.offsetWidth - 8))}px`;
  });
}

// Addresses made before the article was shown in parts, or by hand, do not say in which part they lead.
function followAnchor() {
  const anchor = new URLSearchParams(`a=${location.hash.slice(1).replaceAll("+", "%2B")}`).get("a");
  const there = new URL(location.href);
  if (!anchor || document.getElementById(anchor) || there.searchParams.get("at") === anchor) return;
  there.searchParams.delete("part");
  there.searchParams.set("at", anchor);
  location.replace(there);
}

function plainText(element) {
  const copy = element.cloneNode(true);
  for (const hop of copy.querySelectorAll(".hop")) hop.remove();
  return copy.textContent;
}

function copyButton(label, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-plain no-print";
  button.textContent = label;
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    button.textContent = `${label} ${(await copied(text())) ? "✓" : "✗"}`;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
  return button;
}

// Without HTTPS, as within many an office, there is no clipboard to write to, but a selection to copy.
async function copied(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch { /* not allowed: as without one */ }
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

copyButtons();
if (document.querySelector(".article-body")) article();
