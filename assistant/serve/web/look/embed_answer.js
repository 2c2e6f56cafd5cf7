// An answer as elements, the same as the pages show it. Texts are only ever set as text.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    key in made && key !== "list" ? (made[key] = value) : made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const clauseName = (citation) =>
  citation.clause.endsWith(citation.clause_title) ? citation.clause : [citation.clause, citation.clause_title].filter(Boolean).join(" ");
const withoutMarkers = (text) => text.replace(/(?:\s*\[\d+\])+\s*([.。]?)\s*$/, "$1");
const withoutSigns = (text) => text.replace(/\*\*|^#{1,6}\s+/gm, "").replace(/\s+/g, " ").trim();

export function sourceAddress(citation, language) {
  const chosen = new URLSearchParams({ start: citation.start, end: citation.end, v: citation.sha256, lang: language });
  return `${citation.url.split(/[?#]/)[0]}?${chosen}#quote`;
}

/** The place that sentences of an answer are added to, those of one origin in a row under its name. */
export class Said {
  constructor(words, language) {
    this.words = words;
    this.language = language;
    this.citations = new Map();
    this.element = element("div", { className: "said" });
  }

  add(sentence, citations) {
    for (const citation of citations) this.citations.set(citation.marker, citation);
    if (this.run?.dataset.origin !== sentence.origin) {
      this.run = element("div", { className: `run ${sentence.origin}` }, element("p", { className: "origin" }, this.words[`origin_${sentence.origin}`]));
      this.run.dataset.origin = sentence.origin;
      this.element.append(this.run);
    }
    const links = sentence.citations.filter((marker) => this.citations.has(marker)).map((marker) => this.marker(this.citations.get(marker)));
    const lines = withoutMarkers(sentence.text).split("\n").map((line) => line.trim()).filter(Boolean);
    const shown = lines.map((line, number) => {
      const row = /^\|(.*)\|$/.exec(line);
      const item = /^[-*+•·]\s+/.exec(line);
      const text = row ? row[1].split("|").map((cell) => cell.trim()).join(" · ") : line.slice(item ? item[0].length : 0);
      const own = links.length === lines.length ? [links[number]] : number === lines.length - 1 ? links : [];
      return element("p", { className: item ? "item" : "" }, text.replaceAll("**", ""), ...own);
    });
    this.run.append(element("div", { className: "sentence" }, ...shown));
  }

  marker(citation) {
    const name = `${this.words.source} ${citation.marker}: ${clauseName(citation)}`;
    return element("a", { className: "marker", href: sourceAddress(citation, this.language), title: clauseName(citation), "aria-label": name }, String(citation.marker));
  }
}

/** What stands below the sentences once the answer is whole; `choose` is called with a choice of a clarification. */
export function rest(answer, settings, words, language, choose) {
  const choices = answer.clarification?.choices ?? [];
  return [
    choices.length ? element("ul", { className: "choices" }, ...choices.map((one) => element("li", {}, button(one, choose)))) : null,
    notices(answer, words),
    ...answer.findings.map((finding) => card(finding, settings, words, language)),
    places(words.sources, "sources", answer, answer.citations, words, language),
    places(words.nearest, "sources nearest", answer, answer.nearest, words, language),
    foot(answer, settings, words, language),
  ].filter(Boolean);
}

export const button = (text, press) => element("button", { type: "button", onclick: () => press(text) }, text);

function notices(answer, words) {
  const told = answer.notices.filter((notice) => notice.text !== answer.text);
  if (!told.length) return null;
  const items = told.map((notice) => element("li", { "data-code": notice.code }, notice.text));
  return element("aside", { className: "notices", "aria-label": words.to_know }, element("h3", {}, words.to_know), element("ul", {}, ...items));
}

function places(title, look, answer, citations, words, language) {
  if (!citations.length) return null;
  const read = answer.sentences.map((sentence) => withoutSigns(sentence.text)).join("\n");
  const items = citations.map((citation) => {
    const quote = withoutSigns(citation.quote);
    const page = citation.page ? element("span", { className: "page" }, words.page.replace("{number}", citation.page)) : null;
    return element(
      "li",
      {},
      element("a", { href: sourceAddress(citation, language) }, element("span", { className: "number" }, String(citation.marker)), element("span", { className: "clause" }, clauseName(citation))),
      element("span", { className: "title" }, `${citation.title} `, element("span", { className: `kind ${citation.kind}` }, words[`kind_${citation.kind}`]), page),
      read.includes(quote) ? null : element("blockquote", {}, quote),
    );
  });
  return element("section", { className: look }, element("h3", {}, title), element("ol", {}, ...items));
}

function card(finding, settings, words, language) {
  const title = settings.rules[finding.rule]?.[language] ?? finding.rule.replaceAll("_", " ");
  const value = shown(finding.value);
  const result = finding.verdict === "info" && value ? measured(value, finding.unit, language) : words[`verdict_${finding.verdict}`];
  const list = (name, lines, kind) => (lines.length ? [element("h4", {}, name), element(kind, {}, ...lines.map((line) => element("li", {}, line)))] : []);
  const inputs = Object.entries(finding.inputs).map(([key, fact]) =>
    element("div", {}, element("dt", {}, settings.inputs[`${finding.rule}.${key}`]?.[language] ?? key.replaceAll("_", " ")), element("dd", {}, shown(fact))),
  );
  const how = element(
    "details",
    {},
    element("summary", {}, words.worked_out),
    ...(inputs.length ? [element("h4", {}, words.inputs), element("dl", {}, ...inputs)] : []),
    ...list(words.reasons, finding.reasons, "ul"),
    ...list(words.steps, finding.explanation, "ol"),
    ...(finding.counterfactual ? [element("h4", {}, words.otherwise), element("p", {}, finding.counterfactual)] : []),
    finding.basis === "digest" ? element("p", { className: "basis" }, words.digest_basis) : null,
    finding.receipt ? element("p", { className: "receipt" }, `${words.receipt} `, element("code", {}, finding.receipt.slice(0, 16)), ` ${words.receipt_more}`) : null,
  );
  const head = element("div", { className: "finding-head" }, element("span", { className: `verdict ${finding.verdict}` }, result), element("h3", {}, title));
  return element("section", { className: "finding", "aria-label": title }, head, how);
}

const UNITS = {
  en: { city: " cities", enterprise: " enterprises", year: " years", point: " points", yuan: " yuan", percent: "%" },
  zh: { city: "个城市", enterprise: "家企业", year: "年", point: "分", yuan: "元", percent: "%" },
};

function measured(value, unit, language) {
  return language === "en" && value === "1" && unit in UNITS.en ? `1 ${unit}` : value + (UNITS[language][unit] ?? "");
}

function shown(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "✓" : "✗";
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (typeof value === "object") return Object.entries(value).map(([key, item]) => `${key.replaceAll("_", " ")}: ${shown(item)}`).join("; ");
  return String(value);
}

function foot(answer, settings, words, language) {
  const batch = answer.batch ? settings.batches[answer.batch]?.[language] ?? `${words.batch} ${answer.batch}` : null;
  const checked = answer.outcome === "answered" && answer.sentences.length && answer.sentences.every((sentence) => sentence.verified);
  const facts = [`${words.as_of} ${answer.as_of}`, batch].filter(Boolean).join(" · ");
  return element("p", { className: "foot" }, checked ? element("span", { className: "checked" }, `✓ ${words.checked}`) : null, element("span", {}, facts));
}
