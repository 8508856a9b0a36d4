(() => {
  "use strict";
  const form = document.getElementById("knobs"), answers = document.getElementById("answers"), wait = document.getElementById("wait");
  const knobs = [...form.querySelectorAll("select")];
  let running;
  const mark = () => knobs.forEach(k => k.classList.toggle("turned", k.value !== k.dataset.default));
  const turn = async () => {
    if (running) running.abort();
    const mine = running = new AbortController();
    const query = new URLSearchParams(knobs.filter(k => k.value !== k.dataset.default).map(k => [k.name, k.value]));
    mark(); answers.setAttribute("aria-busy", "true"); wait.textContent = "Computing …";
    try {
      const reply = await fetch("/what-if?" + query, { signal: mine.signal });
      const text = await reply.text();
      if (!reply.ok) throw new Error(text);
      const open = answers.querySelector("details") && answers.querySelector("details").open;
      answers.innerHTML = text;
      if (open) answers.querySelector("details").open = true;
      history.replaceState(null, "", query.size ? "/?" + query : "/");
      wait.textContent = "";
    } catch (error) {
      if (error.name === "AbortError") return;
      wait.textContent = "Failed: " + error.message;
    }
    if (mine === running) answers.removeAttribute("aria-busy");
  };
  form.addEventListener("change", turn);
  form.addEventListener("submit", e => { e.preventDefault(); turn(); });
  mark();
})();
