// Looks at every object tag of a page: the text of its tree, and makes a region on each of its words
// that begin with a capital, and one from the first of them to the last. A place is a count of
// UTF-16 units over the text, where a <br> is one line end.
() => {
  const names = Htx.annotationStore.selected.names;
  const wrappers = [...document.querySelectorAll("[data-testid=phrases-wrapper]")];
  const tags = [...names.values()].filter((tag) => tag.isObjectTag);
  const paragraphs = tags.filter((tag) => tag.type === "paragraphs" && tag._value);
  const rootOf = (tag) => tag.getRootNode?.() ?? wrappers[paragraphs.indexOf(tag)];

  const pieces = (node) =>
    node.nodeType === Node.TEXT_NODE ? [{ node, text: node.data }]
    : node.nodeName === "BR" ? [{ node, text: "\n" }]
    : node.matches?.("[data-skip-node=true], button") && wrappers.some((w) => w.contains(node)) ? []
    : [...node.childNodes].flatMap(pieces);
  const textOf = (root) => pieces(root).map((piece) => piece.text).join("");

  const rangeOver = (root, start, end) => {
    const range = root.ownerDocument.createRange();
    let place = 0;
    for (const { node, text } of pieces(root)) {
      if (place <= start && start < place + text.length) range.setStart(node, start - place);
      if (place < end && end <= place + text.length) range.setEnd(node, end - place);
      place += text.length;
    }
    return range;
  };

  const label = (tag, start, end) => {
    const root = rootOf(tag);
    const view = root.ownerDocument.defaultView;
    const range = rangeOver(root, start, end);
    if (!range.getClientRects().length) return;
    names.get(`label-${tag.name}`).children[0].toggleSelected();
    view.getSelection().removeAllRanges();
    view.getSelection().addRange(range);
    range.startContainer.parentNode.dispatchEvent(
      new view.MouseEvent("mouseup", { bubbles: true, view }));
  };

  return tags.map((tag) => {
    const root = rootOf(tag);
    if (!root) return { name: tag.name, text: null };
    const text = textOf(root);
    const words = [...text.matchAll(/\p{Lu}\p{Ll}+/gu)].map(({ 0: word, index }) => [index, index + word.length]);
    if (words.length > 1) words.push([words[0][0], words.at(-1)[1]]);
    for (const [start, end] of words) label(tag, start, end);
    return { name: tag.name, text, shown: JSON.parse(JSON.stringify(tag._value)) };
  });
}
