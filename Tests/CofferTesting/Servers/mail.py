"""A mail server on loopback that behaves as told: `mail.py BEHAVIOUR FOLDER`.

Prints its port, writes what it received into FOLDER (N.eml, and N.json with what Python's own reader makes of it),
and ends when its standard input does, or after two minutes.
"""

import asyncio
import email
import email.policy
import hashlib
import json
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword, syntax

behaviour, folder = sys.argv[1:3]
NAME, PASSWORD = b"coffer", b"a password, \xc3\xa4"


def described(content: bytes) -> dict:
    message = email.message_from_bytes(content, policy=email.policy.default)

    def text(kind):
        part = message.get_body((kind,))
        return part.get_content() if part else None

    return {
        "headers": [[name, str(value)] for name, value in message.items()],
        "subject": message["subject"],
        "text": text("plain"),
        "html": text("html"),
        "defects": [str(defect) for part in message.walk() for defect in part.defects],
        "files": [
            {
                "name": part.get_filename(),
                "type": part.get_content_type(),
                "sha256": hashlib.sha256(part.get_payload(decode=True)).hexdigest(),
            }
            for part in message.iter_attachments()
        ],
    }


class Handler:
    count = 0
    seen = set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if behaviour == "refuse-sender":
            return f"550 5.7.1 <{address}> may not send"
        if behaviour == "too-large":
            return "552 5.3.4 Message size exceeds fixed limit"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if behaviour == "refuse-recipient":
            return f"550 5.1.1 <{address}>: Recipient address rejected"
        if behaviour == "no-relay":
            return f"554 5.7.1 <{address}>: Relay access denied"
        if behaviour == "later":
            return f"452 4.2.2 <{address}>: mailbox full"
        if behaviour == "grey" and address not in self.seen:
            self.seen.add(address)
            return f"451 4.7.1 <{address}>: greylisted, come back later"
        if behaviour == "slow":
            await asyncio.sleep(30)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        if behaviour == "refuse-content":
            return "554-5.7.1 Not like this,\n554 5.7.1 not at all"
        Handler.count += 1
        stem = f"{folder}/{Handler.count}"
        with open(stem + ".eml", "wb") as file:
            file.write(envelope.original_content)
        facts = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "options": envelope.mail_options,
            "greeting": session.host_name,
            "tls": session.ssl is not None or behaviour == "implicit",
            "login": bool(session.authenticated),
            "connection": id(server),
        }
        with open(stem + ".json", "w") as file:
            json.dump(facts | described(envelope.original_content), file)
        if behaviour == "vanish":
            server.transport.abort()
        return "250 2.0.0 OK: taken"


class Dropping(SMTP):
    @syntax("DATA")
    async def smtp_DATA(self, argument):
        await self.push("354 go on")
        await self._reader.read(1000)
        self.transport.abort()


def authenticate(server, session, envelope, mechanism, data):
    matches = isinstance(data, LoginPassword) and (data.login, data.password) == (NAME, PASSWORD)
    return AuthResult(success=matches, handled=False)


def server(context):
    kind = Dropping if behaviour == "drop" else SMTP
    offers = None if behaviour in ("plain", "implicit") else context
    return kind(
        Handler(),
        hostname="mail.test",
        tls_context=offers,
        require_starttls=offers is not None,
        enable_SMTPUTF8=behaviour == "utf8",
        authenticator=authenticate,
        auth_required=behaviour == "login",
        auth_require_tls=offers is not None,
        data_size_limit=32 * 1024 * 1024,
    )


async def main():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
    loop = asyncio.get_running_loop()
    listener = await loop.create_server(
        lambda: server(context), "127.0.0.1", 0, ssl=context if behaviour == "implicit" else None
    )
    print(listener.sockets[0].getsockname()[1], flush=True)
    over = asyncio.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(over.set)), daemon=True).start()
    try:
        await asyncio.wait_for(over.wait(), 120)
    except asyncio.TimeoutError:
        pass


asyncio.run(main())
