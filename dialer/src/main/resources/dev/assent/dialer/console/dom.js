// Elements by call: h('p.soft', {title: 'x'}, 'text', child). No HTML is ever parsed from a string.

const SVG = 'http://www.w3.org/2000/svg';

/** An element. `on…` attributes are listeners; false and null attributes and children are left out. */
export function h(what, ...rest) {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag || 'div');
  if (classes.length) element.className = classes.join(' ');
  if (isAttributes(rest[0])) attributes(element, rest.shift());
  element.append(...rest.flat(2).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

function isAttributes(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Node);
}

function attributes(element, all) {
  for (const [name, value] of Object.entries(all)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'disabled') element[name] = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
}

/** A drawing of one path on a 24-unit square, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

const ICONS = {
  play: 'M8 5.5v13l11-6.5z',
  pause: 'M8 5h3.2v14H8zM13.8 5H17v14h-3.2z',
  back: 'M15 5l-7 7 7 7',
  moon: 'M20 14.5A8.2 8.2 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.500M5.200 5.200l1.800 1.800M17 17l1.800 1.800M5.200 18.800l1.800-1.800M17 7l1.800-1.800',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  stop: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.800 5.800l12.400 12.400',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  keys: 'M3 6.500h18v11H3zM7 10.500h.01M11 10.500h.01M15 10.500h.01M8 14h8',
  out: 'M14 4h5v16h-5M3.500 12H14M10 8l4 4-4 4',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  warn: 'M12 4l9 16H3zM12 10v4.500M12 17.200h.01',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5',
};

/** Empties an element and fills it anew. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(2).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Radio buttons drawn as one bar. `options`: [{value, label, key?}]. */
export function segmented(name, label, options, chosen, onchoose) {
  return h('fieldset.segmented', {'data-name': name},
    h('legend.hidden', label),
    options.map(option => h('label', {title: option.key ? `${option.title ?? option.label} (${option.key})` : option.title},
      h('input', {type: 'radio', name, value: option.value, checked: option.value === chosen,
        'aria-label': option.title, onchange: () => onchoose(option.value)}),
      h('span', option.label))));
}

/** Chooses in such a bar without telling its listener. */
export function choose(bar, value) {
  for (const input of bar.querySelectorAll('input')) input.checked = input.value === value;
}
