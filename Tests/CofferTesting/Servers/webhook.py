"""A webhook on loopback that behaves as told: `webhook.py BEHAVIOUR FOLDER`.

Prints its port, counts connections, checks signatures with Python's own HMAC, writes what it received into FOLDER
(N.json), and ends when its standard input does, or after two minutes.
"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import ssl
import sys
import threading
import time

behaviour, folder = sys.argv[1:3]
KEY = b"a key of thirty-two bytes, just."
count = 0


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        global count
        count += 1
        body = self.rfile.read(int(self.headers["content-length"]))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
        expected = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        facts = {
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "verified": expected in self.headers["webhook-signature"].split(" "),
            "body": json.loads(body),
        }
        with open(f"{folder}/{count}.json", "w") as file:
            json.dump(facts, file)
        self.answer()

    def answer(self):
        if behaviour == "vanish":
            self.connection.close()
            os._exit(0)
        if behaviour == "slow":
            time.sleep(30)
        status, _, wait = behaviour.partition("-") if behaviour[0].isdigit() else ("204", "", "")
        self.send_response(int(status))
        if status.startswith("3"):
            self.send_header("Location", f"https://localhost:{port}/elsewhere")
        if wait:
            self.send_header("Retry-After", wait)
        length = 1 << 30 if behaviour == "200" else 0
        if status != "204":
            self.send_header("Content-Length", str(length))
        self.end_headers()
        written = 0
        try:
            while written < length:
                written += self.wfile.write(bytes(1 << 16))
        except OSError:
            self.close_connection = True
        with open(f"{folder}/written", "w") as file:
            file.write("most" if written > 1 << 26 else "little")

    def do_GET(self):
        with open(f"{folder}/got", "w"):
            pass
        self.send_error(405)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def get_request(self):
        connection, address = super().get_request()
        with open(f"{folder}/connected", "a") as file:
            file.write("1")
        if behaviour != "plain":
            connection = context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
server = Server(("127.0.0.1", 0), Handler)
port = server.server_address[1]
print(port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
threading.Timer(120, lambda: os._exit(0)).start()
sys.stdin.read()
os._exit(0)
