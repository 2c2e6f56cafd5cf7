// The chat page works with links and a frame; this only moves the eye, the focus and the voice to where something happened.
(() => {
  const $ = (selector) => document.querySelector(selector);
  let cameFrom = null;

  function showSource(link) {
    cameFrom = link;
    document.querySelectorAll("#talk [aria-current]").forEach((old) => old.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    const alone = $("#open-alone");
    if (alone) {
      const address = new URL(link.href);
      address.searchParams.delete("frame");
      alone.href = address;
    }
    const panel = $("#source-panel");
    panel.scrollIntoView({ block: "start" });
    panel.querySelector("iframe").focus({ preventScroll: true });
  }

  function backToAnswer() {
    const link = cameFrom && cameFrom.isConnected ? cameFrom : $("#question textarea");
    link.scrollIntoView({ block: "center" });
    link.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[target="source"]');
    if (link) showSource(link);
    if (event.target.closest("#back")) backToAnswer();
    if (event.target.closest(".skip")) {
      event.preventDefault();
      $("#question textarea").focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && cameFrom) backToAnswer();
  });

  // Inside the frame Escape leads back, too: it is a page of ours, on this origin.
  document.addEventListener("load", (event) => {
    if (event.target.name !== "source") return;
    event.target.contentWindow.addEventListener("keydown", (key) => {
      if (key.key === "Escape") backToAnswer();
    });
  }, true);

  let told = "";
  function noticeAnswer() {
    const language = $("[data-language]");
    if (language) document.documentElement.lang = language.dataset.language;
    const last = $("#talk [data-last]");
    const now = last ? last.textContent : "";
    if (now === told) return;
    told = now;
    if (!last) return;
    last.scrollIntoView({ block: "start" });
    const answer = last.querySelector(".answer:not(.reading)");
    if (answer) $("#announce").textContent = (answer.querySelector(".said") || answer).textContent;
  }
  new MutationObserver(noticeAnswer).observe(document.documentElement, { childList: true, subtree: true });
})();
