// Looks at the text that an object tag of Label Studio displays: where words are, what is
// highlighted. Places are counted in UTF-16 units over the text nodes, line ends left out, since
// each tag displays those in its own way.
window.spanbridge = (() => {
  const holder = () =>
    document.querySelector(".lsf-htx-richtext") ??
    document.querySelector("[data-testid=phrases-wrapper]");
  const root = () => holder().contentDocument?.body ?? holder();
  const view = () => root().ownerDocument.defaultView;
  const stripped = (text) => text.replace(/[\r\n]/g, "");
  const tag = () => [...Htx.annotationStore.selected.names.values()].find((t) => t.isObjectTag);

  const textNodes = () => {
    const nodes = [];
    const filter = (node) =>
      node.nodeType === Node.ELEMENT_NODE && node.matches("[data-skip-node=true], button")
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT;
    const walker = root().ownerDocument.createTreeWalker(
      root(), NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, filter);
    while (walker.nextNode())
      if (walker.currentNode.nodeType === Node.TEXT_NODE) nodes.push(walker.currentNode);
    return nodes;
  };
  const displayed = () => stripped(textNodes().map((node) => node.data).join(""));

  const placeOf = (node, offset) => {
    let place = 0;
    for (const text of textNodes()) {
      if (text === node) return place + stripped(text.data.slice(0, offset)).length;
      if (node.nodeType === Node.ELEMENT_NODE) {
        const before = root().ownerDocument.createRange();
        before.setStart(root(), 0);
        before.setEnd(node, offset);
        if (before.comparePoint(text, text.length) > 0) return place;
      }
      place += stripped(text.data).length;
    }
    return place;
  };

  // where the characters that are displayed as one are on the page
  const clusters = () => {
    const found = [];
    let place = 0;
    for (const node of textNodes()) {
      for (const { segment, index } of new Intl.Segmenter().segment(node.data)) {
        const range = root().ownerDocument.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + segment.length);
        const length = stripped(segment).length;
        if (length) found.push({ start: place, end: place + length, range });
        place += length;
      }
    }
    return found;
  };

  // a point of the page where the mouse sets the caret before (behind) a cluster; may be none
  const pointAt = (cluster, behind) => {
    if (!cluster) return null;
    const { range } = cluster;
    const frame = view().frameElement?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const wanted = behind ? range.endOffset : range.startOffset;
    for (const rect of range.getClientRects()) {
      for (const x of [rect.left + 1, rect.right - 1, rect.left, rect.right]) {
        const y = (rect.top + rect.bottom) / 2;
        const caret = root().ownerDocument.caretRangeFromPoint(x, y);
        if (caret?.startContainer === range.startContainer && caret.startOffset === wanted)
          return { x: x + frame.left, y: y + frame.top };
      }
    }
    return null;
  };

  return {
    // whether the text is there, and as many regions, each with what highlights it
    ready: (count) => {
      const regions = window.Htx?.annotationStore?.selected?.regions;
      if (!holder() || regions?.length !== count || !displayed()) return false;
      return tag()?.isReady !== false && regions.every((region) => region._spans?.length);
    },
    displayed,
    ends: (word) => {
      const start = displayed().indexOf(stripped(word));
      if (start < 0) return null;
      holder().scrollIntoView({ block: "center" });
      const end = start + stripped(word).length;
      const first = clusters().find((cluster) => cluster.start === start);
      const last = clusters().find((cluster) => cluster.end === end);
      return { start: pointAt(first, false), end: pointAt(last, true), places: [start, end] };
    },
    // what is selected; if that is not what lies between the places, nothing is any more
    selection: (word, [start, end]) => {
      const selection = view().getSelection();
      if (!selection.rangeCount) return null;
      const range = selection.getRangeAt(0);
      const found = { text: String(selection), places: [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)] };
      found.exact = /^[\r\n]|[\r\n]$/.test(range.toString()) === /^[\r\n]|[\r\n]$/.test(word);
      found.exact &&= found.places[0] === start && found.places[1] === end;
      if (!found.exact) selection.removeAllRanges();
      return found;
    },
    unselect: () => view().getSelection().removeAllRanges(),
    chosen: () =>
      [...Htx.annotationStore.selected.names.values()].flatMap((control) =>
        [...(control.selectedLabels ?? [])].map((label) => label.value)),
    regions: () => Htx.annotationStore.selected.regions.length,
    highlights: () => {
      const spans = [...root().querySelectorAll(".htx-highlight")];
      const found = Htx.annotationStore.selected.regions.map((region) => {
        const own = spans.filter((span) => region._spans?.includes(span));
        const text = own.map((span) => span.textContent).join("");
        const start = own.length ? placeOf(own[0], 0) : null;
        return { labels: [...(region.labels ?? [])], text: stripped(text), start };
      });
      const owned = new Set(Htx.annotationStore.selected.regions.flatMap((r) => r._spans ?? []));
      const strays = spans.filter((span) => !owned.has(span)).map((span) => span.textContent);
      return { found, strays };
    },
  };
})();
