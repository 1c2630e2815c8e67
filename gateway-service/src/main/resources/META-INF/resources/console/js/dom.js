// Builds elements. Text from servers only ever becomes text nodes: there is no way here to give HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** An element: h('a.button', {href: '#/'}, 'words', child, [children], null). */
export function h(kind, properties, ...children) {
  const [tag, ...classes] = kind.split('.');
  return filled(document.createElement(tag), classes, properties, children);
}

/** The same for drawings. */
export function svg(kind, properties, ...children) {
  const [tag, ...classes] = kind.split('.');
  return filled(document.createElementNS(SVG, tag), classes, properties, children);
}

function filled(element, classes, properties, children) {
  if (classes.length) {
    element.setAttribute('class', classes.join(' '));
  }
  for (const [name, value] of Object.entries(properties ?? {})) {
    set(element, name, value);
  }
  append(element, children);
  return element;
}

function set(element, name, value) {
  if (value === undefined || value === null || value === false) {
    return;
  }
  if (name.startsWith('on')) {
    element.addEventListener(name.slice(2), value);
  } else if (name === 'href' && !safe(value)) {
    throw new Error('not an address of the console: ' + value);
  } else if (name === 'value') {
    element.value = value;
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Only places here: an address that a server named may be a script. */
function safe(address) {
  return /^(#|\/(?!\/)|blob:)/.test(address);
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      append(element, child);
    } else if (child !== undefined && child !== null && child !== false) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
}

/**
 * Shows new content in place of the old, when the data it is made of has changed. What has the focus keeps it, found
 * by its data-focus; what a person is typing, and what they opened, stay.
 */
export function show(place, data, build) {
  const state = JSON.stringify(data) ?? '';
  if (place.shownState === state) {
    return;
  }
  place.shownState = state;
  const active = place.contains(document.activeElement) ? document.activeElement.dataset?.focus : null;
  const kept = new Map();
  for (const field of place.querySelectorAll('[data-focus]')) {
    kept.set(field.dataset.focus, field.tagName === 'DETAILS' ? {open: field.open} : {value: field.value});
  }
  place.replaceChildren();
  append(place, [build()]);
  for (const field of place.querySelectorAll('[data-focus]')) {
    const was = kept.get(field.dataset.focus);
    if (was && 'open' in was) {
      field.open = was.open;
    } else if (was?.value && /^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName)) {
      field.value = was.value;
    }
    if (active && field.dataset.focus === active) {
      field.focus();
    }
  }
}

/** Tells a screen reader. */
export function announce(words) {
  const place = document.getElementById('announcer');
  if (place) {
    place.textContent = words;
  }
}
