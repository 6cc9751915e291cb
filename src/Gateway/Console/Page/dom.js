// A few lines instead of a framework: build a tree, then change the page only where it differs, so that focus, open details
// and selected text survive the update of each second.

const SVG = new Set(["svg", "rect", "path", "line", "text", "g", "title"]);

export function h(tag, attributes, ...children) {
  const node = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.flat(9).filter(c => c !== null && c !== undefined && c !== false).map(c => c instanceof Node ? c : String(c)));
  return node;
}

export function show(id, ...children) {
  const root = document.getElementById(id);
  const next = root.cloneNode(false);
  next.append(...children.flat(9).filter(c => c instanceof Node));
  morph(root, next);
}

function morph(from, to) {
  for (const { name, value } of [...to.attributes]) {
    if (from.getAttribute(name) !== value) {
      from.setAttribute(name, value);
    }
  }
  for (const { name } of [...from.attributes]) {
    // The reader opens and closes details; the page must not.
    if (name !== "open" && !to.hasAttribute(name)) {
      from.removeAttribute(name);
    }
  }
  morphChildren(from, to);
}

function morphChildren(from, to) {
  const keyed = new Map();
  for (const child of from.children) {
    if (child.dataset?.key) {
      keyed.set(child.dataset.key, child);
    }
  }
  let place = from.firstChild;
  for (const next of [...to.childNodes]) {
    const key = next.dataset?.key;
    let match = key ? keyed.get(key) : place && !place.dataset?.key && same(place, next) ? place : null;
    if (match && !same(match, next)) {
      match = null;
    }
    if (!match) {
      from.insertBefore(next, place);
      continue;
    }
    if (match === place) {
      place = place.nextSibling;
    } else {
      from.insertBefore(match, place);
    }
    if (match.nodeType === Node.TEXT_NODE) {
      if (match.data !== next.data) {
        match.data = next.data;
      }
    } else {
      morph(match, next);
    }
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

function same(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName;
}
