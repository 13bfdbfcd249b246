() => {
  const found = [];
  const box = (e) => e.getBoundingClientRect();
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const named = (e) => `${e.className.baseVal ?? e.className} ${e.textContent.slice(0, 30)}`;
  const say = (what, ...elements) => found.push(`${what}: ${elements.map(named).join(" | ")}`);
  const seen = (e) => box(e).width > 0 && box(e).height > 0;

  function siblings(parent) {
    const children = [...parent.children].filter(seen);
    children.forEach((child, i) => {
      for (const other of children.slice(i + 1, i + 8)) {
        if (meet(box(child), box(other))) say("overlap", child, other);
      }
    });
  }

  function outside(e) {
    if (e.closest(".wide, .terms") || !seen(e)) return;
    const style = getComputedStyle(e);
    if (box(e).right > innerWidth + 1 || box(e).left < -1) say("outside", e);
    const open = style.overflowX === "visible" && style.display !== "inline";
    if (open && e.scrollWidth > e.clientWidth + 1) say("sticks out", e);
  }

  function texts(svg) {
    const visible = (e) => getComputedStyle(e).visibility === "visible";
    const shown = [...svg.querySelectorAll("text")].filter(visible).map((e) => [e, box(e)]);
    const outlines = [...svg.querySelectorAll(".unit, .label")].map((e) => [e, box(e)]);
    const all = box(svg);
    shown.forEach(([text, a], i) => {
      for (const [other, b] of shown.slice(i + 1)) {
        if (meet(a, b)) say("text on text", text, other);
      }
      for (const [outline, b] of outlines) {
        const within = a.left >= b.left && a.right <= b.right;
        const inside = within && a.top >= b.top && a.bottom <= b.bottom;
        if (meet(a, b) && !inside) say("text across an outline", text, outline);
      }
      if (a.left < all.left || a.right > all.right || a.bottom > all.bottom) say("cut off", text);
    });
  }

  if (document.documentElement.scrollWidth > innerWidth) found.push("the page is too wide");
  const parents = "body, main, section, nav, .work, .row, .matrix, details";
  document.querySelectorAll(parents).forEach(siblings);
  document.querySelectorAll("main *:not(svg *):not(math *)").forEach(outside);
  document.querySelectorAll("svg").forEach(texts);
  return found;
}
