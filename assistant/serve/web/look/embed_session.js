// The way in: a private channel to the portal's page, its token, and our session. Nothing of it leaves the memory.

const RENEW_AT = 0.8;

export class Session {
  /** `changed` is called when another person than before came in. */
  constructor(settings, changed) {
    this.settings = settings;
    this.changed = changed;
    this.token = null;
    this.renewing = null;
    this.waiting = [];
    this.onmessage = () => {};
    this.connected = new Promise((resolve) => {
      addEventListener("message", (event) => {
        const allowed = event.source === parent && settings.origins.includes(event.origin);
        if (!allowed || event.data?.type !== "policy-assistant" || event.data.embed !== settings.embed || this.port) return;
        this.origin = event.origin;
        this.port = event.ports[0];
        this.port.onmessage = ({ data }) => this.heard(data);
        resolve();
      });
    });
  }

  tell(message) {
    this.port?.postMessage(message);
  }

  heard(data) {
    if (data.type === "token") this.waiting.splice(0).forEach((resolve) => resolve(data));
    else this.onmessage(data);
  }

  /** The session token; asks the portal for a token and exchanges it when there is none, or it is about to end. */
  async bearer() {
    if (this.token && Date.now() < this.until) return this.token;
    return this.renew();
  }

  renew() {
    this.renewing ??= this.exchange().finally(() => (this.renewing = null));
    return this.renewing;
  }

  async exchange() {
    await this.connected;
    const minted = await new Promise((resolve) => {
      this.waiting.push(resolve);
      this.tell({ type: "token" });
    });
    if (!minted.token) throw new Error("no token");
    const reply = await fetch(`/embed/${this.settings.embed}/session`, {
      method: "POST",
      credentials: "omit",
      headers: { Authorization: `Bearer ${minted.token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ origin: this.origin }),
    });
    if (!reply.ok) throw new Error("refused");
    const session = await reply.json();
    if (this.person && this.person !== session.person) this.changed();
    this.person = session.person;
    this.token = session.token;
    const good = session.expires_in * 1000 * RENEW_AT;
    this.until = Date.now() + good;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.renew().catch(() => (this.token = null)), good);
    return this.token;
  }

  /** A request of ours in the person's name; tried once more with a new session when this one is not taken. */
  async fetch(address, options = {}) {
    const send = async (token) =>
      fetch(address, { ...options, credentials: "omit", headers: { ...options.headers, Authorization: `Bearer ${token}` } });
    const reply = await send(await this.bearer());
    if (reply.status !== 401) return reply;
    this.token = null;
    return send(await this.bearer());
  }
}
