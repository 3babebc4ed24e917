"use strict";
// Makes Back and Reload work for pages that answer a form. They are never cached (no-store), so a browser would ask whether to
// send the form again, or show an error of its own. Instead, this tab's history entry keeps the submitted fields, as a browser
// itself does, and this script submits them again when the reader comes back. None of them is in the URL.
(() => {
  const linked = new URLSearchParams(location.search); // A shared link. Its ZIP code need not stay in the URL.
  const sent = document.querySelector("form[data-sent]"); // On a page that answers a form: everything that was submitted.
  const asked = sent
    ? [...new FormData(sent)]
    : location.pathname === "/search" && linked.has("zip")
      ? [...linked].map(([name, value]) => [name === "zip" ? "place" : name, value]).filter(([name]) => name !== "lang")
      : null;
  if (asked) {
    const left = /^#option-\d+$/.test(location.hash) ? location.hash : "";
    history.replaceState({ asked, left }, "", location.pathname + left);
    // Remember the option at which the reader leaves the list, and the boxes that are checked.
    document.addEventListener("click", (event) => {
      const card = event.target.closest("a") && event.target.closest(".card[id]");
      if (card) history.replaceState({ ...history.state, left: `#${card.id}` }, "");
    });
    document.addEventListener("change", (event) => {
      if (event.target.name !== "id") return;
      const ticked = [...document.querySelectorAll("input[name=id]:checked")].map((box) => ["id", box.value]);
      const others = asked.filter(([name]) => name !== "id");
      history.replaceState({ ...history.state, asked: [...others, ...ticked] }, "");
    });
    return;
  }
  const before = history.state;
  if (!before || !before.asked || !document.querySelector("form.ask")) return;
  const form = document.createElement("form");
  form.method = "post";
  form.action = location.pathname + before.left;
  for (const [name, value] of before.asked) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form); // Works even if a field is named "submit".
})();
