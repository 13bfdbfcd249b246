/**
 * What is on the page, as values: `h` says what should be there, `patch` makes it so.
 *
 * Nothing is ever parsed as markup, so no text can become a tag or a script. Only what differs from
 * what is there already is touched: scrolling, focus and selections survive, and an update of a few
 * numbers is fast.
 */

/** @typedef {string | Part} Child */
/** @typedef {{tag: string, attributes: Record<string, any>, children: Child[]}} Part */

const NAMESPACES = /** @type {Record<string, string>} */ ({
  svg: "http://www.w3.org/2000/svg",
  math: "http://www.w3.org/1998/Math/MathML",
});

/** Attributes that are properties: the page's user changes them, too. */
const PROPERTIES = new Set(["value", "checked", "disabled", "open", "selected", "scrollTop"]);

/** What each element was made from. @type {WeakMap<Node, Child>} */
const made = new WeakMap();

/**
 * An element. Children that are `null`, `false` or lists of others are sorted out.
 *
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `on…` are handlers; `key` tells siblings apart.
 * @param {...any} children
 * @returns {Part}
 */
export function h(tag, attributes, ...children) {
  return { tag, attributes: attributes || {}, children: flat(children) };
}

/**
 * @param {any[]} children
 * @returns {Child[]}
 */
function flat(children) {
  /** @type {Child[]} */
  const found = [];
  for (const child of children) {
    if (Array.isArray(child)) found.push(...flat(child));
    else if (child !== null && child !== undefined && child !== false) {
      found.push(typeof child === "object" ? child : String(child));
    }
  }
  return found;
}

/**
 * Make the children of an element those that are wanted.
 *
 * @param {Element | ShadowRoot} parent
 * @param {Child[]} wanted
 */
export function patch(parent, wanted) {
  const namespace = parent instanceof Element ? (parent.namespaceURI || "") : "";
  patchChildren(parent, wanted, namespace);
}

/**
 * An element made from a value, by itself: for files.
 *
 * @param {Part} part
 * @returns {Element}
 */
export function create(part) {
  return /** @type {Element} */ (build(part, ""));
}

/**
 * @param {Node} parent
 * @param {Child[]} wanted
 * @param {string} namespace
 */
function patchChildren(parent, wanted, namespace) {
  const keyed = childrenByKey(parent);
  let here = parent.firstChild;
  for (const child of wanted) {
    const key = typeof child === "string" ? undefined : child.attributes.key;
    const known = key === undefined ? undefined : keyed.get(key);
    const old = known || here;
    if (old && isSame(made.get(old), child)) {
      if (old === here) here = here.nextSibling;
      else parent.insertBefore(old, here);
      patchNode(old, child, namespace);
      continue;
    }
    parent.insertBefore(build(child, namespace), here);
    // What stood here is in the way unless it is wanted further on.
    if (here && keyOf(here) === undefined && key === undefined) {
      const next = here.nextSibling;
      here.remove();
      here = next;
    }
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
}

/**
 * @param {Node} parent
 * @returns {Map<any, ChildNode>}
 */
function childrenByKey(parent) {
  const found = new Map();
  for (let child = parent.firstChild; child; child = child.nextSibling) {
    const key = keyOf(child);
    if (key !== undefined) found.set(key, child);
  }
  return found;
}

/** @param {Node} node */
function keyOf(node) {
  const child = made.get(node);
  return child && typeof child === "object" ? child.attributes.key : undefined;
}

/**
 * Whether a node made for one can become the other.
 *
 * @param {Child | undefined} old
 * @param {Child} child
 */
function isSame(old, child) {
  if (typeof child === "string" || typeof old === "string") return typeof child === typeof old;
  return old !== undefined && old.tag === child.tag && old.attributes.key === child.attributes.key;
}

/**
 * @param {Node} node
 * @param {Child} child
 * @param {string} namespace
 */
function patchNode(node, child, namespace) {
  const old = made.get(node);
  if (old === child) return;
  made.set(node, child);
  if (typeof child === "string") {
    node.nodeValue = child;
    return;
  }
  const element = /** @type {Element} */ (node);
  const before = /** @type {Part} */ (old).attributes;
  patchChildren(element, child.children, element.namespaceURI || namespace);
  for (const name in before) if (!(name in child.attributes)) setAttribute(element, name, null);
  for (const name in child.attributes) {
    const value = child.attributes[name];
    if (before[name] !== value || PROPERTIES.has(name)) setAttribute(element, name, value);
  }
}

/**
 * @param {Child} child
 * @param {string} namespace that of the parent
 * @returns {Node}
 */
function build(child, namespace) {
  if (typeof child === "string") {
    const text = document.createTextNode(child);
    made.set(text, child);
    return text;
  }
  const own = NAMESPACES[child.tag] || namespace;
  const element = own
    ? document.createElementNS(own, child.tag)
    : document.createElement(child.tag);
  made.set(element, child);
  for (const inner of child.children) element.appendChild(build(inner, element.namespaceURI || ""));
  for (const name in child.attributes) setAttribute(element, name, child.attributes[name]);
  return element;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {any} value `null` or `false` for none
 */
function setAttribute(element, name, value) {
  if (name === "key") return;
  if (name.startsWith("on")) {
    if (value !== null && typeof value !== "function") throw new TypeError(`${name} is no handler`);
    /** @type {any} */ (element)[name] = value;
  } else if (PROPERTIES.has(name) && name in element) {
    setProperty(element, name, value);
  } else if (value === null || value === undefined || value === false) {
    element.removeAttribute(name);
  } else {
    if (name === "href" && !String(value).startsWith("#")) throw new TypeError("no such link");
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * What somebody is just typing stays as it is.
 *
 * @param {any} element
 * @param {string} name
 * @param {any} value
 */
function setProperty(element, name, value) {
  const wanted = name === "value" ? String(value ?? "") : value || false;
  if (element[name] === wanted) return;
  if (name === "value" && element.type !== "range" && isFocused(element)) return;
  element[name] = wanted;
}

/** @param {Element} element */
function isFocused(element) {
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  return root.activeElement === element;
}
