// A real OpenID provider for tests: oidc-provider, on loopback. One line of input is the client; "ready" is told when it
// serves. It has an address of its own, /walk, that walks a browser's way through it: in goes where the browser is sent and
// who the person is, out come the fields that the provider would let the browser post.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import http from "node:http";

const require = createRequire(process.env.VANTAIL_TOOLS + "/");
const { Provider } = await import(require.resolve("oidc-provider"));

const lines = createInterface({ input: process.stdin });
const settings = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
process.stdin.on("end", () => process.exit());
process.stdin.resume();

const issuer = `http://127.0.0.1:${settings.port}`;
const people = new Map();
const provider = new Provider(issuer, {
  clients: [{
    client_id: settings.client_id,
    client_secret: settings.client_secret,
    redirect_uris: settings.redirect_uris,
    post_logout_redirect_uris: settings.post_logout_redirect_uris,
    response_types: ["code"],
    grant_types: ["authorization_code"],
  }],
  cookies: { keys: ["not", "secret"] },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  acrValues: ["twice"],
  claims: { openid: ["sub", "number"] },
  conformIdTokenClaims: false,
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, number: people.get(sub) ?? sub }) }),
  pkce: { required: () => true },
});

const callback = provider.callback();
const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, issuer);
  try {
    if (url.pathname === "/walk") {
      const fields = await walk(url.searchParams.get("url"), url.searchParams.get("sub"));
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(fields));
    } else if (url.pathname.startsWith("/interaction/")) {
      await interact(request, response, url.searchParams);
    } else {
      callback(request, response);
    }
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error?.stack ?? error));
  }
});

// Signs the person in, or says no for nobody; asks a browser, which says neither, who it is.
async function interact(request, response, fields) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const sub = fields.get("sub");
  if (prompt.name === "login" && sub === null) {
    response.setHeader("content-type", "text/html; charset=utf-8");
    return response.end('<!doctype html><title>Provider</title><main><form><input name="sub" aria-label="Who"><button>Go on</button></form></main>');
  }
  if (sub === "") {
    return provider.interactionFinished(request, response, { error: "access_denied" });
  }
  if (prompt.name === "login") {
    const login = { accountId: sub, amr: ["pwd"], acr: settings.acr };
    return provider.interactionFinished(request, response, { login });
  }
  const grant = new provider.Grant({ accountId: sub ?? session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid");
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

// Follows redirects as a browser does, until there is a page: that of form_post.
async function walk(start, sub) {
  const jar = new Map();
  let next = start;
  for (let step = 0; step < 12; step++) {
    const at = new URL(next, issuer);
    if (at.pathname.startsWith("/interaction/")) at.searchParams.set("sub", sub ?? "");
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { redirect: "manual", headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0].split("=");
      jar.set(name, value);
    }
    if (answer.status >= 300 && answer.status < 400) {
      next = new URL(answer.headers.get("location"), at).href;
      continue;
    }
    const text = await answer.text();
    const fields = { status: String(answer.status) };
    const action = text.match(/<form[^>]*action="([^"]*)"/);
    if (!action) fields.text = text;
    else fields.action = action[1];
    for (const [, name, value] of text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)) {
      fields[name] = value.replaceAll("&amp;", "&");
    }
    return fields;
  }
  return { text: "a circle" };
}

server.listen(settings.port, "127.0.0.1", () => console.log("ready"));
