// The page's own words, in the reader's language, and times as people read them.
const sayings = document.getElementById("sayings")?.content;

export function say(key, places = {}) {
  return filled(sayings?.querySelector(`[data-say="${key}"]`)?.textContent ?? "", places);
}

export function ruleText(rule) {
  const known = sayings?.querySelector(`[data-rule="${CSS.escape(plain(rule))}"]`);
  return (known ?? sayings?.querySelector('[data-rule="other"]'))?.textContent ?? "";
}

// Gives none for a figure that has no name here.
export function figureName(figure) {
  return sayings?.querySelector(`[data-figure="${CSS.escape(plain(figure))}"]`)?.textContent ?? null;
}

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export function made(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

export function plain(name) {
  return name.replaceAll("-", "_");
}

function filled(text, places) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}
