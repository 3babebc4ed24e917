"use strict";
// Shows a button that copies the text of a field, if the browser allows it.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  // The server leaves its own name out if it can't be sure of it. The browser knows where it is.
  field.value = new URL(field.value, location.href).href;
  if (!navigator.clipboard) continue;
  const said = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = said.dataset.copied;
    } catch {
      field.select(); // The browser refused, so the reader can copy the selected text by hand.
    }
  });
}
