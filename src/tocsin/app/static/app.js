(() => {
  "use strict";
  const form = document.getElementById("knobs"), answers = document.getElementById("answers"), wait = document.getElementById("wait");
  const knobs = [...form.querySelectorAll("select")];
  let running;
  const mark = () => knobs.forEach(k => k.classList.toggle("turned", k.value !== k.dataset.default));
  const wanted = button => {
    const query = new URLSearchParams(knobs.filter(k => k.value !== k.dataset.default).map(k => [k.name, k.value]));
    answers.querySelectorAll("input[name=keep]").forEach(i => query.append("keep", i.value));
    if (button && button.name) query.append(button.name, button.value);
    return query;
  };
  const kept = () => {
    const query = wanted();
    history.replaceState(null, "", query.size ? "/?" + query : "/");
  };
  const turn = async button => {
    if (running) running.abort();
    const mine = running = new AbortController();
    mark(); answers.setAttribute("aria-busy", "true"); wait.textContent = "Computing …";
    try {
      const reply = await fetch("/what-if?" + wanted(button), { signal: mine.signal });
      const text = await reply.text();
      if (!reply.ok) throw new Error(text);
      const details = answers.querySelector("details"), open = details && details.open;
      answers.innerHTML = text;
      if (open) answers.querySelector("details").open = true;
      kept();
      const change = [...answers.querySelectorAll(".questions .change")][1];
      wait.textContent = change ? "Gets through: " + change.textContent : "As today";
    } catch (error) {
      if (error.name === "AbortError") return;
      wait.textContent = "Failed: " + error.message;
    }
    if (mine === running) answers.removeAttribute("aria-busy");
  };
  form.addEventListener("change", () => turn());
  form.addEventListener("submit", e => { e.preventDefault(); turn(e.submitter); });
  mark();
})();
