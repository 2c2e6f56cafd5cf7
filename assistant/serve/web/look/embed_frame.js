// The chat in a portal's frame. It asks the same API as everybody, and knows the portal only through its channel.

import { Said, button, element, rest } from "./embed_answer.js";
import { Session } from "./embed_session.js";

const settings = JSON.parse(document.body.dataset.settings);
const $ = (id) => document.getElementById(id);
const [talk, source, form, box, send, stop, voice] = ["talk", "source", "composer", "question", "send", "stop", "voice"].map($);

let language = settings.language;
let conversation = null;
let asking = null;
let cameFrom = null;
const words = () => settings.words[language];
const session = new Session(settings, begin);

// ---- asking

async function ask(question) {
  if (asking || !question.trim()) return;
  talk.querySelector(".welcome")?.remove();
  talk.querySelectorAll(".choices button").forEach((old) => (old.disabled = true));
  const answer = element("div", { className: "answer reading" }, element("p", {}, words().reading));
  const heading = element("h2", { className: "asked" }, element("span", { className: "unseen" }, `${words().you} `), question);
  const exchange = element("article", { className: "exchange" }, heading, answer);
  talk.append(exchange);
  exchange.scrollIntoView({ block: "start" });
  asking = new AbortController();
  busy(true);
  try {
    await answered(question, answer, asking.signal);
  } catch (error) {
    if (error.name === "AbortError") tell(answer, words().embed_stopped, "stopped");
    else tell(answer, error.told ?? words().embed_no_token, "problem");
  }
  asking = null;
  busy(false);
  if (source.hidden) box.focus();
}

async function answered(question, answer, signal) {
  conversation ??= await newConversation(signal);
  const asked = { question, conversation, scheme: settings.scheme, batch: settings.batch };
  const reply = await session.fetch("/api/v1/ask", {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(Object.fromEntries(Object.entries(asked).filter(([, value]) => value))),
  });
  if (!reply.ok) throw refusal(reply);
  const said = new Said(words(), language);
  for await (const { event, data } of events(reply.body)) {
    if (event === "sentence") {
      if (!said.element.isConnected) answer.replaceChildren(said.element);
      said.add(data.sentence, data.citations);
      speak(data.sentence.text);
    } else if (event === "answer") {
      whole(data, said, answer);
    } else if (event === "error" || event === "problem") {
      throw Object.assign(new Error(event), { told: told(data.status) });
    }
  }
  if (answer.classList.contains("reading")) throw Object.assign(new Error("cut off"), { told: told() });
}

/** What is said of an error, by its status. */
function told(status) {
  return words()[{ 404: "error_no_conversation", 503: "error_Unavailable" }[status] ?? "error_Exception"];
}

function whole(data, said, answer) {
  answer.className = `answer ${data.outcome}`;
  if (!said.element.isConnected) {
    for (const sentence of data.sentences) said.add(sentence, data.citations);
    if (!data.sentences.length) said.element.append(...data.text.split("\n").filter(Boolean).map((line) => element("p", {}, line)));
    speak(said.element.textContent);
  }
  said.element.lang = data.language;
  answer.replaceChildren(said.element, ...rest(data, settings, words(), language, ask));
  speak(words().embed_answered);
}

async function newConversation(signal) {
  const reply = await session.fetch("/api/v1/conversations", {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json" },
    body: "{}",
  });
  if (!reply.ok) throw refusal(reply);
  return (await reply.json()).id;
}

function refusal(reply) {
  const wait = reply.headers.get("Retry-After");
  if (reply.status === 429) return Object.assign(new Error("busy"), { told: words().embed_busy.replace("{seconds}", wait ?? "60") });
  return Object.assign(new Error("refused"), { told: told(reply.status) });
}

