"use strict";
// Back and reload, for answers to a form. They are never kept (no-store), so a browser would ask whether to send the form again
// and show an error of its own. Instead the entry of this tab's history holds what was asked, and asks it again when the
// reader comes back. Nothing of it is in the address, and nothing is written anywhere else.
(() => {
  const sent = document.querySelector("form[data-sent]"); // on a page that answers a form: all that was sent to it
  if (sent) {
    const asked = [...new FormData(sent)];
    history.replaceState({ asked }, "");
    // Where the reader left the list, to come back to.
    document.addEventListener("click", (event) => {
      const card = event.target.closest("a") && event.target.closest(".card[id]");
      if (card) history.replaceState({ asked, at: card.id }, "");
    });
    return;
  }
  const left = history.state;
  if (!left || !left.asked) return;
  const form = document.createElement("form");
  form.method = "post";
  form.action = location.pathname + (left.at ? `#${left.at}` : "");
  for (const [name, value] of left.asked) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
})();
