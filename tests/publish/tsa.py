"""A time-stamp authority on loopback (RFC 3161), with a certificate of its own making: what the tests of time stamps ask."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from rfc3161_client._rust import parse_timestamp_request

DATA, SIGNED, TST_INFO = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, DIGEST, TIME, CERTIFICATE = (
    "1.2.840.113549.1.9.3",
    "1.2.840.113549.1.9.4",
    "1.2.840.113549.1.9.5",
    "1.2.840.113549.1.9.16.2.47",
)
SHA256, RSA_SHA256 = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11"


def der(tag: int, *parts: bytes) -> bytes:
    """One DER value."""
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def integer(value: int) -> bytes:
    """A whole number."""
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(text: str) -> bytes:
    """An object identifier."""
    first, second, *rest = map(int, text.split("."))
    out = bytes([40 * first + second])
    for value in rest:
        part = [value & 0x7F]
        while value := value >> 7:
            part.append(0x80 | (value & 0x7F))
        out += bytes(reversed(part))
    return der(6, out)


def algorithm(name: str) -> bytes:
    """An algorithm without parameters but null."""
    return der(0x30, oid(name), der(5))


class Authority:
    """Key and certificate of the authority.

    Attributes:
        root: its self-signed root, PEM.
        status: what it answers; 0 grants.
        lies: stamps something else than it was asked.
    """

    def __init__(self) -> None:
        now = dt.datetime.now(dt.UTC)
        self.status, self.lies = 0, False
        root_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Yunxi Test Root")])
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Yunxi Test TSA")])
        span = (now - dt.timedelta(days=1), now + dt.timedelta(days=30))

        def built(subject: x509.Name, key: rsa.RSAPrivateKey, *, ca: bool) -> x509.CertificateBuilder:
            usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
            identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
            issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
            return (
                x509.CertificateBuilder().subject_name(subject).issuer_name(root_name).public_key(key.public_key())
                .serial_number(x509.random_serial_number()).not_valid_before(span[0]).not_valid_after(span[1])
                .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True).add_extension(usage, critical=True)
                .add_extension(identity, critical=False).add_extension(issuer, critical=False)
            )  # fmt: skip

        root = built(root_name, root_key, ca=True).sign(root_key, hashes.SHA256())
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        self._certificate = built(name, self._key, ca=False).add_extension(stamping, critical=True).sign(root_key, hashes.SHA256())
        self.root = root.public_bytes(Encoding.PEM)

    def answer(self, asked: bytes) -> bytes:
        """A time-stamp response."""
        request = parse_timestamp_request(asked)
        status = der(0x30, integer(self.status))
        if self.status:
            return der(0x30, status)
        digest = hashlib.sha256(b"another").digest() if self.lies else request.message_imprint.message
        when = dt.datetime.now(dt.UTC)
        generalised = der(0x18, when.strftime("%Y%m%d%H%M%SZ").encode())
        imprint = der(0x30, algorithm(SHA256), der(4, digest))
        info = der(0x30, integer(1), oid("1.2.3.4.1"), imprint, integer(7), generalised, integer(request.nonce))
        return der(0x30, status, self._signed(info, when))

    def _signed(self, info: bytes, when: dt.datetime) -> bytes:
        certificate = self._certificate.public_bytes(Encoding.DER)
        own = der(0x30, der(0x30, der(0x30, der(4, hashlib.sha256(certificate).digest()))))
        attributes = sorted(
            [
                der(0x30, oid(CONTENT_TYPE), der(0x31, oid(TST_INFO))),
                der(0x30, oid(TIME), der(0x31, der(0x17, when.strftime("%y%m%d%H%M%SZ").encode()))),
                der(0x30, oid(DIGEST), der(0x31, der(4, hashlib.sha256(info).digest()))),
                der(0x30, oid(CERTIFICATE), der(0x31, own)),
            ]
        )
        signature = self._key.sign(der(0x31, *attributes), padding.PKCS1v15(), hashes.SHA256())
        who = der(0x30, self._certificate.issuer.public_bytes(), integer(self._certificate.serial_number))
        signer = der(
            0x30, integer(1), who, algorithm(SHA256), der(0xA0, *attributes), algorithm(RSA_SHA256), der(4, signature)
        )  # fmt: skip
        content = der(0x30, oid(TST_INFO), der(0xA0, der(4, info)))
        signed = der(0x30, integer(3), der(0x31, algorithm(SHA256)), content, der(0xA0, certificate), der(0x31, signer))
        return der(0x30, oid(SIGNED), der(0xA0, signed))


@contextlib.contextmanager
def serving(authority: Authority) -> Iterator[str]:
    """The authority on a port of its own; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
