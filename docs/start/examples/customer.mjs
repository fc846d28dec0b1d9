// One customer over the socket, with Node 20 and nothing else: added, found, seen by two roles, changed.
import { randomUUID } from "node:crypto";
import { request } from "node:http";

const socketPath = process.env.COFFER_SOCKET ?? "/run/coffer/coffer.sock";

/** The vault says no: `code` is stable, and nothing in it repeats what was sent. */
class Refused extends Error {
  constructor(problem) {
    super(problem.code);
    this.code = problem.code;
    this.request = problem.request; // the ledger knows the request by this
  }
}

/** A session as one role, for one purpose; who you are, the kernel says. */
function coffer(role, purpose) {
  return function ask(method, path, { body, headers = {} } = {}) {
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          socketPath,
          method,
          path,
          headers: {
            Host: "coffer",
            "Coffer-Role": role,
            "Coffer-Purpose": purpose,
            ...(body === undefined ? {} : { "Content-Type": "application/json" }),
            ...headers,
          },
        },
        async (response) => {
          let text = "";
          response.setEncoding("utf8");
          try {
            for await (const part of response) text += part;
            if (response.statusCode >= 400) reject(new Refused(JSON.parse(text)));
            else resolve(text);
          } catch (error) {
            reject(error);
          }
        },
      );
      asked.on("error", reject);
      asked.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
    });
  };
}

const support = coffer("support_technician", "support");
const billing = coffer("billing_clerk", "billing");

const me = JSON.parse(await support("GET", "/v1/whoami"));
console.log("you may act as", me.roles.toSorted().join(", "));

const address = `grace.${randomUUID()}@post.example`;
const added = await support("POST", "/v1/subjects", {
  // With a key of your own, a write whose answer was lost is repeated without harm.
  headers: { "Idempotency-Key": randomUUID() },
  body: {
    language: "en",
    source: "order",
    records: [
      { class: "identity", fields: { given_name: "Grace", family_name: "Example", subject_kind: "person" } },
      { class: "contact", fields: { email: address } },
    ],
  },
});
const { subject } = JSON.parse(added);
console.log("added", subject);

const found = await billing("POST", "/v1/find", { body: { field: "contact.email", equals: address } });
console.log(JSON.parse(found).subjects.includes(subject) ? "found by e-mail" : "not found");

const path = `/v1/subjects/${subject}?fields=identity.given_name,contact.email`;
let view;
for (const [name, ask] of [["the billing clerk", billing], ["support", support]]) {
  view = JSON.parse(await ask("GET", path));
  for (const record of view.records)
    for (const [field, answer] of Object.entries(record.fields))
      console.log(`${name} sees ${field}:`, answer.value ?? answer.denied);
}

// Writing names the revision that was seen, so that nobody overwrites what a colleague wrote in between.
const contact = view.records.find((record) => record.class === "contact");
for (const attempt of ["first", "second"]) {
  try {
    const changed = await support("PATCH", `/v1/records/${contact.record}`, {
      headers: { "If-Match": `"${contact.revision}"` },
      body: { fields: { email: `new.${address}` } },
    });
    console.log(`${attempt} change: revision`, JSON.parse(changed).revision);
  } catch (refused) {
    console.log(`${attempt} change:`, refused.code);
  }
}

// Many at once: a line each, in and out. Without the last line, the one with the counts, the answer was cut.
const lines = await support("POST", "/v1/read", {
  headers: { "Content-Type": "application/x-ndjson" },
  body: JSON.stringify({ subject, fields: ["contact.email:masked"] }) + "\n",
});
const last = JSON.parse(lines.trimEnd().split("\n").at(-1));
console.log("read", last.answered, "of", last.lines);
