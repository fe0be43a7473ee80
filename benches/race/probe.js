// Runs in each page before all other scripts, the same for every runner, and records when the products are painted.
//
// In every frame it looks for the expected titles and prices in the rows of the runner's list, and for a picture box in
// each. A frame paints the nodes that exist when it begins, so the paint is certainly over at the beginning of the
// second frame after that.
((race) => {
  const { expected, shows } = race;
  const results = { tasks: [], shift: 0, shown: [], found: null, painted: null };
  globalThis.race = results;
  new PerformanceObserver((list) => results.tasks.push(...list.getEntries().map(({ duration, startTime }) => ({ duration, startTime })))).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) results.shift += value;
  }).observe({ type: "layout-shift", buffered: true });
  if (!shows) return;
  addEventListener("tillside-plan", ({ detail }) => (results.plan = { at: performance.now(), ms: detail.ms, isWhole: detail.plan.offers.length > 0 }));

  const text = (row, name) => row.querySelector(name)?.textContent.trim() ?? "";
  const hasBox = (element) => {
    const { width, height, bottom } = element?.getBoundingClientRect() ?? {};
    return width > 0 && height > 0 && bottom <= innerHeight && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const isComplete = (row, at) => {
    const { title, price } = expected?.[at] ?? {};
    return (!expected || (text(row, shows.title) === title && text(row, shows.price).includes(price))) && [shows.title, shows.price, shows.picture].every((name) => hasBox(row.querySelector(name)));
  };
  const listed = () => {
    const place = document.querySelector(shows.tag);
    return [...((place?.shadowRoot ?? place)?.querySelectorAll(shows.row) ?? [])];
  };
  const read = () => listed().map((row) => ({ title: text(row, shows.title), price: text(row, shows.price) }));
  function look() {
    const rows = listed();
    if (rows.length > 0 && (!expected || rows.length === expected.length) && rows.every(isComplete)) {
      results.found = performance.now();
      results.shown = read();
      requestAnimationFrame(() => requestAnimationFrame(() => {
        results.painted = performance.now();
        globalThis.announcePaint?.("");
      }));
    } else requestAnimationFrame(look);
  }
  globalThis.shownNow = read;
  requestAnimationFrame(look);
})(RACE);
