// Completion and recent searches: the ARIA combobox with a listbox, list autocomplete
// (WAI-ARIA Authoring Practices, https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).
import { isShortcut, read, write } from "./comforts.js";

const RECENT = "zhengsou-recent";
const MOST_RECENT = 8;
// What stands before the last word, and what the query language puts right before it: -标题:“
const LAST_WORD = /^(.*[\s|｜(（])?([-－]?(?:\p{Script=Han}{2}[:：])?[“"「『《]?)(.*)$/su;
const CLOSING = { "“": "”", '"': '"', "「": "」", "『": "』", "《": "》" };
const WAIT = 120; // milliseconds after the last key

export function searchBox(field) {
  const list = document.createElement("div");
  list.id = `${field.id}-completions`;
  list.className = "completions";
  list.role = "listbox";
  list.setAttribute("aria-label", field.labels[0].textContent);
  list.hidden = true;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.role = "status";
  field.after(list, said);
  field.role = "combobox";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  const kinds = JSON.parse(field.dataset.kinds);
  let typed = field.value, chosen = -1, timer = 0, asked = 0;
  const options = () => [...list.querySelectorAll("[role=option]")];

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    asked += 1;
  };
  const show = (entries) => {
    list.replaceChildren();
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    entries.forEach(({ text, note, forget }, index) => {
      const option = document.createElement("div");
      option.role = "option";
      option.id = `${list.id}-${index}`;
      option.setAttribute("aria-selected", "false");
      const label = document.createElement("span");
      label.textContent = text;
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = note;
      option.append(label, kind);
      option.dataset.text = forget ? "" : text;
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(option);
      });
      list.append(option);
    });
    list.hidden = !entries.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = entries.length ? field.dataset.count.replace("{}", entries.length) : "";
  };
  const take = (option) => {
    if (!option.dataset.text) {
      write(RECENT, []);
      close();
      return;
    }
    field.value = option.dataset.text;
    close();
    field.form.requestSubmit();
  };
  const mark = (index) => {
    const all = options();
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    chosen = index;
    if (index < 0) {
      field.value = typed;
      field.removeAttribute("aria-activedescendant");
    } else {
      if (all[index].dataset.text) field.value = all[index].dataset.text;
      field.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    }
  };
  const showRecent = () => {
    const recent = read(RECENT, []);
    if (!Array.isArray(recent) || !recent.length) return close();
    show([
      ...recent.map((text) => ({ text: String(text), note: field.dataset.recent })),
      { text: field.dataset.forget, note: "", forget: true },
    ]);
  };
  const ask = async () => {
    const mine = ++asked;
    typed = field.value;
    if (!typed.trim()) return showRecent();
    const [, before = "", mark, word] = LAST_WORD.exec(typed);
    if (!word) return close();
    try {
      const asking = new URL(field.dataset.completions, location.href);
      asking.searchParams.set("limit", "8");
      asking.searchParams.set("q", word);
      const answer = await fetch(asking);
      const { completions } = await answer.json();
      if (mine !== asked || document.activeElement !== field) return;
      show(completions.map(({ text, kind }) => ({
        text: before + mark + text + (CLOSING[mark.at(-1)] ?? ""),
        note: kinds[kind] ?? "",
      })));
    } catch {
      close();
    }
  };

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("compositionend", () => { timer = setTimeout(ask, WAIT); });
  field.addEventListener("pointerdown", () => { if (!field.value) showRecent(); });
  field.addEventListener("blur", () => { clearTimeout(timer); close(); });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = options().length;
    if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      ask();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(options()[chosen]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      mark(-1);
      close();
    }
  });
  field.form.addEventListener("submit", () => {
    const text = field.value.trim();
    if (!text || text.length > 100) return;
    const before = read(RECENT, []);
    const others = Array.isArray(before) ? before.filter((one) => one !== text) : [];
    write(RECENT, [text, ...others].slice(0, MOST_RECENT));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !isShortcut(event)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
