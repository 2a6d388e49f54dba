// Runs in every measured page before its own scripts: notes when the plan is in memory, when the first row
// is there, and how long what somebody does takes until it is painted. `site` says where to look.
(site) => {
  const probe = { strokes: [] };
  window.probe = probe;
  const now = () => performance.now();

  /** Calls back after the frame that shows the present document. */
  probe.afterPaint = (done) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(now());
      port2.postMessage(0);
    });

  const big = 100_000;
  for (const name of ["text", "arrayBuffer", "json"]) {
    const read = Response.prototype[name];
    Response.prototype[name] = function () {
      const isPlan = new URL(this.url).pathname.endsWith(site.plan);
      return read.call(this).then((value) => {
        if (isPlan) probe[name === "json" ? "parsed" : "text"] ??= now();
        return value;
      });
    };
  }
  const parse = JSON.parse;
  JSON.parse = function (text, ...rest) {
    if (probe.parsed || typeof text !== "string" || text.length < big) return parse.call(this, text, ...rest);
    probe.parsing = now();
    const value = parse.call(this, text, ...rest);
    probe.parsed = now();
    return value;
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const make = WebAssembly[name];
    WebAssembly[name] = async function (...args) {
      const made = await make.apply(this, args);
      probe.wasm = (made.instance ?? made).exports.memory;
      probe.wasmReady = now();
      return made;
    };
  }

  probe.ready = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector(site.row)) return;
      observer.disconnect();
      probe.row = now();
      probe.afterPaint((at) => {
        probe.painted = at;
        resolve();
      });
    });
    observer.observe(document, { childList: true, subtree: true });
  });

  const count = () => document.querySelector(site.count)?.textContent ?? "";
  let key = 0;
  addEventListener("keydown", (event) => (key = event.timeStamp), true);
  addEventListener(
    "input",
    () => {
      const [from, before] = [key, count()];
      const look = () => {
        if (count() !== before) {
          probe.afterPaintOfThisFrame(() => probe.stroke({ took: now() - from, count: count() }));
        } else if (now() - from > 1500) probe.stroke({ same: true, count: before });
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    true,
  );
  probe.afterPaintOfThisFrame = (done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  };
  probe.next = () => new Promise((resolve) => (probe.stroke = resolve));

  /** What scrolls the rows up and down. */
  const scroller = () => {
    for (let element = document.querySelector(site.anyRow); element; element = element.parentElement) {
      const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowY);
      if (scrolls && element.scrollHeight > element.clientHeight + 100) return element;
    }
    throw new Error("nothing scrolls the rows");
  };

  /**
   * Scrolls from top to bottom in so many frames. As with a wheel, the area has moved before its frame begins,
   * so that the page hears of it in time: what is moved in a frame's own callback is heard of in the next one.
   */
  probe.scroll = (frames) =>
    new Promise((resolve) => {
      const area = scroller();
      area.scrollIntoView({ block: "start" });
      const box = area.getBoundingClientRect();
      const middle = [box.left + 60, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2];
      const height = area.scrollHeight - area.clientHeight;
      const [gaps, work] = [[], []];
      let [frame, last, blank] = [0, undefined, 0];
      const step = () => {
        area.scrollTop = Math.round((height * frame) / frames);
        requestAnimationFrame((at) => {
          if (last !== undefined) gaps.push(at - last);
          last = at;
          const begun = now();
          probe.afterPaintOfThisFrame(() => {
            work.push(now() - begun);
            if (!document.elementFromPoint(...middle)?.closest(site.anyRow)) blank += 1;
            frame += 1;
            if (frame <= frames) step();
            else resolve({ gaps, work, blank, height, reached: area.scrollTop });
          });
        });
      };
      step();
    });

  /** Changes something and waits until the number of rows is another. */
  probe.change = (act) =>
    new Promise((resolve) => {
      const rows = () => document.querySelector("[aria-rowcount]")?.getAttribute("aria-rowcount") ?? String(document.querySelectorAll(site.anyRow).length);
      const [before, from] = [rows(), now()];
      act();
      const look = () => {
        if (rows() !== before) probe.afterPaintOfThisFrame(() => resolve({ took: now() - from, rows: rows() }));
        else if (now() - from > 5000) resolve({ same: true, rows: before });
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
}
