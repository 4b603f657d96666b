// Everything works without this; with it some things are quicker.
import { comforts } from "./comforts.js";
import { searchBox } from "./search_box.js";

document.documentElement.classList.add("scripted");
comforts();
for (const field of document.querySelectorAll("input[data-completions]")) searchBox(field);
