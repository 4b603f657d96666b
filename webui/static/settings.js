// What a person has chosen stands before the first paint; kept in this browser only.
try {
  const chosen = JSON.parse(localStorage.getItem("zhengsou-settings") || "{}");
  for (const name of ["text", "contrast", "keys"]) {
    if (/^[a-z]+$/.test(chosen[name] || "")) document.documentElement.dataset[name] = chosen[name];
  }
} catch { /* a browser that keeps nothing */ }
