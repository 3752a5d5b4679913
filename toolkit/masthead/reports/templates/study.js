"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const status = document.getElementById("status");
  const find = document.getElementById("find");
  const chosen = (name) => new Set(all(`#pick-${name} input:checked`).map((box) => box.value));

  const show = () => {
    const outlets = chosen("outlets"), features = chosen("features"), typed = find.value.trim().toLowerCase();
    const seen = (outlet) => outlets.has(outlet) && outlet.toLowerCase().includes(typed);
    const known = new Set(all("#pick-features input").map((box) => box.value));
    all("tr.row[data-outlet]").forEach((row) => {
      const below = row.nextElementSibling;
      const off = !seen(row.dataset.outlet);
      row.classList.toggle("off", off);
      if (below?.matches(".evidence")) below.classList.toggle("off", off);
    });
    all(".plot[data-feature], .heat [data-feature]").forEach((part) => {
      const feature = part.dataset.feature;
      part.classList.toggle("off", known.has(feature) && !features.has(feature));
    });
    const count = [...outlets].filter(seen).length;
    status.textContent = `${count} outlets and ${features.size} features are shown.`;
  };

  const value = (row, by) => {
    if (by === "outlet") return row.dataset.outlet;
    const number = Number.parseFloat(row.dataset[by] ?? "");
    return Number.isNaN(number) ? -Infinity : number;
  };

  const sort = (table, by, ascending) => {
    const body = table.tBodies[0];
    const rows = all(":scope > tr.row", body);
    if (by !== "outlet" && !rows.some((row) => by in row.dataset)) return;
    const below = new Map(rows.map((row) => [row, all(":scope > tr.evidence", body).find((other) => other === row.nextElementSibling)]));
    const order = (first, second) => (first < second ? -1 : first > second ? 1 : 0);
    rows.sort((first, second) => (ascending ? 1 : -1) * order(value(first, by), value(second, by)) || order(value(first, "outlet"), value(second, "outlet")));
    rows.forEach((row) => body.append(...[row, below.get(row)].filter(Boolean)));
    all("thead th", table).forEach((head) => {
      const button = head.querySelector("button");
      if (button && button.dataset.by === by) head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
  };

  const open = (button, wanted) => {
    const row = document.getElementById(button.getAttribute("aria-controls"));
    button.setAttribute("aria-expanded", String(wanted));
    row.hidden = !wanted;
  };

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const held = target.closest("details");
    if (held) held.open = true;
    const button = target.querySelector(".open");
    if (button && target.matches("tr")) open(button, true);
    target.scrollIntoView({ block: "start" });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".open")) open(button, button.getAttribute("aria-expanded") !== "true");
    else if (button.dataset.by) {
      const head = button.closest("th");
      const usual = button.dataset.by === "outlet";
      const sorted = head.getAttribute("aria-sort");
      sort(button.closest("table"), button.dataset.by, sorted ? sorted === "descending" : usual);
    } else if (button.dataset.all || button.dataset.none) {
      all(`#${button.dataset.all ?? button.dataset.none} input`).forEach((box) => { box.checked = Boolean(button.dataset.all); });
      show();
    } else if (button.id === "theme") {
      const dark = document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      document.documentElement.dataset.theme = dark === "dark" ? "light" : "dark";
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all(".choose[open]").forEach((part) => { part.open = false; part.querySelector("summary").focus(); });
  });
  all(".choices").forEach((part) => part.addEventListener("change", show));
  find.addEventListener("input", show);
  document.getElementById("sort").addEventListener("change", (event) => {
    const by = event.target.value;
    all("table.forest, table.stacked").forEach((table) => sort(table, by, by === "outlet"));
  });
  addEventListener("hashchange", reveal);
  reveal();
})();
