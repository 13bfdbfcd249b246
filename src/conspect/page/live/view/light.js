/**
 * The same thing lights up wherever it stands. `data-lit` marks it, `data-source` what it is worked
 * out from; the style sheet does the rest.
 */

/**
 * @param {Element | ShadowRoot} root
 * @param {readonly string[]} things their names
 * @param {readonly string[]} sources
 */
export function light(root, things, sources) {
  mark(root, "data-lit", new Set(things));
  mark(root, "data-source", new Set(sources));
}

/**
 * @param {Element | ShadowRoot} root
 * @param {string} attribute
 * @param {Set<string>} names
 */
function mark(root, attribute, names) {
  for (const element of root.querySelectorAll(`[${attribute}]`)) {
    if (!names.has(nameOf(element))) element.removeAttribute(attribute);
  }
  for (const name of names) {
    const quoted = CSS.escape(name);
    for (const element of root.querySelectorAll(`[data-name="${quoted}"], [data-thing="${quoted}"]`)) {
      element.setAttribute(attribute, "");
    }
  }
}

/** @param {Element} element */
function nameOf(element) {
  return element.getAttribute("data-name") ?? element.getAttribute("data-thing") ?? "";
}
