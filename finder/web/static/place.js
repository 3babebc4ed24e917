"use strict";
// Helps readers enter a place: with suggestions while typing (the combobox pattern of the ARIA Authoring Practices), and with
// the location of the device, rounded before it leaves the browser. Without this script, the field still works.
(() => {
  const field = document.getElementById("place");
  if (!field) return;
  const words = field.dataset;
  const list = document.createElement("ul");
  const said = document.getElementById("place-said");
  const WAIT_MS = 150;
  let waiting = 0;
  let latest = 0;
  let at = -1;

  list.id = "place-list";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.list);
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("autocomplete", "off");

  // Closes the list and discards any request that is still pending.
  function close() {
    clearTimeout(waiting);
    latest += 1;
    list.replaceChildren();
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function take(label) {
    field.value = label;
    said.textContent = "";
    close();
    field.focus();
  }

  function show(labels) {
    list.replaceChildren(
      ...labels.map((label, row) => {
        const item = document.createElement("li");
        item.id = `place-${row}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = label;
        item.addEventListener("pointerdown", (event) => event.preventDefault()); // Keeps the focus in the field.
        item.addEventListener("click", () => take(label));
        return item;
      }),
    );
    if (!labels.length) {
      said.textContent = "";
      close();
      return;
    }
    at = -1;
    list.hidden = false;
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", "true");
    said.textContent = labels.length === 1 ? words.one : words.many.replace("{n}", labels.length);
  }

  function choose(row) {
    const items = list.children;
    at = (row + items.length) % items.length;
    [...items].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    field.setAttribute("aria-activedescendant", items[at].id);
    items[at].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const request = ++latest;
    try {
      const answer = await fetch(words.suggest, { method: "POST", body: new URLSearchParams({ typed: field.value }) });
      const labels = answer.ok ? await answer.json() : [];
      if (request === latest && document.activeElement === field) show(labels);
    } catch {
      close();
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT_MS);
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  field.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open) return;
      event.preventDefault();
      choose(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (event.key === "Enter" && open && at >= 0) {
      event.preventDefault();
      take(list.children[at].textContent);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  });

  const here = document.getElementById("use-location");
  if (!here || !navigator.geolocation) return;
  here.hidden = false;
  here.addEventListener("click", () => {
    said.textContent = words.looking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // Two decimals are about half a mile: accurate enough to measure travel, and too coarse to find a home.
        field.value = `${coords.latitude.toFixed(2)}, ${coords.longitude.toFixed(2)}`;
        said.textContent = words.found;
        close();
        field.focus();
      },
      () => {
        said.textContent = words.refused;
      },
      { maximumAge: 600000, timeout: 15000 },
    );
  });
})();
