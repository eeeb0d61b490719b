"""An independent peer for the five classic systems: one JSON request per line on stdin, one JSON answer per line on stdout.

It uses Debian's python3-pycryptodome (module Cryptodome) and nothing of Sotto. All bytes are hexadecimal.
"""
import json
import sys

from Cryptodome.Cipher import AES, DES, PKCS1_OAEP
from Cryptodome.Hash import HMAC, SHA1, SHA256
from Cryptodome.Protocol.KDF import PBKDF2
from Cryptodome.PublicKey import RSA
from Cryptodome.Signature import pkcs1_15, pss
from Cryptodome.Util.Padding import pad, unpad

HASH = {"sha1": SHA1, "sha256": SHA256}


def cipher(r):
    key, iv = bytes.fromhex(r["key"]), bytes.fromhex(r["iv"])
    if r["cipher"] == "AES_256_CTR":
        return AES.new(key, AES.MODE_CTR, nonce=iv), 0
    if r["cipher"] == "AES_256_CFB":
        return AES.new(key, AES.MODE_CFB, iv=iv, segment_size=128), 0
    if r["cipher"] in ("AES_256_CBC", "AES_128_CBC"):
        return AES.new(key, AES.MODE_CBC, iv=iv), 16
    if r["cipher"] == "DES_CBC":
        return DES.new(key, DES.MODE_CBC, iv=iv), 8
    return DES.new(key, DES.MODE_ECB), 8


def padded_for_cfb(data):
    # The library wants whole segments; CFB itself does not.
    return data + b"\0" * (-len(data) % 16)


def encrypt(r):
    c, block = cipher(r)
    text = bytes.fromhex(r["data"])
    if r["cipher"] == "AES_256_CFB":
        return c.encrypt(padded_for_cfb(text))[: len(text)]
    return c.encrypt(pad(text, block) if block else text)


def decrypt(r):
    c, block = cipher(r)
    data = bytes.fromhex(r["data"])
    if r["cipher"] == "AES_256_CFB":
        return c.decrypt(padded_for_cfb(data))[: len(data)]
    text = c.decrypt(data)
    return unpad(text, block) if block else text


def wrap(r):
    key, data = RSA.import_key(r["pem"]), bytes.fromhex(r["data"])
    if r["hash"] == "none":
        return pow(int.from_bytes(data, "big"), key.e, key.n).to_bytes(256, "big")
    return PKCS1_OAEP.new(key, hashAlgo=HASH[r["hash"]]).encrypt(data)


def unwrap(r):
    key, data = RSA.import_key(r["pem"]), bytes.fromhex(r["data"])
    if r["hash"] == "none":
        return pow(int.from_bytes(data, "big"), key.d, key.n).to_bytes(256, "big")
    return PKCS1_OAEP.new(key, hashAlgo=HASH[r["hash"]]).decrypt(data)


def sign(r):
    key, data = RSA.import_key(r["pem"]), bytes.fromhex(r["data"])
    if r["scheme"] == "TEXTBOOK":
        return pow(int.from_bytes(data, "big"), key.d, key.n).to_bytes(256, "big")
    scheme = pss if r["scheme"] == "PSS_SHA256" else pkcs1_15
    return scheme.new(key).sign(SHA256.new(data))


def verify(r):
    key, data = RSA.import_key(r["pem"]), bytes.fromhex(r["data"])
    signature = bytes.fromhex(r["signature"])
    if r["scheme"] == "TEXTBOOK":
        ok = pow(int.from_bytes(signature, "big"), key.e, key.n) == int.from_bytes(data, "big")
        return b"\1" if ok else b"\0"
    try:
        (pss if r["scheme"] == "PSS_SHA256" else pkcs1_15).new(key).verify(SHA256.new(data), signature)
        return b"\1"
    except (ValueError, TypeError):
        return b"\0"


def mac(r):
    return HMAC.new(bytes.fromhex(r["key"]), bytes.fromhex(r["data"]), digestmod=SHA256).digest()


def sha256(r):
    return SHA256.new(bytes.fromhex(r["data"])).digest()


def stretched(r, salt):
    return PBKDF2(r["password"], salt, dkLen=32, count=100000, hmac_hash_module=HASH[r["hash"]])


def openkeyfile(r):
    data = bytes.fromhex(r["data"])
    key = stretched(r, data[:16])
    text = AES.new(key, AES.MODE_CFB, iv=data[16:32], segment_size=128).decrypt(padded_for_cfb(data[32:]))
    return RSA.import_key(text[: len(data) - 32]).export_key("DER", pkcs=8)


def makekeyfile(r):
    pem = RSA.import_key(r["pem"]).export_key()
    salt, iv = bytes.fromhex(r["salt"]), bytes.fromhex(r["iv"])
    text = AES.new(stretched(r, salt), AES.MODE_CFB, iv=iv, segment_size=128).encrypt(padded_for_cfb(pem))
    return salt + iv + text[: len(pem)]


def exportpem(r):
    key = RSA.import_key(r["pem"])
    return key.export_key() if r["half"] == "private" else key.publickey().export_key()


WORK = {f.__name__: f for f in (encrypt, decrypt, wrap, unwrap, sign, verify, mac, sha256, openkeyfile, makekeyfile, exportpem)}

for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps({"result": WORK[request["do"]](request).hex()}), flush=True)
