"use strict";
// Back and reload, for answers to a form. They are never kept (no-store), so a browser would ask whether to send the form again
// and show an error of its own. Instead the entry of this tab's history holds what was asked, as the browser itself holds a form
// that was sent, and asks it again when the reader comes back. Nothing of it is in the address.
(() => {
  const linked = new URLSearchParams(location.search); // a shared link: its ZIP need not stay in the address
  const sent = document.querySelector("form[data-sent]"); // on a page that answers a form: all that was sent to it
  const asked = sent
    ? [...new FormData(sent)]
    : location.pathname === "/search" && linked.has("zip")
      ? [...linked].map(([name, value]) => [name === "zip" ? "place" : name, value]).filter(([name]) => name !== "lang")
      : null;
  if (asked) {
    const left = /^#option-\d+$/.test(location.hash) ? location.hash : "";
    history.replaceState({ asked, left }, "", location.pathname + left);
    // Where the reader leaves the list, to come back to, and what was ticked there.
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
  HTMLFormElement.prototype.submit.call(form); // whatever the fields are called
})();
