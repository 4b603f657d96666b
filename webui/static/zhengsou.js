// Everything works without this; with it some things are quicker.
import { comforts } from "./comforts.js";
import { searchBox } from "./search_box.js";

document.documentElement.classList.add("scripted");
comforts();
for (const field of document.querySelectorAll("input[data-completions]")) searchBox(field);

// A hit that is opened shows other passages of its article where the link to their page stands.
const MOST = 3;
document.addEventListener("toggle", async ({ target }) => {
  const link = target.open && target.querySelector(".to-passages");
  if (!link || link.ariaBusy) return;
  link.ariaBusy = "true";
  const answer = await fetch(link.href).catch(() => null);
  link.ariaBusy = null;
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = target.closest(".hit").querySelector(".snippet").textContent;
  const others = [...page.querySelectorAll(".passages .snippet")].filter((one) => one.textContent !== shown);
  link.before(...others.slice(0, MOST));
  if (others.length <= MOST) link.remove();
  else link.className = "";
}, true);
