"""A connector on loopback that behaves as told: `connector.py BEHAVIOUR FOLDER`.

Prints its port, counts connections, writes what it received and from where into FOLDER (N.json), and ends when its
standard input does, or after two minutes.
"""

import base64
import http.server
import json
import os
import ssl
import sys
import threading
import time

behaviour, folder = sys.argv[1:3]
count = 0


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        global count
        count += 1
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        facts = {
            "method": self.command,
            "path": self.path,
            "from": self.client_address[0],
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body,
        }
        with open(f"{folder}/{count}.json.new", "w") as file:
            json.dump(facts, file)
        os.rename(f"{folder}/{count}.json.new", f"{folder}/{count}.json")
        if behaviour == "slow":
            time.sleep(30)
        if behaviour == "late":
            time.sleep(2)
        if behaviour == "vanish":
            self.connection.close()
            os._exit(0)
        status, answer = self.answer(body)
        data = json.dumps(answer).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"https://localhost:{port}/elsewhere")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_PUT = do_POST

    def answer(self, body):
        number = str(body.get("number", ""))
        if behaviour == "decline":
            return 402, {"result": "declined", "id": "tx_2"}
        if behaviour == "redirect":
            return 302, {"result": "elsewhere"}
        if behaviour == "echo":
            return 200, {"result": base64.b64encode(number.encode()).decode(), "id": "tx_3"}
        if behaviour == "reference":
            return 200, {"result": "approved", "id": "Charged " + body.get("pay", "")}
        if behaviour == "long":
            return 200, {"result": "approved", "id": "x" * 300, "more": "x" * 20000}
        return 200, {"result": "approved", "id": "tx_1", "number": number, "holder": body.get("holder", "")}

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
