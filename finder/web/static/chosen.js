"use strict";
// Counts the locations that are chosen on a list, and keeps them chosen when the reader comes back to it. Without this script,
// the style sheet counts.
(() => {
  const boxes = [...document.querySelectorAll("input[name=id]")];
  const count = document.querySelector(".chosen output");
  const kept = history.state && history.state.chosen;
  if (kept) boxes.forEach((box, row) => { box.checked = kept.includes(row); });
  const show = () => {
    const chosen = [...boxes.keys()].filter((row) => boxes[row].checked);
    count.textContent = chosen.length;
    return chosen;
  };
  show();
  // A browser may write the history of a tab to disk. So it holds numbers of rows: neither what the rows say, nor a place.
  document.addEventListener("change", ({ target }) => {
    if (target.name === "id") history.replaceState({ chosen: show() }, "");
  });
})();
