// A portal that embeds the assistant, on Node alone.
//
//   PORTAL_EMBED_SECRET=... node examples/portal/portal.mjs --assistant http://127.0.0.1:7860 --embed demo
//
// `mint` is all that a real portal needs; take whoever is logged in there as the subject, by a pseudonym.
import { createHmac, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { parseArgs } from "node:util";

const encoded = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** A token for one person, one embed and one origin: a JSON web token by HS256, good once and for two minutes. */
export function mint({ secret, key, embed, issuer, origin, subject }) {
  const now = Math.floor(Date.now() / 1000);
  const header = encoded({ alg: "HS256", typ: "JWT", kid: key });
  const claims = encoded({
    iss: issuer,
    aud: "policy-assistant",
    sub: subject,
    embed,
    origin,
    iat: now,
    exp: now + 120,
    jti: randomBytes(18).toString("base64url"),
  });
  const mac = createHmac("sha256", secret).update(`${header}.${claims}`).digest("base64url");
  return `${header}.${claims}.${mac}`;
}

const { values } = parseArgs({
  options: {
    assistant: { type: "string", default: "http://127.0.0.1:7860" },
    embed: { type: "string", default: "demo" },
    issuer: { type: "string", default: "demo-portal" },
    key: { type: "string", default: "demo-1" },
    port: { type: "string", default: "8000" },
    "token-for": { type: "string" },
  },
});
const { assistant, embed, issuer, key } = values;
const secret = process.env.PORTAL_EMBED_SECRET;
const token = (origin) => mint({ secret, key, embed, issuer, origin, subject: "visitor-1" });

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>City portal</title></head>
<body><h1>City portal</h1><p>Whatever the portal shows.</p>
<script src="${assistant}/embed.js" data-token-url="/portal/assistant-token" data-embed="${embed}" async></script>
</body></html>
`;
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; " +
  `script-src ${assistant}; frame-src ${assistant}`;

if (values["token-for"]) {
  console.log(token(values["token-for"]));
} else {
  const server = createServer((request, reply) => {
    const origin = `http://${request.headers.host}`;
    if (request.url === "/portal/assistant-token" && request.method === "POST") {
      if (request.headers.origin !== origin) return reply.writeHead(403).end("only for this portal's own pages");
      return reply.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" }).end(JSON.stringify({ token: token(origin) }));
    }
    reply.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY }).end(PAGE);
  });
  server.listen(Number(values.port), "127.0.0.1", () => console.log(`http://localhost:${server.address().port}`));
}
