"use strict";
// Says what is being done for a long question, and opens its answer when there is one.
(() => {
  const said = document.getElementById("working");
  const look = async () => {
    try {
      const answer = await fetch(said.dataset.progress);
      const { stage, done } = await answer.json();
      if (done) return window.location.replace(said.dataset.answer);
      if (said.textContent !== stage) said.textContent = stage; // What is said again would be announced again.
      return setTimeout(look, 1000);
    } catch {
      said.textContent = said.dataset.failed;
    }
  };
  setTimeout(look, 1000);
})();
