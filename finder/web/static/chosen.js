"use strict";
// Counts the locations that are chosen on a list, and keeps them chosen when the reader comes back to it. Without this script,
// the style sheet counts.
(() => {
  const boxes = [...document.querySelectorAll("input[name=id]")];
  const count = document.querySelector(".chosen output");
  const kept = history.state && history.state.chosen;
  if (kept) boxes.forEach((box) => { box.checked = kept.includes(box.value); });
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    count.textContent = chosen.length;
    return chosen;
  };
  show();
  // Only these names are kept, in the history of this tab: never where the reader is.
  document.addEventListener("change", ({ target }) => {
    if (target.name === "id") history.replaceState({ chosen: show() }, "");
  });
})();
