() => {
  // What a page as it stands breaks, in words: wider than its window, texts that are cut off, targets below 24 px.
  const found = [];
  const { documentElement: root } = document;
  const dialogs = document.querySelectorAll("dialog:modal");
  const front = dialogs[dialogs.length - 1] ?? document.body;
  const name = (element) => {
    const text = (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " ");
    return `<${element.localName}> ${text.slice(0, 60)}`;
  };
  if (root.scrollWidth > root.clientWidth) {
    const beyond = [...document.body.querySelectorAll("*")].filter(
      (each) => each.getBoundingClientRect().right > root.clientWidth + 1,
    );
    found.push(`the page is ${root.scrollWidth} px wide: ${beyond.slice(-3).map(name).join(", ")}`);
  }
  const walk = (element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    // Not shown, or for screen readers alone.
    if (style.display === "none" || style.visibility === "hidden") return;
    if (box.width <= 2 && box.height <= 2 && style.position === "absolute") return;
    if (style.clipPath === "inset(50%)") return;
    const text = [...element.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim());
    if (text && box.width > 0) {
      const cut = style.overflowX === "hidden" || style.overflowX === "clip" || style.textOverflow === "ellipsis";
      if (cut && element.scrollWidth > element.clientWidth + 1 && !element.title) found.push(`cut off: ${name(element)}`);
      const tall = style.overflowY === "hidden" || style.overflowY === "clip";
      if (tall && element.scrollHeight > element.clientHeight + 4) found.push(`cut off below: ${name(element)}`);
    }
    if (element.matches("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab]")) {
      // A link in a sentence is as high as its line; a box to tick is as large as its label.
      const target = element.labels?.[0]?.contains(element) ? element.labels[0].getBoundingClientRect() : box;
      // A link of a table may be as large as its row.
      if (getComputedStyle(element, "::after").position === "absolute") return;
      const inline = element.localName === "a" && style.display === "inline";
      if (!inline && box.width > 1 && (target.width < 24 || target.height < 24))
        found.push(`${Math.round(target.width)} by ${Math.round(target.height)} px: ${name(element)}`);
    }
    for (const child of element.children) walk(child);
    for (const child of element.shadowRoot?.children ?? []) walk(child);
  };
  walk(front);
  return found;
}
