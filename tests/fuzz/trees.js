// Chromium's own parser as an oracle: what is wrong with each pair of pages, before and after.
async ({ pairs, isXml }) => {
  const HTML = "http://www.w3.org/1999/xhtml";
  const SRC = "/_a11y/boot.3f9c2a71.js";

  const describe = (node, found) => {
    const lines = [];
    for (const child of node.childNodes) {
      if (child.nodeType !== Node.ELEMENT_NODE) {
        const ids = [child.publicId, child.systemId, child.target];
        lines.push(JSON.stringify([child.nodeType, child.nodeName, child.nodeValue, ...ids]));
        continue;
      }
      const isOurs = child.namespaceURI === HTML && child.localName === "script";
      if (isOurs && child.getAttribute("src") === SRC && !child.childNodes.length) {
        found.push(child.parentNode.namespaceURI === HTML && child.parentNode.localName);
        continue;
      }
      const attributes = Array.from(child.attributes, (a) => [a.namespaceURI, a.name, a.value]);
      lines.push(JSON.stringify([child.namespaceURI, child.localName, ...attributes]));
      const isTemplate = child.namespaceURI === HTML && child.localName === "template";
      lines.push(...describe(isTemplate ? child.content : child, found), "end");
      if (child.shadowRoot) lines.push("shadow", ...describe(child.shadowRoot, found), "end");
    }
    return lines;
  };

  const described = (page) => {
    const found = [];
    const tree = describe(page, found).join("\n");
    return { found, seen: `${page.compatMode}\n${tree}` };
  };

  // Written into a frame, a page is parsed as for a visitor with scripts; CSP stops all of them.
  const written = async (text) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const page = frame.contentDocument;
    page.open();
    page.write(text);
    page.close();
    while (page.readyState !== "complete") await new Promise((done) => setTimeout(done));
    const result = described(page);
    frame.remove();
    return result;
  };
  const parsed = async (text) => described(new DOMParser().parseFromString(text, "text/html"));

  const XML = "application/xhtml+xml";
  const parsedXml = async (text) => {
    const page = new DOMParser().parseFromString(text, XML);
    // What comes before a mistake is shown; where the mistake is said to be, may change.
    return page.querySelector("parsererror") ? { found: ["head"], seen: "" } : described(page);
  };
  const readers = isXml
    ? [["as XML", parsedXml]]
    : [["with scripts", written], ["without scripts", parsed]];

  const fault = async (before, after) => {
    for (const [name, read] of readers) {
      const old = await read(before);
      const now = await read(after);
      if (now.found.join() !== "head") return `${name}: found in ${now.found.join() || "nothing"}`;
      if (old.seen !== now.seen) return `${name}: another tree\n${old.seen}\n${now.seen}`;
    }
    return null;
  };

  const faults = [];
  for (const [before, after] of pairs) faults.push(await fault(before, after));
  return faults;
}
