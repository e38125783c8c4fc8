const page = "PAGE";
const found = [];

function name(element) {
  return `${element.tagName} ${JSON.stringify(element.textContent.trim().slice(0, 30))}`;
}

function overlap(a, b) {
  const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
  const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
  const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
  return wide > 1 && high > 1;
}

function overlaps(width, elements) {
  elements.forEach((a, index) => {
    for (const b of elements.slice(index + 1)) {
      if (!a.contains(b) && !b.contains(a) && overlap(a, b)) {
        found.push(`${width}: ${name(a)} overlaps ${name(b)}`);
      }
    }
  });
}

function check(width) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:${width}px;height:900px;border:0`;
  document.body.append(frame);
  const inner = frame.contentDocument;
  inner.open();
  inner.write(page);
  inner.close();
  inner.querySelectorAll("details").forEach((details) => (details.open = true));
  const all = [...inner.body.querySelectorAll("*")];
  const seen = inner.documentElement.scrollWidth;
  if (seen > inner.documentElement.clientWidth) found.push(`${width}: the page is ${seen} wide`);
  for (const element of all) {
    // A table wider than a phone scrolls in a box of its own.
    if (element.closest(".table table") || element.closest("svg *")) continue;
    const { left, right } = element.getBoundingClientRect();
    if (left < -1 || right > width + 1) found.push(`${width}: ${name(element)} runs out`);
  }
  for (const svg of inner.querySelectorAll("svg")) {
    const box = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((t) => t.textContent.trim());
    for (const text of texts) {
      const t = text.getBoundingClientRect();
      const inside =
        t.left > box.left - 1 && t.right < box.right + 1 && t.top > box.top - 1 && t.bottom < box.bottom + 1;
      if (!inside) found.push(`${width}: ${name(text)} runs out of its drawing`);
    }
    overlaps(width, texts);
  }
  overlaps(width, [...inner.querySelectorAll("h1,h2,p,figcaption,summary,li,dt,dd,svg,.table")]);
  found.push(`checked ${width}`);
  frame.remove();
}

[390, 1280].forEach(check);
document.getElementById("findings").textContent = found.join("\n") + "\n";
