"use strict";
// Filters, sorts and opens what the page has. Without scripts, everything is there to read.
(() => {
  const table = document.getElementById("FactTable");
  const facts = Array.from(table.tBodies);
  const controls = document.getElementById("Controls");
  const [query, contested, order, status, clear, openAll] = [
    "Query", "Contested", "Order", "Status", "Clear", "OpenAll",
  ].map((id) => document.getElementById(id));
  const fields = Array.from(controls.querySelectorAll("[name]"));
  const selects = Array.from(controls.querySelectorAll("select:not(#Order)"));

  // Accents and case make no difference to a search.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
  const texts = new Map(facts.map((fact) => [fact, plain(`${fact.textContent} ${fact.dataset.spellings}`)]));

  const filter = () => {
    const words = plain(query.value).split(" ");
    let shown = 0;
    for (const fact of facts) {
      fact.hidden = !(
        selects.every(({ name, value }) => !value || fact.dataset[name].split(" ").includes(value)) &&
        (!contested.checked || fact.dataset.contested === "yes") &&
        words.every((word) => texts.get(fact).includes(word))
      );
      shown += fact.hidden ? 0 : 1;
    }
    status.textContent = shown ? `${shown} of ${facts.length} facts` : "No fact matches. Clear the filters to see all.";
  };

  // The filters are in the address, so that a selection can be kept and shared: #type=release&q=minsk. The id of a fact
  // has no "=".
  const remember = () => {
    const chosen = fields.filter((field) => field.type !== "checkbox" || field.checked);
    const all = chosen.map(({ name, value }) => [name, value.trim()]);
    const filters = new URLSearchParams(all.filter(([, value]) => value && value !== "date ascending"));
    history.replaceState(null, "", `#${filters.size ? filters : "Facts"}`);
  };
  const choose = (filters) => {
    for (const field of fields) {
      if (field === contested) field.checked = filters.get(field.name) === "yes";
      else field.value = filters.get(field.name) ?? "";
      if (field.selectedIndex < 0) field.selectedIndex = 0; // no such choice
    }
    filter();
    sort();
  };
  const reset = () => choose(new URLSearchParams());

  const compare = new Intl.Collator("en", { sensitivity: "base", numeric: true }).compare;
  const by = (key) => (one, other) => compare(one.dataset[key], other.dataset[key]); // no number sorts below any number
  const orders = {
    "date ascending": "date, earliest first", "date descending": "date, latest first",
    "title ascending": "fact, A to Z", "title descending": "fact, Z to A",
    "type ascending": "type, A to Z", "type descending": "type, Z to A",
    "stage ascending": "stage, A to Z", "stage descending": "stage, Z to A",
    "size descending": "figure, largest first", "size ascending": "figure, smallest first",
    "origins descending": "most named origins first", "origins ascending": "fewest named origins first",
  };
  for (const [value, words] of Object.entries(orders)) order.append(new Option(words, value));

  const sort = () => {
    const [key, direction] = order.value.split(" ");
    const sign = direction === "ascending" ? 1 : -1;
    const sorted = facts.slice().sort((one, other) => sign * by(key)(one, other) || by("date")(one, other));
    table.append(...sorted);
    for (const head of table.tHead.rows[0].cells) {
      if (head.dataset.sort === key) head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    }
  };

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const both = Object.keys(orders).filter((one) => one.startsWith(`${head.dataset.sort} `));
      order.value = both.find((one) => one !== order.value);
      sort();
      remember();
    });
  }

  const details = facts.map((fact) => fact.querySelector("details"));
  const label = () => {
    openAll.textContent = details.every((one) => one.open) ? "Close all" : "Open all";
  };
  openAll.addEventListener("click", () => {
    const open = details.some((one) => !one.open);
    for (const one of details) one.open = open;
  });
  for (const one of details) one.addEventListener("toggle", label);

  // A fact's address opens it, even if a filter has hidden it.
  const reveal = () => {
    if (location.hash.includes("=")) {
      choose(new URLSearchParams(location.hash.slice(1)));
      document.getElementById("Facts").scrollIntoView();
      return;
    }
    const fact = facts.find((one) => `#${one.id}` === location.hash); // an id has no character to be escaped
    if (!fact) return;
    if (fact.hidden) reset();
    const own = fact.querySelector("details");
    own.open = true;
    own.querySelector("summary").focus({ preventScroll: true });
    fact.scrollIntoView();
  };

  // On GitHub Pages the address of the page names the repository, hence its releases and the form to report an error.
  const [owner, host] = location.hostname.split(/\.(.*)/);
  if (host === "github.io") {
    const repository = `//github.com/${owner}/${location.pathname.split("/")[1]}`;
    for (const link of document.querySelectorAll("[data-github]")) link.href = `${repository}/${link.dataset.github}`;
  }

  for (const field of fields) field.addEventListener("input", field === order ? sort : filter);
  controls.addEventListener("input", remember);
  clear.addEventListener("click", () => {
    reset();
    remember();
  });
  addEventListener("hashchange", reveal);
  addEventListener("load", reveal); // not before: the browser takes the focus away when it goes to the address
  controls.hidden = false;
  reset();
})();
