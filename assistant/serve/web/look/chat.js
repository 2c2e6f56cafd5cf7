// The chat page: which part is seen, where the focus goes, what is read out, what is copied. What is said comes from the server.
(() => {
  const $ = (selector) => document.querySelector(selector);
  const views = ["talk", "forms", "documents", "admin"];
  let cameFrom = null;

  // ---- parts of the page: the address says which one is seen
  function showView() {
    const asked = location.hash.slice(1);
    const view = views.includes(asked) ? asked : "talk";
    const changed = document.body.dataset.view !== view;
    document.body.dataset.view = view;
    document.querySelectorAll("[data-opens]").forEach((link) => {
      if (link.dataset.opens === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    if (changed) {
      document.dispatchEvent(new CustomEvent("view-opened", { detail: view }));
      window.scrollTo(0, 0);
    }
  }
  window.addEventListener("hashchange", showView);

  // ---- sources beside the page
  function showSource(link) {
    cameFrom = link;
    document.body.classList.add("reads");
    document.querySelectorAll("#views [aria-current='location']").forEach((old) => old.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "location");
    const alone = $("#open-alone");
    if (alone) {
      const address = new URL(link.href);
      address.searchParams.delete("frame");
      alone.href = address;
    }
    const panel = $("#source-side");
    if (getComputedStyle($("#desk")).display !== "grid") panel.scrollIntoView({ block: "start" });
    panel.querySelector("iframe").focus({ preventScroll: true });
  }

  /** The focus goes there; `place` "start" brings it to the top of the screen. */
  function lead(element, place) {
    element.focus({ preventScroll: place === "start" });
    if (place === "start") element.scrollIntoView({ block: "start" });
  }

  function back() {
    document.body.classList.remove("reads");
    // The conversation may have been drawn anew since: the same address is the same citation.
    const same = cameFrom && [...document.querySelectorAll('a[target="source"]')].find((one) => one.href === cameFrom.href);
    const link = cameFrom && cameFrom.isConnected ? cameFrom : same || $("#question");
    link.scrollIntoView({ block: "center" });
    link.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[target="source"]');
    if (link) showSource(link);
    if (event.target.closest("#back")) back();
    // Gradio sets a base address: followed by the browser, a link to a part would load the page anew.
    const part = event.target.closest("[data-opens]")?.dataset.opens;
    const skips = event.target.closest(".skip");
    if (part || skips) {
      event.preventDefault();
      location.hash = part || "talk";
    }
    if (skips) requestAnimationFrame(() => $("#question").focus());
    if (event.target.closest('[data-do="new"]')) requestAnimationFrame(() => $("#question").focus());
    if (event.target.closest('[data-do="choose"][aria-current]')) lead($("#form h2"), "start");
    const copies = event.target.closest("[data-copy]");
    if (copies) copy(copies);
  });

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest && event.target.closest("details[open].manage, details[open].down");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (event.key === "Escape" && cameFrom) back();
    if (event.target.id === "question" && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (event.target.value.trim()) event.target.form.requestSubmit();
    }
  });

  // Inside the frame Escape leads back, too: it is a page of ours, on this origin.
  document.addEventListener("load", (event) => {
    if (event.target.name !== "source") return;
    event.target.contentWindow.addEventListener("keydown", (key) => {
      if (key.key === "Escape") back();
    });
  }, true);

  async function copy(button) {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    const name = button.textContent;
    button.textContent = button.dataset.copied;
    say(button.dataset.copied);
    setTimeout(() => { button.textContent = name; }, 2000);
  }

  // ---- the box to write in: it grows, it is emptied when asked, a draft outlives a change of language
  let draft = "";
  function grow(box) {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
  }
  document.addEventListener("input", (event) => {
    if (event.target.id !== "question") return;
    draft = event.target.value;
    grow(event.target);
  });
  document.addEventListener("submit", (event) => {
    if (!("clears" in event.target.dataset) || $("#talk .reading")) return;
    const box = event.target.elements.text;
    setTimeout(() => { box.value = draft = ""; grow(box); });
  });

  // ---- what is read out: whole sentences, once each, in a place of their own
  const voice = document.createElement("div");
  voice.id = "announce";
  voice.className = "unseen";
  voice.setAttribute("role", "log");
  voice.setAttribute("aria-live", "polite");
  let told = { exchange: null, sentences: 0, whole: false };
  function say(text, lang) {
    const line = document.createElement("p");
    line.textContent = text;
    if (lang) line.lang = lang;
    voice.append(line);
    while (voice.children.length > 20) voice.firstChild.remove();
  }
  function readOut(last) {
    const key = `${document.querySelectorAll("#talk .exchange").length} ${last.querySelector(".asked").textContent}`;
    if (told.exchange !== key) told = { exchange: key, sentences: 0, whole: false };
    const answer = last.querySelector(".answer");
    const sentences = [...answer.querySelectorAll(".sentence")];
    for (const sentence of sentences.slice(told.sentences)) {
      const words = sentence.cloneNode(true);
      words.querySelectorAll(".marker").forEach((mark) => mark.remove());
      say(words.textContent, answer.lang);
    }
    told.sentences = Math.max(told.sentences, sentences.length);
    if (told.whole || answer.classList.contains("reading")) return;
    told.whole = true;
    if (!sentences.length) say((answer.querySelector(".said") || answer).textContent, answer.lang);
    else say($("[data-ready]").dataset.ready.replace("{count}", sentences.length));
  }

  // ---- what is folded on a narrow screen is open on a wide one; what somebody opened or closed stays so
  const wide = matchMedia("(min-width: 75.01rem)");
  const folded = {};
  function fold(one) {
    if (one.dataset.folds === "done") return;
    one.dataset.folds = "done";
    one.open = folded[one.className] ?? wide.matches;
  }
  document.addEventListener("click", (event) => {
    const one = event.target.closest("[data-folds] > summary")?.parentElement;
    if (one) folded[one.className] = !one.open;
  });
  wide.addEventListener("change", () => {
    document.querySelectorAll("[data-folds]").forEach((one) => { one.open = folded[one.className] ?? wide.matches; });
  });

  // ---- whenever something was drawn
  let seen = null;
  function drawn() {
    if (!voice.isConnected && document.body) document.body.append(voice);
    const language = $("[data-page-language]");
    if (language && document.documentElement.lang !== language.dataset.pageLanguage) {
      document.documentElement.lang = language.dataset.pageLanguage;
    }
    if ($("[data-opens]") && (!document.body.dataset.view || !$("[data-opens][aria-current]"))) showView();
    document.querySelectorAll("[data-folds]").forEach(fold);
    const box = $("#question");
    if (box && box !== seen) {
      seen = box;
      box.value = draft;
    }
    const last = $("#talk [data-last]");
    if (last) {
      const key = last.querySelector(".asked").textContent + document.querySelectorAll("#talk .exchange").length;
      if (last.isConnected && key !== drawn.last) {
        drawn.last = key;
        last.scrollIntoView({ block: "start" });
      }
      readOut(last);
    } else drawn.last = null;
    const focus = $("[data-focus]");
    if (focus) {
      const place = focus.dataset.focus;
      focus.removeAttribute("data-focus");
      lead(focus, place);
    }
  }
  new MutationObserver(drawn).observe(document.documentElement, { childList: true, subtree: true });
})();
