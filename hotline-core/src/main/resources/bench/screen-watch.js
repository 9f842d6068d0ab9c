// Watches the calls that a page of the console shows. Kept for each change: whose (the last digits of the number), what is
// shown now, when the page had it (at) and when the frame with it had been drawn (painted), in milliseconds since 1970.
// Called with the selector of whatever shows a call.
(selector) => {
  const now = () => performance.timeOrigin + performance.now();
  const seen = (window.benchSeen = []);
  let before = new Map();
  const look = () => {
    const after = new Map();
    for (const shown of document.querySelectorAll(selector)) {
      const state = shown.querySelector('[data-state]')?.dataset.state;
      const who = shown.querySelector('.num')?.textContent.slice(-4);
      if (state && who) after.set(who, state);
    }
    const at = now();
    const changed = [];
    for (const [who, state] of after) if (before.get(who) !== state) changed.push({ who, state, at });
    for (const who of before.keys()) if (!after.has(who)) changed.push({ who, state: 'ENDED', at });
    before = after;
    if (!changed.length) return;
    seen.push(...changed);
    requestAnimationFrame(() => {
      const drawn = new MessageChannel();
      drawn.port1.onmessage = () => changed.forEach((one) => (one.painted = now()));
      drawn.port2.postMessage(0);
    });
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['data-state'] });
  look();
}
