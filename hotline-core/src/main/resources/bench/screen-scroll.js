// Scrolls the log to its end as fast as it loads, then back to its beginning in steps of a few pages, a frame each. Tells the
// most rows that stood in the page, the longest task of either way, and the time from frame to frame of the way back.
// Called with the number of records.
async (records) => {
  const list = document.querySelector('.virtual');
  const table = list.querySelector('[role=table]');
  const frame = () => new Promise(requestAnimationFrame);
  const tasks = [];
  const watch = new PerformanceObserver((seen) => seen.getEntries().forEach((task) => tasks.push(task.duration)));
  watch.observe({ type: 'longtask' });
  const longest = async () => {
    // What was measured is told a little later.
    await new Promise((done) => setTimeout(done, 300));
    return Math.max(0, ...tasks.splice(0));
  };
  let most = 0;
  while (Number(table.getAttribute('aria-rowcount')) <= records) {
    list.scrollTop = list.scrollHeight;
    await frame();
    most = Math.max(most, list.querySelectorAll('.log-row:not(.log-head)').length);
  }
  list.scrollTop = list.scrollHeight;
  const loading = await longest();
  const frames = [];
  let last = await frame();
  while (list.scrollTop > 0) {
    list.scrollTop -= 5 * list.clientHeight;
    const next = await frame();
    frames.push(next - last);
    last = next;
  }
  return { most, loading, back: await longest(), frames };
}
