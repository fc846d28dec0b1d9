"""One customer over the socket, with Python and httpx: added, found, seen by two roles, changed."""

import json
import os
import sys
import uuid

import httpx


class Coffer:
    """A session as one role, for one purpose; who you are, the kernel says."""

    def __init__(self, role: str, purpose: str):
        socket = os.environ.get("COFFER_SOCKET", "/run/coffer/coffer.sock")
        self.http = httpx.Client(
            transport=httpx.HTTPTransport(uds=socket),
            base_url="http://coffer",
            headers={"Coffer-Role": role, "Coffer-Purpose": purpose},
        )

    def ask(self, method: str, path: str, **options) -> httpx.Response:
        response = self.http.request(method, path, **options)
        if response.status_code >= 400:
            raise Refused(response.json())
        return response


class Refused(Exception):
    """The vault says no: `code` is stable, and nothing in it repeats what was sent."""

    def __init__(self, problem: dict):
        super().__init__(problem["code"])
        self.code = problem["code"]
        self.request = problem["request"]  # the ledger knows the request by this


support = Coffer("support_technician", "support")
billing = Coffer("billing_clerk", "billing")

try:
    me = support.ask("GET", "/v1/whoami").json()
except Refused as refused:
    sys.exit(f"the vault does not know you: {refused.code}")
print("you may act as", ", ".join(sorted(me["roles"])))

address = f"grace.{uuid.uuid4().hex}@post.example"
customer = {
    "language": "en",
    "source": "order",
    "records": [
        {"class": "identity", "fields": {"given_name": "Grace", "family_name": "Example", "subject_kind": "person"}},
        {"class": "contact", "fields": {"email": address}},
    ],
}
# With a key of your own, a write whose answer was lost is repeated without harm.
key = {"Idempotency-Key": uuid.uuid4().hex}
subject = support.ask("POST", "/v1/subjects", json=customer, headers=key).json()["subject"]
again = support.ask("POST", "/v1/subjects", json=customer, headers=key).json()["subject"]
print("added", subject, "once" if again == subject else "twice")

found = billing.ask("POST", "/v1/find", json={"field": "contact.email", "equals": address}).json()
print("found by e-mail" if found["subjects"] == [subject] else "not found")

fields = {"fields": "identity.given_name,contact.email"}
for name, session in (("the billing clerk", billing), ("support", support)):
    view = session.ask("GET", f"/v1/subjects/{subject}", params=fields).json()
    for record in view["records"]:
        for field, answer in record["fields"].items():
            print(f"{name} sees {field}:", answer.get("value", answer.get("denied")))

# Writing names the revision that was seen, so that nobody overwrites what a colleague wrote in between.
contact = next(record for record in view["records"] if record["class"] == "contact")
for attempt in ("first", "second"):
    try:
        changed = support.ask(
            "PATCH",
            f"/v1/records/{contact['record']}",
            json={"fields": {"email": f"new.{address}"}},
            headers={"If-Match": f'"{contact["revision"]}"'},
        )
        print(f"{attempt} change: revision", changed.json()["revision"])
    except Refused as refused:
        print(f"{attempt} change: {refused.code}")

# Many at once: a line each, in and out. Without the last line, the one with the counts, the answer was cut.
lines = json.dumps({"subject": subject, "fields": ["contact.email:masked"]}) + "\n"
with support.http.stream(
    "POST", "/v1/read", content=lines, headers={"Content-Type": "application/x-ndjson"}
) as stream:
    answers = [json.loads(line) for line in stream.iter_lines()]
print("read", answers[-1]["answered"], "of", answers[-1]["lines"])
