"use strict";
// Forgets the search in place of the page that shows it, so that Back does not lead there. Without this script, Back leads to
// a page that says it is gone.
(() => {
  const form = document.getElementById("forget");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) throw new Error(answer.statusText);
      history.replaceState(null, "");
      location.replace(answer.url);
    } catch {
      form.submit();
    }
  });
})();
