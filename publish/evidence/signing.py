"""Who made a pack, and when it existed: Ed25519 signatures and RFC 3161 time stamps. 签名和时间戳"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from rfc3161_client import HashAlgorithm, PKIStatus, TimestampRequestBuilder, decode_timestamp_response

SECONDS = 30.0
LONGEST = 1_000_000
Stamp = Callable[[bytes], bytes]


class SigningError(Exception):
    """A key cannot be used, or the time-stamp server gave no stamp. The message is Chinese. 无法签名"""


def read_key(path: Path) -> Ed25519PrivateKey:
    """An Ed25519 private key in PEM (PKCS 8), without a password. SigningError says what is wrong."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise SigningError(f"签名密钥 {path}：无法读取（{error.strerror}）") from error
    except (ValueError, TypeError) as error:
        raise SigningError(f"签名密钥 {path}：应为不带密码的 PEM 格式私钥（{error}）") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningError(f"签名密钥 {path}：应为 Ed25519 密钥")
    return key


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """The public half, as it lies in the pack. 公钥"""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(key: Ed25519PrivateKey) -> str:
    """By what a key is told on the telephone. 公钥指纹"""
    return hashlib.sha256(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def stamp_from(server: str) -> Stamp:
    """Asks a time-stamp server (RFC 3161 over HTTP) for a stamp on a manifest; only the manifest's digest is sent. SigningError if it gives none."""

    def stamp(manifest: bytes) -> bytes:
        asked = TimestampRequestBuilder().data(manifest).hash_algorithm(HashAlgorithm.SHA256).build()
        try:
            headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
            answer = httpx.post(server, content=asked.as_bytes(), headers=headers, timeout=SECONDS)
            answer.raise_for_status()
            if len(answer.content) > LONGEST:
                raise SigningError(f"时间戳服务器 {server}：应答过大")
            told = decode_timestamp_response(answer.content)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SigningError(f"时间戳服务器 {server}：无法取得时间戳（{error}）") from error
        except ValueError as error:
            raise SigningError(f"时间戳服务器 {server}：应答无法解读（{error}）") from error
        if told.status not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
            raise SigningError(f"时间戳服务器 {server}：拒绝（{told.status}）")
        if told.tst_info.message_imprint.message != hashlib.sha256(manifest).digest() or told.tst_info.nonce != asked.nonce:
            raise SigningError(f"时间戳服务器 {server}：应答不是这份清单的")
        return answer.content

    return stamp
