// The keyboard alone is enough: a digit goes to a part of the page, and what each key does is one key away.

const THEMES = ["auto", "dark", "light"];
const STORED = "sageserve-theme";

export function begin() {
  apply(localStorage.getItem(STORED) ?? "auto");
  document.getElementById("theme").addEventListener("click", next);
  document.getElementById("help-button").addEventListener("click", help);
  document.addEventListener("keydown", press);
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, dialog")) {
    return;
  }
  const places = [...document.querySelectorAll("nav a")];
  const place = places[Number(event.key) - 1];
  if (place) {
    place.click();
    document.getElementById(place.hash.slice(1))?.focus({ preventScroll: true });
  } else if (event.key === "/") {
    document.getElementById("explain-id").focus();
  } else if (event.key === "t") {
    next();
  } else if (event.key === "?") {
    help();
  } else {
    return;
  }
  event.preventDefault();
}

function help() {
  document.getElementById("help").showModal();
}

function next() {
  const theme = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
  localStorage.setItem(STORED, theme);
  apply(theme);
}

function apply(theme) {
  document.documentElement.dataset.theme = theme;
  document.getElementById("theme").textContent = `Theme: ${theme}`;
}
