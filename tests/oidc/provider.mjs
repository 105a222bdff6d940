// A real OpenID Connect provider (oidc-provider), whose person signs in without being asked, and which can be told to err:
// node provider.mjs PORT REDIRECT BACK_CHANNEL
import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";

const [port, redirect, backChannel] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = await generateKeyPair("RS256", { extractable: true });
const stranger = await generateKeyPair("RS256");
const key = { ...(await exportJWK(privateKey)), kid: "one", alg: "RS256", use: "sig" };
const told = { account: "anna", claims: {}, fault: "" };
const client = {
  client_id: "threats",
  client_secret: "a secret between the two of them",
  redirect_uris: [redirect],
  post_logout_redirect_uris: [redirect],
  backchannel_logout_uri: backChannel,
  backchannel_logout_session_required: true,
};
const sign = (claims, by = privateKey, type = "JWT") =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "one", typ: type }).sign(by);
const now = () => Math.floor(Date.now() / 1000);
const faults = {
  audience: (claims) => ({ ...claims, aud: "another", azp: "threats" }),
  nonce: (claims) => ({ ...claims, nonce: "another" }),
  expired: (claims) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 }),
  issuer: (claims) => ({ ...claims, iss: "http://another.example" }),
  signature: (claims) => claims,
};

const provider = new Provider(issuer, {
  clients: [client],
  jwks: { keys: [key] },
  claims: { openid: ["sub", "groups", "realm_access"], email: ["email"], profile: ["name"] },
  conformIdTokenClaims: false,
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = form.replace("</form>", '<input type="hidden" name="logout" value="yes"></form>');
      },
    },
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...told.claims }) }),
  fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
});

async function interact(ctx) {
  const { prompt, params, grantId, session } = await provider.interactionDetails(ctx.req, ctx.res);
  if (prompt.name === "login")
    return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: told.account } });
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid profile email");
  return provider.interactionFinished(
    ctx.req,
    ctx.res,
    { consent: { grantId: await grant.save() } },
    { mergeWithLastSubmission: true },
  );
}

async function controlled(ctx) {
  let body = "";
  for await (const part of ctx.req) body += part;
  const asked = JSON.parse(body);
  if (asked.logout) ctx.body = await sign(asked.logout, asked.by === "stranger" ? stranger.privateKey : privateKey, "logout+jwt");
  else ctx.body = Object.assign(told, asked);
}

provider.use(async (ctx, next) => {
  if (ctx.path.startsWith("/interaction/")) {
    ctx.respond = false;
    return interact(ctx);
  }
  if (ctx.path === "/control") return controlled(ctx);
  await next();
  if (ctx.path === "/token" && told.fault && ctx.body?.id_token) {
    const claims = faults[told.fault](decodeJwt(ctx.body.id_token));
    const by = told.fault === "signature" ? stranger.privateKey : privateKey;
    ctx.body = { ...ctx.body, id_token: await sign(claims, by) };
  }
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
