// In an article: n and p visit the hits, texts to copy get a button, selected text its source.
export function article() {
  const body = document.querySelector(".article-body");
  const words = document.querySelector("[data-copy-label]")?.dataset ?? {};
  for (const text of document.querySelectorAll("[data-copy]")) {
    text.after(copyButton(words.copyLabel, () => text.textContent));
  }
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = Number(/^#hit-(\d+)$/.exec(location.hash)?.[1] ?? 0);
    const step = { n: 1, p: -1 }[event.key];
    if (step && document.getElementById(`hit-${here + step}`)) location.hash = `hit-${here + step}`;
  });

  const canonical = document.querySelector("link[rel=canonical]").href;
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
    const sentence = selection.anchorNode?.parentElement?.closest("[id^='s-']");
    box.hidden = !quoted || selection.isCollapsed || !body.contains(selection.anchorNode) || !sentence;
    if (box.hidden) return;
    const link = new URL(canonical);
    link.searchParams.set("sentence", sentence.id.slice(2));
    link.searchParams.set("begins", plainText(sentence).trim().slice(0, 40));
    link.hash = sentence.id;
    box.dataset.link = link.href;
    const place = selection.getRangeAt(0).getBoundingClientRect();
    box.style.top = `${scrollY + place.bottom + 8}px`;
    box.style.left = `${Math.max(8, Math.min(scrollX + place.left, innerWidth - box.offsetWidth - 8))}px`;
  });
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
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = `${label} ✓`;
      setTimeout(() => { button.textContent = label; }, 2000);
    } catch { /* not allowed: the text can be selected */ }
  });
  return button;
}
