"use strict";
// Says what is being done for a long question, and opens its answer when there is one.
(() => {
  const said = document.getElementById("working");
  const again = () => setTimeout(look, 1000);

  async function look() {
    try {
      const answer = await fetch(said.dataset.progress);
      const { stage, done } = await answer.json();
      if (said.textContent !== stage) said.textContent = stage; // What is said again would be announced again.
      if (done) window.location.replace(said.dataset.answer);
      else again();
    } catch {
      said.textContent = said.dataset.failed;
    }
  }

  again();
})();
