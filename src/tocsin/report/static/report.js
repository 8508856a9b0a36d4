(() => {
  "use strict";
  const $$ = (q, e = document) => [...e.querySelectorAll(q)];
  const root = document.documentElement;
  $$("[hidden]").forEach(e => { if (e.id !== "tip") e.hidden = false; });

  const theme = document.getElementById("theme");
  const keep = (v) => { try { v === undefined || localStorage.setItem("theme", v); return localStorage.getItem("theme") || ""; } catch { return v || ""; } };
  const apply = v => v ? root.dataset.theme = v : delete root.dataset.theme;
  theme.value = keep(); apply(theme.value);
  theme.onchange = () => { apply(theme.value); keep(theme.value); };

  const links = new Map($$("nav a").map(a => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver(entries => entries.forEach(e => {
    if (e.isIntersecting) links.forEach((a, id) => id === e.target.id ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current"));
  }), { rootMargin: "-20% 0px -75% 0px" });
  $$("section[id]").forEach(s => seen.observe(s));

  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", open); if (location.hash) open();

  const tip = document.getElementById("tip");
  $$(".chart title").forEach(t => { t.parentNode.dataset.tip = t.textContent; t.remove(); });
  addEventListener("pointerover", e => {
    const mark = e.target.closest && e.target.closest("[data-tip]");
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.dataset.tip;
    const x = Math.min(e.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const y = e.clientY + 18 + tip.offsetHeight > innerHeight ? e.clientY - tip.offsetHeight - 12 : e.clientY + 18;
    tip.style.left = Math.max(8, x) + "px"; tip.style.top = y + "px";
  });
  addEventListener("keydown", e => { if (e.key === "Escape") tip.hidden = true; });

  const save = (name, blob) => {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(blob); a.download = name; a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 1e4);
  };
  const svg = figure => {
    const shown = $$(".chart svg", figure).find(s => getComputedStyle(s).display !== "none").cloneNode(true);
    const css = getComputedStyle(root);
    $$("*", shown).forEach(e => ["fill", "stroke"].forEach(k => {
      const v = /^var\((--[\w-]+)\)$/.exec(e.getAttribute(k) || "");
      if (v) e.setAttribute(k, css.getPropertyValue(v[1]).trim());
    }));
    shown.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    shown.setAttribute("style", `font:12px Inter,sans-serif;background:${css.getPropertyValue("--paper")}`);
    return new XMLSerializer().serializeToString(shown);
  };
  const guard = t => /^'*[=+\-@\t\r]/.test(t) && isNaN(t.replace(/,/g, "")) ? "'" + t : t;
  const csv = table => $$("tr", table).map(r => [...r.cells].map(c => `"${guard(c.textContent.trim()).replace(/"/g, '""')}"`).join(",")).join("\r\n");
  const png = (text, name) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = image.width * 2; canvas.height = image.height * 2;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(b => save(name, b));
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  };
  $$("[data-save]").forEach(b => b.onclick = () => {
    const figure = b.closest("figure"), name = figure.dataset.name, kind = b.dataset.save;
    if (kind === "csv") save(name + ".csv", new Blob(["\ufeff" + csv(figure.querySelector("table"))], { type: "text/csv" }));
    else if (kind === "svg") save(name + ".svg", new Blob([svg(figure)], { type: "image/svg+xml" }));
    else png(svg(figure), name + ".png");
  });

  $$("table").forEach(table => $$("th", table).forEach((th, i) => {
    th.classList.add("sortable"); th.tabIndex = 0;
    const sort = () => {
      const down = th.getAttribute("aria-sort") === "ascending", body = table.tBodies[0];
      $$("th", table).forEach(o => o.removeAttribute("aria-sort"));
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = r => { const t = r.cells[i].textContent.trim(), n = parseFloat(t.replace(/[,\s]|US\$/g, "").replace("−", "-")); return th.classList.contains("num") ? (isNaN(n) ? -1e99 : n) : t; };
      [...body.rows].map(r => [key(r), r]).sort((a, b) => (a[0] > b[0] ? 1 : a[0] < b[0] ? -1 : 0) * (down ? -1 : 1)).forEach(p => body.append(p[1]));
    };
    th.onclick = sort; th.onkeydown = e => { if (e.key === "Enter") sort(); };
  }));
  $$("input[data-for]").forEach(input => {
    const table = document.getElementById(input.dataset.for), rows = [...table.tBodies[0].rows], out = input.closest("p").querySelector("output");
    const text = rows.map(r => r.textContent.toLowerCase());
    input.oninput = () => {
      const words = input.value.toLowerCase().split(/\s+/);
      let n = 0;
      rows.forEach((r, i) => { const hit = words.every(w => text[i].includes(w)); r.hidden = !hit; n += hit; });
      table.closest("details").open = true; out.textContent = `${n} of ${rows.length}`;
    };
  });
})();
