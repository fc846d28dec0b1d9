"""Asks a running service all that docs/openapi.yaml allows and much that it does not, by schemathesis.

contract.py SOCKET OPENAPI SUBJECT RECORD EXAMPLES [options of schemathesis]

SUBJECT and RECORD exist and may be changed; EXAMPLES is how many requests are made up for each operation.
"""

import pathlib
import socket
import subprocess
import sys
import tempfile
import threading

path, description, subject, record, examples, *options = sys.argv[1:]


def forward(source, sink):
    """Hands on what comes, until it ends."""
    try:
        while part := source.recv(65536):
            sink.sendall(part)
    except OSError:
        pass
    finally:
        for end in (sink, source):
            try:
                end.shutdown(socket.SHUT_WR if end is sink else socket.SHUT_RD)
            except OSError:
                pass


def serve(listener):
    """The socket behind a port of this host: the tool speaks TCP only."""
    while True:
        client, _ = listener.accept()
        service = socket.socket(socket.AF_UNIX)
        try:
            service.connect(path)
        except OSError:
            client.close()
            continue
        for ends in ((client, service), (service, client)):
            threading.Thread(target=forward, args=ends, daemon=True).start()


# As whom each operation is asked where its answer shall be more than a refusal.
roles = {
    ("support_technician", "support"): ["addSubject", "showSubject", "addRecord", "changeRecord", "removeRecord", "read"],
    ("billing_clerk", "billing"): ["find"],
    ("privacy_officer", "subject_rights"): ["subjectHistory", "eraseSubject"],
    ("auditor", "audit"): ["checkpoint", "ledgerEntries", "ledgerProof"],
}
known = {"showSubject": "subject", "addRecord": "subject", "subjectHistory": "subject", "changeRecord": "record"}
ids = {"subject": subject, "record": record}

config = """
[parameters]
"header.Coffer-Role" = "admin"
"header.Coffer-Purpose" = "key_admin"

[generation]
# What the charter accepts is narrower than any schema: a well-formed value may be refused, never with a 5xx.
allow-x00 = true

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "403", "404", "409", "410", "428", "429"]

[checks.negative_data_rejection]
expected-statuses = ["4xx"]

[checks.missing_required_header]
expected-statuses = ["400", "403", "428"]

# A line that is no JSON is refused in the stream, with 200.
[[operations]]
include-operation-id = ["read", "importLines"]
checks = { negative_data_rejection = { enabled = false } }

# A lost lock would end the test, and a check goes wherever the settings lead; all have tests of their own.
[[operations]]
include-operation-id = ["lock", "unlock", "checkDelivery"]
enabled = false
"""
for (role, purpose), operations in roles.items():
    for operation in operations:
        given = {"header.Coffer-Role": role, "header.Coffer-Purpose": purpose}
        if operation in known:
            given[f"path.{known[operation]}"] = ids[known[operation]]
        members = ", ".join(f'"{name}" = "{value}"' for name, value in given.items())
        config += f'\n[[operations]]\ninclude-operation-id = "{operation}"\nparameters = {{ {members} }}\n'

# Streams of lines are text to the tool.
hooks = """
import schemathesis

@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
"""

listener = socket.create_server(("127.0.0.1", 0), backlog=64)
threading.Thread(target=serve, args=(listener,), daemon=True).start()
tool = pathlib.Path(sys.executable).parent / "schemathesis"
with tempfile.TemporaryDirectory() as place:
    (pathlib.Path(place) / "schemathesis.toml").write_text(config)
    (pathlib.Path(place) / "streams.py").write_text(hooks)
    run = subprocess.run(
        [
            tool, "--config-file", "schemathesis.toml", "run", str(pathlib.Path(description).resolve()),
            "--url", f"http://127.0.0.1:{listener.getsockname()[1]}",
            "--max-examples", examples, "--suppress-health-check", "all", "--continue-on-failure",
            "--request-timeout", "30", "--warnings", "off", "--no-color", *options,
        ],
        cwd=place,
        env={"HOME": place, "PATH": "/usr/bin:/bin", "PYTHONPATH": place, "SCHEMATHESIS_HOOKS": "streams"},
    )
sys.exit(run.returncode)
