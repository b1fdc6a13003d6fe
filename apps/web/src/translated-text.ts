/**
 * Browsers' translators put `<font>` elements in place of text, or around it. React knows nothing of that:
 * what it writes next goes into a text that is no longer on the page, where a clock of another viewpoint then
 * stands above the new panes; and what it removes is not where it left it, which ends the page
 * (facebook/react#11538).
 *
 * Here each text that is replaced is remembered, with what stands in its place. It is put back when React
 * writes to it, before that is drawn, to be translated again; and what React removes, or inserts before, is
 * found where it now is.
 *
 * @param root what React draws in
 */
export function keepTranslatedTextTrue(root: Node): void {
  const standIns = new WeakMap<Node, ChildNode>();
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'childList') noteReplaced(record);
      else putBack(record.target);
    }
  });
  observer.observe(root, { childList: true, subtree: true });

  function noteReplaced({
    target,
    addedNodes,
    removedNodes,
    previousSibling,
    nextSibling,
  }: MutationRecord): void {
    for (const text of removedNodes) {
      if (text.nodeType !== Node.TEXT_NODE || text.isConnected) continue;
      const standIn = [...addedNodes, previousSibling, nextSibling].find(
        (node) => node?.nodeName === 'FONT' && node.parentNode === target,
      );
      if (standIn == null) continue;
      standIns.set(text, standIn as ChildNode);
      observer.observe(text, { characterData: true });
    }
  }

  function putBack(text: Node): void {
    standIns.get(text)?.replaceWith(text);
    standIns.delete(text);
  }

  // Called as methods of whichever node, below.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { removeChild, insertBefore } = Node.prototype;
  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    const there = child.parentNode === null ? (standIns.get(child) ?? child) : child;
    removeChild.call(there.parentNode !== null && this.contains(there) ? there.parentNode : this, there);
    return child;
  };
  Node.prototype.insertBefore = function <T extends Node>(this: Node, child: T, before: Node | null): T {
    let there = before?.parentNode === null ? (standIns.get(before) ?? before) : before;
    while (there !== null && there.parentNode !== this && this.contains(there)) there = there.parentNode;
    insertBefore.call(this, child, there);
    return child;
  };
}
