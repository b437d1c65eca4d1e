"""A mail server for tests: aiosmtpd on loopback, with STARTTLS or TLS from the first byte, and an account that must sign in.
Ends when its standard input does.

Arguments: port, `starttls`, `tls` or `none`, certificate, private key. Prints a line of JSON when it is ready, and one for
each mail that it was given whole. Each line of input says how the next mails fare: `take`, `refuse 451 4.3.0` (the mail),
`sender 550 5.7.60` and `recipient 550 5.1.1` (refused before it comes), `cut` (has the mail and goes before it says so),
`slow 3` (seconds)."""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

port, protection, certificate, key = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
mode = ["take"]


def tell(**line):
    print(json.dumps(line), flush=True)


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"portal", b"right horse")
    return AuthResult(success=good, handled=good)


def refused(what, address):
    word, *rest = mode
    return " ".join([*rest, f"refused <{address}>"]) if word == what else None


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if answer := refused("sender", address):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := refused("recipient", address):
            return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        word, *rest = mode
        tell(
            to=envelope.rcpt_tos,
            sender=envelope.mail_from,
            protected=session.ssl is not None or protection == "tls",
            user=session.authenticated,
            taken=word in ("take", "slow"),
            data=envelope.content.decode("ascii"),
        )
        if answer := refused("refuse", envelope.rcpt_tos[0]):
            return answer
        if word == "cut":
            server.transport.abort()
            return "250 nobody hears this"
        if word == "slow":
            await asyncio.sleep(float(rest[0]))
        return "250 taken"


def protocol():
    options = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": protection == "starttls"}
    if protection == "none":
        options = {}
    if protection == "starttls":
        options |= {"tls_context": context(), "require_starttls": True}
    return SMTP(Handler(), hostname="mail.test", **options)


def context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def main():
    global mode
    loop = asyncio.get_running_loop()
    tls = context() if protection == "tls" else None
    await loop.create_server(protocol, "127.0.0.1", port, ssl=tls)
    tell(ready=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        mode = line.split()
        tell(mode=mode)


asyncio.run(main())
