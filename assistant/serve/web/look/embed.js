// Puts a button on a portal's page that opens the assistant in a frame beside it.
// <script src="https://assistant.example/embed.js" data-token-url="/portal/assistant-token" data-embed="name" async></script>
// Optional: data-label, data-language (en, zh), data-target (a selector: the button stands in that element).
// Tokens go from the portal's server through a private channel to the frame, and are kept nowhere here.
(() => {
  "use strict";
  const script = document.currentScript;
  const { embed, tokenUrl, label, target } = script.dataset;
  const home = new URL(script.src).origin;
  const source = new URL(tokenUrl || "", document.baseURI);
  const language = (script.dataset.language || document.documentElement.lang || navigator.language).startsWith("zh") ? "zh" : "en";
  const WORDS = {
    en: { open: "Ask the policy assistant", close: "Close", title: "Policy assistant", resize: "Resize with the arrow keys or by dragging" },
    zh: { open: "咨询政策助手", close: "关闭", title: "政策助手", resize: "用方向键或拖动调整大小" },
  }[language];
  const SMALLEST = 280;
  const WIDTH = 416;

  if (!embed || !tokenUrl) return console.error("embed.js: data-embed and data-token-url are needed");
  if (source.origin !== location.origin) return console.error("embed.js: data-token-url has to be on this page's own origin");

  const LOOK = `
    :host { all: initial; --accent: #0f4c5c; --on-accent: #fff; }
    * { box-sizing: border-box; font: 600 16px/1.4 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
    [hidden] { display: none !important; }
    .open { min-height: 44px; padding: 10px 20px; border: 2px solid transparent; border-radius: 99px; background: var(--accent); color: var(--on-accent);
      cursor: pointer; box-shadow: 0 2px 12px rgb(0 0 0 / 25%); }
    .floating .open { position: fixed; right: 16px; bottom: calc(16px + var(--place) * 56px); z-index: 2147483000; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
    .panel { position: fixed; right: 16px; bottom: var(--below); width: ${WIDTH}px; height: min(680px, calc(100vh - var(--below) - 16px)); min-width: ${SMALLEST}px; min-height: ${SMALLEST}px;
      max-width: calc(100vw - 32px); max-height: calc(100vh - var(--below) - 16px); display: flex; flex-direction: column; overflow: hidden;
      border: 1px solid #8a8f98; border-radius: 12px; background: Canvas; color: CanvasText; color-scheme: light dark; box-shadow: 0 12px 48px rgb(0 0 0 / 30%); }
    .bar { flex: none; display: flex; justify-content: space-between; align-items: center; background: var(--accent); color: var(--on-accent); }
    .bar button { min-height: 36px; border: 0; background: none; color: inherit; cursor: pointer; font-size: 14px; }
    .bar button:focus-visible { outline-color: currentColor; outline-offset: -4px; }
    .grip { width: 44px; cursor: nwse-resize; touch-action: none; }
    .close { padding: 0 16px; }
    iframe { flex: 1; width: 100%; border: 0; background: Canvas; }
    @media (prefers-reduced-motion: no-preference) { .panel { animation: rise .16s ease-out; } @keyframes rise { from { opacity: 0; transform: translateY(8px); } } }
    @media (forced-colors: active) { .open, .bar { border: 2px solid ButtonText; } }
    @media (max-width: 480px), (max-height: 420px) {
      .panel { inset: 0; width: 100% !important; height: 100% !important; max-width: none; max-height: none; border: 0; border-radius: 0; }
      .grip { visibility: hidden; }
    }`;

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // The shadow keeps the page's style from the button and the button's from the page; no style-src is needed.
  const host = element("div");
  host.dataset.policyAssistant = embed;
  const place = document.querySelectorAll("[data-policy-assistant]").length;
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LOOK);
  shadow.adoptedStyleSheets = [sheet];

  const open = element("button", { type: "button", className: "open", textContent: label || WORDS.open });
  open.part = "button";
  open.setAttribute("aria-expanded", "false");
  const grip = element("button", { type: "button", className: "grip", textContent: "⤡", title: WORDS.resize });
  grip.setAttribute("aria-label", WORDS.resize);
  const close = element("button", { type: "button", className: "close", textContent: WORDS.close });
  const panel = element("div", { className: "panel", hidden: true }, element("div", { className: "bar" }, grip, close));
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", WORDS.title);
  const inline = target && document.querySelector(target);
  shadow.append(element("div", { className: inline ? "" : "floating" }, open), panel);
  host.style.setProperty("--place", inline ? 0 : place);

  let frame = null;
  let port = null;

  function show() {
    if (!frame) {
      frame = element("iframe", { title: WORDS.title, src: new URL(`embed/${encodeURIComponent(embed)}?lang=${language}`, script.src), referrerPolicy: "origin" });
      frame.addEventListener("load", connect);
      panel.append(frame);
    }
    const beside = 16 + place * (WIDTH + 16);
    panel.style.right = `${beside + WIDTH < innerWidth ? beside : 16}px`;
    const floating = document.querySelectorAll("[data-policy-assistant]").length;
    panel.style.setProperty("--below", `${24 + 56 * floating}px`);
    panel.style.zIndex = 2147483001;
    panel.hidden = false;
    open.setAttribute("aria-expanded", "true");
    frame.focus();
    port?.postMessage({ type: "shown" });
  }

  function hide() {
    panel.hidden = true;
    open.setAttribute("aria-expanded", "false");
    open.focus();
  }

  // Only a page of the assistant's own origin can receive the port; whatever else the frame may show gets nothing.
  function connect() {
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = heard;
    frame.contentWindow.postMessage({ type: "policy-assistant", embed }, home, [channel.port2]);
    if (!panel.hidden) port.postMessage({ type: "shown" });
  }

  async function heard({ data, target: asked }) {
    if (data.type === "close") hide();
    if (data.type === "ready") {
      frame.title = String(data.title);
      panel.setAttribute("aria-label", String(data.title));
      for (const [name, colour] of Object.entries(data.colours || {})) {
        if (["accent", "on-accent"].includes(name) && CSS.supports("color", colour)) host.style.setProperty(`--${name}`, colour);
      }
    }
    if (data.type === "token") asked.postMessage({ type: "token", ...(await mint()) });
  }

  async function mint() {
    try {
      const reply = await fetch(source, {
        method: "POST",
        credentials: "same-origin",
        cache: "no-store",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ embed }),
      });
      return reply.ok ? { token: String((await reply.json()).token) } : { error: reply.status };
    } catch {
      return { error: 0 };
    }
  }

  function resize(width, height) {
    panel.style.width = `${Math.max(SMALLEST, width)}px`;
    panel.style.height = `${Math.max(SMALLEST, height)}px`;
  }

  open.addEventListener("click", () => (panel.hidden ? show() : hide()));
  close.addEventListener("click", hide);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  grip.addEventListener("pointerdown", (event) => grip.setPointerCapture(event.pointerId));
  grip.addEventListener("pointermove", (event) => {
    if (!grip.hasPointerCapture(event.pointerId)) return;
    const box = panel.getBoundingClientRect();
    resize(box.right - event.clientX + 22, box.bottom - event.clientY + 18);
  });
  grip.addEventListener("keydown", (event) => {
    const [wider, higher] = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] || [];
    if (wider === undefined) return;
    event.preventDefault();
    const box = panel.getBoundingClientRect();
    resize(box.width + 32 * wider, box.height + 32 * higher);
  });

  const put = () => (inline || document.body).append(host);
  document.body ? put() : addEventListener("DOMContentLoaded", put);
})();
