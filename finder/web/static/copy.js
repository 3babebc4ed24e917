"use strict";
// Shows a button that copies the text of a field, if the browser allows it.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  const field = document.getElementById(button.dataset.copy);
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