/** Server-sent events as they come in. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { done, value } = await reader.read();
    held += (value ?? "").replaceAll("\r\n", "\n");
    const parts = held.split("\n\n");
    held = done ? "" : parts.pop();
    for (const part of parts) {
      const lines = part.split("\n");
      const event = lines.find((line) => line.startsWith("event:"))?.slice(6).trim() ?? "message";
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trimStart()).join("\n");
      if (data && data !== "[DONE]") yield { event, data: JSON.parse(data) };
    }
    if (done) return;
  }
}

// ---- what is seen and heard

function tell(answer, text, look) {
  answer.className = `answer ${look}`;
  answer.replaceChildren(element("p", { role: look === "problem" ? "alert" : "status" }, text));
}

function speak(sentence) {
  voice.append(element("p", {}, sentence.replace(/(?:\s*\[\d+\])+/g, "")));
  while (voice.children.length > 12) voice.firstChild.remove();
}

function busy(is) {
  send.hidden = is;
  stop.hidden = !is;
  talk.ariaBusy = String(is);
}

function begin() {
  asking?.abort();
  conversation = null;
  voice.replaceChildren();
  closeSource();
  const examples = settings.examples[language] ?? [];
  const offered = examples.length
    ? [element("p", { className: "label" }, words().examples), element("ul", { className: "choices" }, ...examples.map((one) => element("li", {}, button(one, ask))))]
    : [];
  talk.replaceChildren(element("div", { className: "welcome" }, element("p", { className: "lead" }, settings.greeting[language]), ...offered));
}

function label() {
  document.documentElement.lang = language;
  document.title = $("title").textContent = settings.title[language];
  document.querySelectorAll("[data-word]").forEach((one) => (one.textContent = words()[one.dataset.word]));
  box.placeholder = words().ask_hint;
  $("language").textContent = words().other_language;
  $("language").lang = language === "en" ? "zh" : "en";
  const shade = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const style = getComputedStyle(document.documentElement);
  const colours = settings.accent[shade] ? { accent: style.getPropertyValue("--accent"), "on-accent": style.getPropertyValue("--on-accent") } : {};
  session.tell({ type: "ready", title: settings.title[language], colours });
}

// ---- the source beside, or on a phone in place of, the conversation

async function openSource(link) {
  if (!link.closest("#source")) cameFrom = link;
  const address = new URL(link.href);
  address.searchParams.set("frame", "1");
  const reply = await session.fetch(address.pathname + address.search);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const bar = element("div", { className: "source-bar" }, element("button", { type: "button", onclick: closeSource }, `← ${words().close_source}`));
  const shown = page.querySelector("main");
  shown.querySelectorAll(".ways, script").forEach((one) => one.remove());
  const images = [...shown.querySelectorAll("image[href^='/']")].map((image) => [image, image.getAttribute("href")]);
  images.forEach(([image]) => image.removeAttribute("href"));
  source.replaceChildren(bar, ...shown.childNodes);
  source.hidden = false;
  document.body.classList.add("reads");
  await Promise.all(images.map(([image, place]) => fill(image, place)));
  source.focus();
  (source.querySelector(".quote-box") ?? source.querySelector("mark"))?.scrollIntoView({ block: "center" });
}

/** An image of ours is fetched in the person's name: the browser alone has no way to. */
async function fill(image, place) {
  const reply = await session.fetch(place);
  if (reply.ok) image.setAttribute("href", URL.createObjectURL(await reply.blob()));
}

function closeSource() {
  if (source.hidden) return;
  source.hidden = true;
  source.querySelectorAll("image[href^='blob:']").forEach((one) => URL.revokeObjectURL(one.getAttribute("href")));
  source.replaceChildren();
  document.body.classList.remove("reads");
  (cameFrom?.isConnected ? cameFrom : box).focus();
}

// ---- what people do

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = box.value;
  if (asking) return;
  box.value = "";
  ask(question);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
stop.addEventListener("click", () => asking?.abort());
$("anew").addEventListener("click", () => {
  begin();
  box.focus();
});
$("language").addEventListener("click", () => {
  language = language === "en" ? "zh" : "en";
  label();
  if (!conversation) begin();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  if (link.pathname.startsWith("/documents/") && (!link.closest("#source") || link.closest(".shown-as"))) {
    event.preventDefault();
    openSource(link).catch(() => speak(told()));
  } else if (!link.getAttribute("href").startsWith("#")) {
    event.preventDefault();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  source.hidden ? session.tell({ type: "close" }) : closeSource();
});

session.onmessage = ({ type }) => {
  if (type !== "shown") return;
  window.focus();
  box.focus();
};
begin();
if (parent === window) talk.replaceChildren(element("p", { className: "lead" }, words().embed_alone));
session.connected.then(() => {
  label();
  session.renew().catch(() => talk.append(element("div", { className: "answer problem" }, element("p", { role: "alert" }, words().embed_no_token))));
});
